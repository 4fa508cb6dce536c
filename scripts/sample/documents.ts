import type * as pkijs from 'pkijs'
import {
  claimSignature,
  counterSign,
  indefiniteLength,
  type Signer,
  type SigningTerms,
  signContent,
  signedData,
} from './cms.ts'
import { pem } from './der.ts'
import type { Files } from './files.ts'
import { legalPerson, person } from './names.ts'
import { dstu4145, gost2012 } from './national-keys.ts'
import {
  enrol,
  enrolAgain,
  enrolNational,
  type ServicePki,
  type StatePki,
  type Subscriber,
  serviceOf,
} from './pki.ts'
import type { Role, SignatureStory, Story } from './story.ts'
import { times } from './times.ts'

/** A file of test vectors with the detached content that belongs to it. */
export interface WrittenDocument {
  readonly story: Omit<Story, 'packaging'>
  readonly path: string
  readonly detached: string | null
}

/** The people of one state, enrolled when first needed; the same person signs every story of a role. */
export class Subscribers {
  readonly #pki: StatePki
  readonly #enrolled = new Map<string, Signer>()

  constructor(pki: StatePki) {
    this.#pki = pki
  }

  async get(role: Role, service: ServicePki): Promise<Signer> {
    const key = `${role} ${service.plan.id}`
    const known = this.#enrolled.get(key)
    if (known !== undefined) return known
    const signer = await enrol(this.#pki, service, subscriber(this.#pki.plan.state, role))
    this.#enrolled.set(key, signer)
    return signer
  }
}

/** Writes the document of a story to test-vectors/<code>/. */
export async function writeDocument(
  files: Files,
  story: Story,
  pki: StatePki,
  subscribers: Subscribers,
): Promise<WrittenDocument> {
  const folder = `test-vectors/${pki.plan.code}`
  const text = contractText(pki.plan.name)
  const content = Buffer.from(text, 'utf8')
  const made = await makeSignatures(story, content, pki, subscribers)
  const shown =
    story.content === 'changed' ? Buffer.from(text.replace('1000', '9000'), 'utf8') : content
  const attached = story.packaging === 'detached' ? null : shown
  const der = signedData(attached, made.signatures, made.certificates)
  const path = `${folder}/${story.file}`
  files.set(path, packaged(story, der))
  if (story.packaging !== 'detached' || story.content === 'missing') {
    return { story, path, detached: null }
  }
  const detached = `${folder}/${story.content === 'changed' ? 'contract-changed.txt' : 'contract.txt'}`
  files.set(detached, shown)
  return { story, path, detached }
}

function packaged(story: Story, der: Uint8Array): Uint8Array {
  switch (story.packaging) {
    case 'indefinite-length':
      return indefiniteLength(der, 64)
    case 'pem':
      return Buffer.from(pem('CMS', der), 'ascii')
    default:
      return der
  }
}

interface MadeSignatures {
  readonly signatures: pkijs.SignerInfo[]
  readonly certificates: Uint8Array[]
}

async function makeSignatures(
  story: Story,
  content: Uint8Array,
  pki: StatePki,
  subscribers: Subscribers,
): Promise<MadeSignatures> {
  const signatures: pkijs.SignerInfo[] = []
  const certificates = new Map<string, Uint8Array>()
  for (const plan of story.signatures) {
    const service = serviceOf(pki, plan.service)
    const made = await makeSignature(plan, content, pki, service, subscribers, signatures[0])
    if (plan.counter !== 'yes') signatures.push(made.signature)
    for (const certificate of [made.certificate, service.certificate]) {
      certificates.set(Buffer.from(certificate).toString('base64'), certificate)
    }
  }
  return { signatures, certificates: [...certificates.values()] }
}

async function makeSignature(
  plan: SignatureStory,
  content: Uint8Array,
  pki: StatePki,
  service: ServicePki,
  subscribers: Subscribers,
  first: pkijs.SignerInfo | undefined,
): Promise<{ signature: pkijs.SignerInfo; certificate: Uint8Array }> {
  const { state } = pki.plan
  if (plan.fault === 'national-algorithm') {
    const algorithm = state === 'UA' ? dstu4145 : gost2012
    const signer = await enrolNational(pki, service, subscriber(state, plan.role), algorithm)
    const signature = await claimSignature(signer, { signingTime: times.signed })
    return { signature, certificate: signer.certificate }
  }
  const signer = await subscribers.get(plan.role, service)
  if (plan.counter === 'yes') {
    if (first === undefined) throw new Error(`${state}: nothing to countersign`)
    await counterSign(first, signer, { signingTime: times.countersigned })
    return { signature: first, certificate: signer.certificate }
  }
  const terms: SigningTerms = {
    signingTime: plan.role === 'expired' ? times.signedBeforeExpiry : times.signed,
    ...(plan.fault === 'value-altered' && { value: 'altered' as const }),
  }
  const signature = await signContent(content, signer, terms)
  const substituted = plan.fault === 'certificate-substituted'
  const certificate = substituted ? await substitute(pki, service, signer) : signer.certificate
  return { signature, certificate }
}

/** Another certificate of the same issuer, serial number and key, for someone else. */
export function substitute(
  pki: StatePki,
  service: ServicePki,
  genuine: Signer,
): Promise<Uint8Array> {
  const { state } = pki.plan
  const other = { ...subscriber(state, 'citizen'), subject: person(state, 'Other', 'Person', 9) }
  return enrolAgain(pki, service, other, genuine)
}

/** The name of whoever plays a role, by which index.json tells signatures apart. */
export function signerName(role: Role): string {
  return {
    citizen: 'Sample Citizen',
    company: 'Sample Company',
    revoked: 'Revoked Citizen',
    expired: 'Former Citizen',
  }[role]
}

function subscriber(state: string, role: Role): Subscriber {
  const [given = '', surname = ''] = signerName(role).split(' ')
  const validity = { from: times.from, to: times.to }
  switch (role) {
    case 'citizen':
      return { subject: person(state, given, surname, 1), use: 'signature', validity }
    case 'company':
      return { subject: legalPerson(state, signerName(role), 1), use: 'seal', validity }
    case 'revoked':
      return {
        subject: person(state, given, surname, 2),
        use: 'signature',
        validity,
        revoked: times.revoked,
      }
    case 'expired':
      return {
        subject: person(state, given, surname, 3),
        use: 'signature',
        validity: { from: times.expiredFrom, to: times.expiredTo },
      }
  }
}

/** What the parties of a state agree on; `1000` is what tampering changes. */
export function contractText(state: string): string {
  return [
    `FICTIONAL contract of the Euxine sample, signed in ${state}.`,
    'The parties agree on a price of 1000 fictional units.',
    'It is invented, like its parties, and binds nobody.',
    '',
  ].join('\n')
}
