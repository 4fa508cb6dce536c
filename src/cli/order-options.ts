import { VerifierError } from '../core/errors.ts'
import type { GivenDigest, Order, Source } from '../store/order.ts'
import { digestOf, stateOf, timeOf } from '../store/order-values.ts'
import { type Command, type Given, type Option, usageError } from './command.ts'
import type { Io } from './io.ts'

/** The options that verify and chain share. */
export const orderOptions: readonly Option[] = [
  {
    name: 'relying',
    value: 'CC',
    help: 'the state where it is used; recognition is decided for it',
  },
  { name: 'at', value: 'time', help: 'validation time in ISO 8601 with its zone (default: now)' },
  {
    name: 'trust',
    value: 'dir|federation.json',
    help: 'the shared trust list (default: the trust-lists of this package, a fictional sample)',
  },
  {
    name: 'trust-list',
    value: 'xml',
    many: 'repeatable',
    help: 'a TS 119 612 list to trust instead',
  },
  {
    name: 'trust-signer',
    value: 'cert',
    many: 'repeatable',
    help: 'a certificate allowed to sign the lists given with --trust-list',
  },
  {
    name: 'unverified-lists',
    help: 'take the lists of --trust-list without verifying their signature',
  },
  { name: 'anchor', value: 'cert', many: 'repeatable', help: 'an extra trust anchor, PEM or DER' },
  { name: 'crl', value: 'file', many: 'repeatable', help: 'a CRL, PEM or DER' },
  { name: 'ocsp', value: 'file', many: 'repeatable', help: 'an OCSP response in DER' },
  { name: 'accept-drafts', help: 'let agreements count that are drafts or not verified' },
  { name: 'show-identifiers', help: 'show personal identifiers, which are masked otherwise' },
  { name: 'policy', value: 'name|file', help: 'validation policy (default: "default")' },
  { name: 'format', value: 'text|json', help: 'default: text on a terminal, json otherwise' },
  {
    name: 'batch',
    value: 'file.jsonl|-',
    help: 'read one request a line, write one answer a line',
  },
  {
    name: 'base',
    value: 'dir',
    help: 'where paths in a batch begin (default: the working folder)',
  },
  {
    name: 'threads',
    value: 'number',
    help: 'threads that a batch may use (default: as many as the machine runs at once)',
  },
  {
    name: 'summary',
    value: 'file',
    help: 'where to write, as JSON, how often a batch gave each outcome and reason',
  },
]

/** The options that name what belongs to one document. */
export const contentOptions: readonly Option[] = [
  {
    name: 'detached',
    value: 'file',
    many: 'repeatable',
    help: 'signed content outside the signature, by its file name',
  },
  {
    name: 'digest',
    value: 'name=ALG:hex',
    many: 'repeatable',
    help: 'the same, by digest only; a policy too, by its identifier or address',
  },
  {
    name: 'signature-policy',
    value: 'id=file',
    many: 'repeatable',
    help: 'the document of a signature policy, by the identifier or address that XAdES or JAdES names it by: its digest is compared',
  },
  {
    name: 'certificate',
    value: 'file',
    many: 'repeatable',
    help: 'a certificate that may be needed, PEM or DER',
  },
]

/**
 * The files of `--detached` and of `--signature-policy`, by the names they go by. Addresses may hold
 * an equals sign, so that the last one counts. Throws `request-malformed`.
 */
export function contentFiles(command: Command, given: Given): readonly Source[] {
  const policies = given.many('signature-policy').map((text): Source => {
    const [, name, path] = /^(.+)=([^=]+)$/s.exec(text) ?? []
    if (name === undefined || path === undefined) {
      throw usageError(command, `--signature-policy ${text}: not of the form id=file`)
    }
    return { path, name }
  })
  return [...paths(given, 'detached'), ...policies]
}

/** The value of `--digest`; throws `request-malformed`. */
export function digestOption(command: Command, text: string): GivenDigest {
  const [, name, algorithm, value] = /^(.+)=([A-Za-z0-9-]+):([0-9a-fA-F]+)$/s.exec(text) ?? []
  if (name === undefined || algorithm === undefined || value === undefined) {
    throw usageError(command, `--digest ${text}: not of the form name=ALG:hex`)
  }
  return digestOf(name, algorithm, value)
}

/** What the exit status of verify and chain means, for their help; see `ExitStatus`. */
export const exitNotes = `Exit status: 0 accepted, 1 decided otherwise, 2 not carried out (the error is on stderr).
A batch exits 0 when every line was answered with a decision, 1 when a line was refused.`

/** The part of an order that the shared options give. */
export function commonOrder(given: Given): Order {
  const at = given.one('at')
  const relying = given.one('relying')
  const policy = given.one('policy')
  return {
    id: null,
    at: at === null ? null : timeOf(at),
    relying: relying === null ? null : stateOf(relying),
    anchors: paths(given, 'anchor'),
    crls: paths(given, 'crl'),
    ocsps: paths(given, 'ocsp'),
    trust: {
      federation: given.one('trust'),
      lists: paths(given, 'trust-list'),
      signers: paths(given, 'trust-signer'),
      unverified: given.has('unverified-lists') ? 'yes' : 'no',
    },
    drafts: given.has('accept-drafts') ? 'accept' : 'ignore',
    identifiers: given.has('show-identifiers') ? 'show' : 'mask',
    policy: policy === null || policy === 'default' ? null : { path: policy },
  }
}

/** Options that only a batch has a use for; throws `request-malformed` where there is none. */
export function refuseWithoutBatch(command: Command, given: Given): void {
  const stray = ['base', 'threads', 'summary'].find((name) => given.one(name) !== null)
  if (stray !== undefined) throw usageError(command, `--${stray} without --batch: it does nothing`)
}

/** The files of a repeatable option, named but not read yet. */
export function paths(given: Given, option: string): readonly Source[] {
  return given.many(option).map((path) => ({ path }))
}

/** How the answer is to be written; throws `request-malformed`. */
export function answerFormat(given: Given, io: Io): 'text' | 'json' {
  const format = given.one('format')
  if (format === null) return io.terminal === 'yes' ? 'text' : 'json'
  if (format === 'text' || format === 'json') return format
  throw new VerifierError('request-malformed', `no such format here: "${format}"`, {
    hint:
      format === 'etsi' ? 'the report of TS 119 102-2 is not there yet; take json' : 'text or json',
  })
}

/** Options of the contract whose work is not there yet are refused, never ignored. */
export function refuseUnbuilt(given: Given): void {
  if (given.one('bundle') !== null) {
    throw new VerifierError('request-malformed', 'the audit bundle is not there yet', {
      hint: 'leave --bundle out; --format json has the digests of everything that was used',
    })
  }
}

/**
 * Options that are taken so that they can be refused by name; nothing here carries them out yet.
 */
export const unbuiltOptions: readonly Option[] = [
  { name: 'bundle', value: 'file', help: 'also write the audit bundle (not there yet; refused)' },
]
