import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { AttackExpectation } from '../../scripts/sample/pdf-attack-expectations.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import type { DetachedContent } from '../../src/formats/format.ts'
import type { SignatureVerdict, Verdict } from '../../src/report/verdict.ts'
import type { Trust } from '../../src/trust.ts'
import { defaultPolicy } from '../../src/validation/policy.ts'
import { verify } from '../../src/verify.ts'

/** A row of test-vectors/index.json: one file, and what is expected of its signatures. */
export interface Row extends ExpectedSignature {
  readonly path: string
  readonly state: string
  readonly description: string
  /** The expectations hold from the time of the index until this one. */
  readonly until: string
  readonly detached?: string
  readonly further?: readonly ExpectedSignature[]
}

export interface ExpectedSignature {
  readonly signer: string
  readonly countersigns?: 'yes'
  readonly expected: {
    readonly integrity: string
    readonly indication: string
    readonly subIndication?: string
    readonly modifications?: string
  }
  readonly recognition: readonly ExpectedRecognition[]
}

export interface ExpectedRecognition {
  readonly relying: string
  readonly outcome: string
  readonly reason: string
  readonly agreement?: string
}

/** A PDF that was attacked: what is expected of the signature of the honest file it was made from. */
export interface AttackRow {
  readonly path: string
  readonly twin: string
  readonly class: string
  readonly expected: AttackExpectation
}

export interface Index {
  readonly at: string
  readonly rows: readonly Row[]
  readonly attacks: readonly AttackRow[]
}

const crypto = nodeCrypto()

export async function readIndex(root: string): Promise<Index> {
  return JSON.parse(await readFile(join(root, 'test-vectors/index.json'), 'utf8')) as Index
}

/** The verdict on a row's file when it is used in a state. */
export async function verdictOn(
  root: string,
  row: Pick<Row, 'path' | 'detached'>,
  at: string,
  relying: string,
  trust: Trust,
): Promise<Verdict> {
  const folder = join(root, 'test-vectors')
  return verify({
    document: { name: row.path, bytes: await readFile(join(folder, row.path)) },
    detached: row.detached === undefined ? [] : [await detachedContent(folder, row.detached)],
    at: new Date(at),
    relying,
    trust,
    anchors: [],
    certificates: [],
    crls: [],
    policy: defaultPolicy,
    crypto,
  })
}

/** What a verdict says of a signature, in the shape of what is expected of it. */
export function found(
  verdict: Verdict,
  expected: ExpectedSignature,
  { relying }: ExpectedRecognition,
): unknown {
  const signature = signatureOf(verdict, expected.signer)
  if (signature === undefined) return `no signature by ${expected.signer}`
  const { integrity, indication, subIndication, modifications, recognition } = signature
  return {
    expected: {
      integrity,
      indication,
      ...(subIndication !== null && { subIndication }),
      ...(modifications !== null && { modifications }),
    },
    countersigns: signature.parent === null ? 'no' : 'yes',
    recognition: recognition && {
      relying,
      outcome: recognition.outcome,
      reason: recognition.reason,
      ...(recognition.agreement !== null && { agreement: recognition.agreement.id }),
    },
  }
}

/** The same for what is expected. */
export function wanted(expected: ExpectedSignature, recognition: ExpectedRecognition): unknown {
  return {
    expected: expected.expected,
    countersigns: expected.countersigns ?? 'no',
    recognition,
  }
}

function signatureOf(verdict: Verdict, name: string): SignatureVerdict | undefined {
  return verdict.signatures.find(({ signer }) => signer?.subject.includes(`FICTIONAL ${name}`))
}

/** Under its file name, as the command gives it. */
async function detachedContent(folder: string, name: string): Promise<DetachedContent> {
  return { name: basename(name), bytes: await readFile(join(folder, name)), digests: {} }
}
