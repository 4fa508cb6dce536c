import { basename, join, relative, resolve } from 'node:path'
import { VerifierError } from '../core/errors.ts'
import { printable } from '../core/printable.ts'
import { nodeCrypto } from '../crypto/node.ts'
import type { Extraction, SignedObject } from '../extract.ts'
import type { ExtractOrder } from '../store/order.ts'
import { type Command, type Given, usageError } from './command.ts'
import { documentExtraction, type FoundExtraction } from './extract-document.ts'
import { refuseLink, writeFiles } from './extract-files.ts'
import { planFiles } from './extract-paths.ts'
import type { ExitStatus, Io } from './io.ts'
import { answerFormat, contentFiles, contentOptions, digestOption, paths } from './order-options.ts'
import { passwordOf, passwordOptions } from './password.ts'
import { table } from './read-only.ts'
import { documentSource, standardInput } from './standard-input.ts'

/** `euxine extract`: the data that is really signed, as files. */
export const command: Command = {
  name: 'extract',
  arguments: '<document>',
  summary:
    'Gives back the data that intact signatures are over, as it was digested: XML in its canonical form, files as they stand. Says nothing of trust. The document may be -, the standard input.',
  options: [
    {
      name: 'out',
      value: 'dir|-',
      help: 'where to write (default: a new folder named after the document); - for the one object to the standard output',
    },
    { name: 'signature', value: 'id', help: 'only what this signature is over' },
    ...contentOptions,
    ...passwordOptions,
    { name: 'force', help: 'replace files that are there already' },
    { name: 'format', value: 'text|json', help: 'default: text on a terminal, json otherwise' },
    {
      name: 'revision',
      value: 'number',
      help: 'of a PDF: only this revision, counted from 1; a signature has to be over it',
    },
  ],
  notes: `Of a container of more than 64 MiB, files that are signed as they stand are read as streams, whatever
their size. All else that is signed is held whole: up to 1 GiB, the document and all that is read of
it together, and 256 MiB of what is packed in a container.

Exit status: 0 every signature is intact and its data was given back, 1 of some nothing was (the
reason is on stderr), 2 not carried out (the error is on stderr).`,
  run,
}

async function run(given: Given, io: Io): Promise<ExitStatus> {
  const [path, ...more] = given.positionals
  if (path === undefined || more.length > 0) throw usageError(command, 'name one document')
  const format = answerFormat(given, io)
  const out = given.one('out')
  if (out === '-' && given.one('format') !== null) {
    throw usageError(
      command,
      '--format is of the list of what was written; with --out - there is none',
    )
  }
  const password = await passwordOf(command, given, io)
  const order = orderOf({ document: await documentSource(path, io), password }, given)
  const context = { base: io.folder, crypto: nodeCrypto() }
  const found = await documentExtraction(order, context)
  const { extraction } = found
  for (const line of reasons(extraction)) await io.err(`euxine: ${printable(line)}\n`)
  if (out === '-') await writeOnly(found, io)
  else await writeAll(found, out ?? defaultFolder(path), { given, io, format })
  const withheld = extraction.signatures.some(({ reason, integrity }) => {
    return reason !== null || integrity !== 'intact'
  })
  return withheld ? 1 : 0
}

function orderOf(own: Pick<ExtractOrder, 'document' | 'password'>, given: Given): ExtractOrder {
  return {
    id: null,
    ...own,
    detached: contentFiles(command, given),
    digests: given.many('digest').map((text) => digestOption(command, text)),
    certificates: paths(given, 'certificate'),
    signature: given.one('signature'),
    revision: revisionOption(given),
  }
}

function revisionOption(given: Given): number | null {
  const text = given.one('revision')
  if (text === null) return null
  if (!/^[1-9]\d{0,5}$/.test(text)) throw usageError(command, '--revision is a number from 1')
  return Number(text)
}

/** In the working folder, and apart: what is in it comes from the document. */
function defaultFolder(path: string): string {
  return `${path === standardInput ? 'unnamed' : basename(path)}.signed`
}

/** Of which signatures nothing is given back, and why. */
function reasons({ signatures }: Extraction): string[] {
  return signatures.flatMap(({ id, reason }) =>
    reason === null ? [] : [`nothing is given back of "${id}": ${reason}`],
  )
}

async function writeOnly({ extraction, contentOf }: FoundExtraction, io: Io): Promise<void> {
  const data = extraction.objects.filter(({ kind }) => kind !== 'manifest')
  const [first] = data
  if (first === undefined) return
  const others = data.filter(({ sha256 }) => sha256 !== first.sha256)
  if (others.length > 0) {
    const each = others.every(({ signature }) => signature !== first.signature)
    throw new VerifierError('request-malformed', 'several different objects are signed', {
      hint: `name a folder with --out${each ? ', or one signature with --signature' : ''}`,
    })
  }
  const content = contentOf(first)
  if (content instanceof Uint8Array) return io.out(content)
  for await (const chunk of content) await io.out(chunk)
}

async function writeAll(
  { extraction, contentOf }: FoundExtraction,
  out: string,
  { given, io, format }: { readonly given: Given; readonly io: Io; readonly format: string },
): Promise<void> {
  const { objects, warnings } = extraction
  const folder = resolve(io.folder, out)
  const { files, places } = planFiles(objects, contentOf)
  if (!given.has('out')) await refuseLink(folder)
  if (files.length > 0) await writeFiles(folder, files, given.has('force') ? 'replace' : 'keep')
  const shown = objects.map((object, at) => ({
    ...described(object),
    path: relative(io.folder, join(folder, ...(places[at]?.components ?? []))),
  }))
  if (format === 'json') {
    await io.out(`${JSON.stringify({ ...extraction, objects: shown })}\n`)
    return
  }
  const rows = shown.map((one) => [
    one.path,
    `${one.size} octets`,
    one.kind,
    one.form,
    one.signature,
  ])
  const lines = [...table(rows), ...warnings.map(({ message }) => `note: ${message}`)]
  await io.out(`${lines.map(printable).join('\n')}\n`)
}

function described({ octets: _, ...object }: SignedObject): Omit<SignedObject, 'octets'> {
  return object
}
