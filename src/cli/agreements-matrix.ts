import { formatTime } from '../core/time.ts'
import { agreementMatrix, type MatrixCell } from '../recognition/matrix.ts'
import { statesOf } from '../store/trust-view.ts'
import type { Command, Given } from './command.ts'
import type { ExitStatus, Io } from './io.ts'
import { federationOf, show, showOptions, table, timeShown } from './read-only.ts'

/**
 * `euxine agreements matrix`: who recognises whom at a time, in general, apart from any one
 * signature.
 */
export const command: Command = {
  name: 'agreements matrix',
  arguments: '',
  summary: 'Shows what each state recognises of each other state at a time.',
  options: [
    ...showOptions,
    { name: 'accept-drafts', help: 'let agreements count that are drafts or not verified' },
  ],
  notes: 'Rows: the relying state. Columns: the state of origin. Signature and seal: "QES/QESeal".',
  run,
}

async function run(given: Given, io: Io): Promise<ExitStatus> {
  const trust = await federationOf(given, io)
  const at = timeShown(given, io)
  const states = statesOf(trust)
  const matrix = agreementMatrix(trust.agreements, states, at, {
    fictional: trust.fictional ? 'yes' : 'no',
    drafts: given.has('accept-drafts') ? 'accept' : 'ignore',
  })
  const rows = states.map((relying) => [
    relying,
    ...matrix
      .filter((row) => row.relying === relying)
      .map(({ eSig, eSeal }) => cellText(eSig, eSeal)),
  ])
  const head = `${trust.federation}, ${formatTime(at)}`
  const json = {
    federation: trust.federation,
    fictional: trust.fictional,
    at: formatTime(at),
    matrix,
  }
  await show(given, io, json, [head, ...table([['', ...states], ...rows])])
  return 0
}

function cellText(eSig: MatrixCell, eSeal: MatrixCell): string {
  if (eSig.outcome === 'domestic') return '='
  if (eSig.grantedLevel === null && eSeal.grantedLevel === null) return '-'
  return `${eSig.grantedLevel ?? '-'}/${eSeal.grantedLevel ?? '-'}`
}
