import { createHash } from 'node:crypto'
import { documentVerdict } from '../src/cli/document-verdict.ts'
import { Budget } from '../src/core/budget.ts'
import type { Crypto } from '../src/core/crypto.ts'
import { nodeCrypto } from '../src/crypto/node.ts'
import { parseDocument } from '../src/formats/index.ts'
import type { VerifyOrder } from '../src/store/order.ts'
import { judgeIntegrity } from '../src/validation/basic-signature.ts'
import { noTrust } from './cades-batch.ts'
import type { LargeDocument } from './large-document.ts'
import { type Comparison, inTurns, inTurnsAwaited } from './measure.ts'

const at = new Date('2026-06-01T00:00:00Z')

/** What a large document is compared with. */
export interface RawHash {
  /** What SHA-256 is taken of, and how that is called. */
  readonly of: Uint8Array
  readonly called: string
  /** The ratio that is aimed at, such as "≥ 0.6". */
  readonly target: string
}

/** Whether a document has signatures, and each is intact. */
export function isIntact(bytes: Uint8Array, crypto: Crypto): boolean {
  const { signatures } = parseDocument(bytes, { detached: [], crypto, budget: new Budget() })
  const context = { certificates: [], crypto, budget: new Budget() }
  const judged = signatures.map((one) => judgeIntegrity(one, context).integrity)
  return judged.length > 0 && judged.every((integrity) => integrity === 'intact')
}

/**
 * A large document, named `title`, against nothing but SHA-256: its integrity judged, and the
 * verdict as commands come to it, with the SHA-256 of the document besides.
 */
export async function againstHashing(
  title: string,
  document: LargeDocument,
  hash: RawHash,
): Promise<Comparison[]> {
  const raw = () => void createHash('sha256').update(hash.of).digest()
  const judging = () => {
    if (!isIntact(document.bytes, nodeCrypto())) throw new Error(`${document.name} is not intact`)
  }
  const order = orderFor(document)
  const results = [
    ['integrity alone', inTurns({ calls: 1, run: judging }, { calls: 1, run: raw })],
    ['the whole verdict', await inTurnsAwaited(() => decide(order), raw)],
  ] as const
  return results.map(([name, result]) => ({
    name: `${title}, ${name}`,
    ...result,
    unit: 'per second',
    against: `raw SHA-256 of ${hash.called}`,
    target: hash.target,
  }))
}

async function decide(order: VerifyOrder): Promise<void> {
  const context = { base: null, crypto: nodeCrypto(), now: at, trustFor: async () => noTrust }
  const { outcome, signatures } = await documentVerdict(order, context, null)
  if (outcome !== 'accepted') throw new Error(JSON.stringify(signatures))
}

function orderFor({ name, bytes, certificate }: LargeDocument): VerifyOrder {
  return {
    id: null,
    document: { name, bytes },
    detached: [],
    digests: [],
    certificates: [],
    evidenceRecords: [],
    password: null,
    at,
    relying: null,
    anchors: [{ name: null, bytes: certificate }],
    crls: [],
    ocsps: [],
    trust: { federation: null, lists: [], signers: [], unverified: 'no' },
    drafts: 'ignore',
    identifiers: 'mask',
    policy: { json: { name: 'bench', revocation: 'none' } },
  }
}
