import { VerifierError } from '../core/errors.ts'
import { formatTime } from '../core/time.ts'
import type { Agreement } from '../recognition/model.ts'
import { type Command, type Given, usageError } from './command.ts'
import type { ExitStatus, Io } from './io.ts'
import { federationOf, show, showOptions, table } from './read-only.ts'

/** `euxine agreements show`: the agreements as a verification finds them, or one of them whole. */
export const command: Command = {
  name: 'agreements show',
  arguments: '[id]',
  summary: 'Shows the agreements of a federation, or one of them whole.',
  options: showOptions.filter(({ name }) => name !== 'at'),
  run,
}

async function run(given: Given, io: Io): Promise<ExitStatus> {
  const [id, ...more] = given.positionals
  if (more.length > 0) throw usageError(command, 'name one agreement')
  const { agreements } = await federationOf(given, io)
  if (id === undefined) {
    await show(given, io, { agreements }, table([headings, ...agreements.map(row)]))
    return 0
  }
  const found = agreements.filter((agreement) => agreement.id === id)
  if (found.length === 0) {
    throw new VerifierError('not-found', `no agreement "${id}"`, {
      hint: 'euxine agreements show lists them',
    })
  }
  await show(given, io, { agreements: found }, JSON.stringify(found, null, 2).split('\n'))
  return 0
}

const headings = ['agreement', 'version', 'relying party', 'origin', 'evidence', 'terms']

function row({
  id,
  version,
  relyingParty,
  originParty,
  instrument,
  timeline,
}: Agreement): string[] {
  const terms = timeline.map(({ status, from }) => `${status} from ${formatTime(from)}`)
  return [
    id,
    `v${version}`,
    relyingParty.name,
    originParty.name,
    instrument.evidence,
    terms.join(', '),
  ]
}
