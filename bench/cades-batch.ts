import { createPublicKey, type KeyObject, verify as verifyRaw } from 'node:crypto'
import { type Authority, issue, selfSigned } from '../scripts/sample/certificate.ts'
import { type Signer, signContent, signedData } from '../scripts/sample/cms.ts'
import { certificateRevocationList } from '../scripts/sample/crl.ts'
import { generateKey, type KeyPlan, publicKeyInfo } from '../scripts/sample/keys.ts'
import { Budget } from '../src/core/budget.ts'
import { nodeCrypto } from '../src/crypto/node.ts'
import { parseDocument } from '../src/formats/index.ts'
import { defaultPolicy } from '../src/validation/policy.ts'
import { type VerifyRequest, verify } from '../src/verify.ts'
import { type Certificate, parseCertificate } from '../src/x509/certificate.ts'
import { parseCrl } from '../src/x509/crl/crl.ts'
import { sameName } from '../src/x509/names.ts'
import { type Comparison, inTurns } from './measure.ts'

const from = new Date('2026-01-01T00:00:00Z')
const at = new Date('2026-06-01T00:00:00Z')
const to = new Date('2028-01-01T00:00:00Z')
const documentsPerSigner = 50
const signersPerAuthority = 5
const authorities = 2

/** A batch of different documents by ten signers of two authorities. */
interface Batch {
  readonly documents: readonly Uint8Array[]
  readonly request: Omit<VerifyRequest, 'document' | 'crypto'>
  /** The value of each document. */
  readonly values: readonly RawCheck[]
  /** The values, and for each document its signer's certificate and the CRL of its issuer. */
  readonly checks: readonly RawCheck[]
}

interface RawCheck {
  readonly key: KeyObject
  readonly bytes: Uint8Array
  readonly value: Uint8Array
}

interface RawValue extends RawCheck {
  readonly certificate: Certificate
}

/**
 * Documents validated by the second, against nothing but the signature checks in them: the three
 * that a verdict rests on, and, as the hardest measure, the value of the document alone.
 */
export async function cadesBatch(): Promise<Comparison[]> {
  const plans: readonly KeyPlan[] = ['P-256/SHA-256', 'RSA-3072/SHA-256']
  const comparisons: Comparison[] = []
  for (const plan of plans) {
    const batch = await makeBatch(plan)
    comparisons.push(
      compare(plan, batch, batch.checks, 'the raw checks of value, certificate and CRL'),
    )
    comparisons.push(compare(plan, batch, batch.values, 'the raw checks of the values alone'))
  }
  return comparisons
}

function compare(
  plan: KeyPlan,
  { documents, request }: Batch,
  raw: readonly RawCheck[],
  against: string,
): Comparison {
  const run = () => {
    const crypto = nodeCrypto()
    for (const bytes of documents) {
      const verdict = verify({ ...request, crypto, document: { name: 'document', bytes } })
      if (verdict.outcome !== 'accepted') throw new Error(JSON.stringify(verdict.signatures))
    }
  }
  const runRaw = () => {
    for (const { key, bytes, value } of raw) {
      if (!verifyRaw('sha256', bytes, key, value)) throw new Error('a signature is broken')
    }
  }
  return {
    name: `CAdES-B documents (${plan})`,
    ...inTurns({ calls: documents.length, run }, { calls: documents.length, run: runRaw }, 15, 25),
    unit: 'per second',
    against,
    target: '≥ 0.5',
  }
}

async function makeBatch(plan: KeyPlan): Promise<Batch> {
  const documents: Uint8Array[] = []
  const roots: Authority[] = []
  const crls: Uint8Array[] = []
  for (let i = 0; i < authorities; i += 1) {
    const root = await makeAuthority(`CN=Bench CA ${i}`, plan)
    for (let j = 0; j < signersPerAuthority; j += 1) {
      const signer = await makeSigner(root, `CN=Bench Signer ${i}.${j}`, j, plan)
      documents.push(...(await signSeveral(signer)))
    }
    roots.push(root)
    crls.push(await certificateRevocationList(root, from, to))
  }
  const request = {
    detached: [],
    at,
    relying: null,
    trust: noTrust,
    anchors: roots.map(({ certificate }) => parseCertificate(certificate)),
    certificates: [],
    crls: crls.map((der) => parseCrl(der)),
    policy: defaultPolicy,
  }
  const values = documents.map(rawValue)
  return {
    documents,
    request,
    values,
    checks: values.flatMap((one) => [one, ...rawIssuer(one, request)]),
  }
}

/** A federation that trusts nobody: the anchors of the request are all there are. */
export const noTrust = {
  federation: 'bench',
  fictional: true,
  lists: [],
  agreements: [],
  certificates: [],
  crls: [],
  ocspResponses: [],
  problems: [],
}

async function makeAuthority(name: string, plan: KeyPlan): Promise<Authority> {
  const key = await generateKey(plan)
  const profile = {
    subject: name,
    serial: '01',
    validity: { from, to },
    use: 'certification-authority',
  } as const
  const certificate = await selfSigned(profile, key)
  return { name, key, certificate, crlUri: '', register: { issued: 0, revoked: [] } }
}

async function makeSigner(
  root: Authority,
  subject: string,
  number: number,
  plan: KeyPlan,
): Promise<Signer> {
  const key = await generateKey(plan)
  const serial = `0${number + 2}`
  const profile = { subject, serial, validity: { from, to }, use: 'signature' } as const
  const issuer = { name: root.name, key: root.key, crlUri: null }
  return { key, certificate: await issue(profile, await publicKeyInfo(key), issuer) }
}

async function signSeveral(signer: Signer): Promise<Uint8Array[]> {
  const documents: Uint8Array[] = []
  for (let i = 0; i < documentsPerSigner; i += 1) {
    const content = Buffer.from(`document ${i}\n`.repeat(400))
    const info = await signContent(content, signer, { signingTime: from })
    documents.push(signedData(content, [info], [signer.certificate]))
  }
  return documents
}

/** What the signature value is over, by our own parser; the check itself is node:crypto's. */
function rawValue(bytes: Uint8Array): RawValue {
  const context = { name: null, detached: [], crypto: nodeCrypto(), budget: new Budget() }
  const [signature] = parseDocument(bytes, context).signatures
  const certificate = signature?.certificates[0]
  if (signature?.signedBytes.kind !== 'bytes' || certificate === undefined) {
    throw new Error('the bench made a document that it cannot read')
  }
  return {
    key: keyOf(certificate),
    bytes: signature.signedBytes.bytes,
    value: signature.value,
    certificate,
  }
}

function rawIssuer({ certificate }: RawValue, { anchors, crls }: Batch['request']): RawCheck[] {
  const issuer = anchors.find((one) => sameName(one.subject, certificate.issuer))
  const crl = crls.find((one) => sameName(one.issuer, certificate.issuer))
  if (issuer === undefined || crl === undefined) throw new Error('the bench lost an issuer')
  const key = keyOf(issuer)
  return [certificate, crl].map(({ tbs, signature }) => ({ key, bytes: tbs, value: signature }))
}

function keyOf({ spki }: Certificate): KeyObject {
  return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
}
