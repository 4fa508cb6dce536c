import { type Authority, issue, type Profile, selfSigned, type Validity } from './certificate.ts'
import { factsOf } from './certificate-facts.ts'
import type { Signer, UncomputableSigner } from './cms.ts'
import { generateKey, type KeyPlan, publicKeyInfo } from './keys.ts'
import { authority, distinguishedName, fictional } from './names.ts'
import { inventedPublicKey, type NationalAlgorithm } from './national-keys.ts'
import type { QcPlan } from './qc-statements.ts'
import type { LawPlan, ServicePlan, StatePlan } from './state-plan.ts'
import { times } from './times.ts'

/** A certification service with its certificate; only one with a key of ours can issue. */
export interface ServicePki {
  readonly plan: ServicePlan
  readonly name: string
  readonly certificate: Uint8Array
  readonly authority: Authority | null
}

export interface StatePki {
  readonly plan: StatePlan
  readonly root: Authority
  readonly services: readonly ServicePki[]
  readonly listSigner: Signer | null
  /** A root that stands in a bundle and is no anchor, where the state's list is one. */
  readonly testAuthority: Uint8Array | null
}

export interface Subscriber {
  readonly subject: string
  readonly use: 'signature' | 'seal'
  readonly validity: Validity
  readonly revoked?: Date
}

const authorityValidity = { from: times.authorityFrom, to: times.authorityTo }

export async function buildState(plan: StatePlan): Promise<StatePki> {
  const root = await rootAuthority(plan)
  const services: ServicePki[] = []
  for (const service of plan.services) services.push(await buildService(plan, service, root))
  return {
    plan,
    root,
    services,
    listSigner: plan.listSigner && (await listSigner(plan.state, operator(plan), plan.listSigner)),
    testAuthority: plan.manifest === 'bundle' ? await testAuthority(plan) : null,
  }
}

/** What the scheme operator is called; its certificate has it as organisation (TS 119 612 §5.7.1). */
export function operator(plan: StatePlan): string {
  return fictional(`${plan.name} Sample Supervisory Body`)
}

export async function listSigner(
  country: string,
  organisation: string,
  plan: KeyPlan,
): Promise<Signer> {
  const key = await generateKey(plan)
  const subject = distinguishedName([
    ['C', country],
    ['O', organisation],
    ['CN', fictional('Trust List Signer 1')],
  ])
  const profile: Profile = { subject, serial: '01', validity: authorityValidity, use: 'trust-list' }
  return { key, certificate: await selfSigned(profile, key) }
}

/** Who signs the lists of a state that signs them. */
export function listSignerOf({ plan, listSigner }: StatePki): Signer {
  if (listSigner === null) throw new Error(`the lists of ${plan.state} are not signed`)
  return listSigner
}

export function serviceOf(pki: StatePki, id: string): ServicePki {
  const service = pki.services.find((candidate) => candidate.plan.id === id)
  if (service === undefined) throw new Error(`${pki.plan.state} has no service ${id}`)
  return service
}

/** A new key and a certificate for it. */
export async function enrol(
  pki: StatePki,
  service: ServicePki,
  subscriber: Subscriber,
): Promise<Signer> {
  const key = await generateKey(service.plan.subscribers)
  return { key, certificate: await certify(pki, service, subscriber, await publicKeyInfo(key)) }
}

/** Another certificate under the serial number and key of one before: only their digests differ. */
export async function enrolAgain(
  pki: StatePki,
  service: ServicePki,
  subscriber: Subscriber,
  before: Signer,
): Promise<Uint8Array> {
  const { serial } = factsOf(before.certificate)
  return certify(pki, service, subscriber, await publicKeyInfo(before.key), serial)
}

/** A certificate for an invented key of a national algorithm, issued by a service that can. */
export async function enrolNational(
  pki: StatePki,
  service: ServicePki,
  subscriber: Subscriber,
  algorithm: NationalAlgorithm,
): Promise<UncomputableSigner> {
  const spki = inventedPublicKey(algorithm)
  return { certificate: await certify(pki, service, subscriber, spki), algorithm }
}

async function certify(
  pki: StatePki,
  service: ServicePki,
  subscriber: Subscriber,
  spki: Uint8Array,
  serialBefore?: string,
): Promise<Uint8Array> {
  const issuer = service.authority
  if (issuer === null) throw new Error(`${service.name} has no key to issue with`)
  const { law } = pki.plan
  const serial = serialBefore ?? nextSerial(issuer)
  if (subscriber.revoked) issuer.register.revoked.push({ serial, at: subscriber.revoked })
  const profile: Profile = {
    subject: subscriber.subject,
    serial,
    validity: subscriber.validity,
    use: 'signature',
    policies: [subscriber.use === 'seal' ? law.sealPolicy : law.signaturePolicy],
    ...qualified(law, subscriber.use),
  }
  return issue(profile, spki, issuer)
}

function qualified(law: LawPlan, use: Subscriber['use']): { qc?: QcPlan } {
  const national = law.nationalStatements ?? []
  if (law.statements === 'national') {
    return national.length > 0 ? { qc: { compliance: 'no', qscd: 'no', national } } : {}
  }
  return {
    qc: {
      compliance: 'yes',
      qscd: 'yes',
      type: use === 'seal' ? 'eSeal' : 'eSign',
      ...(law.legislation && { legislation: law.legislation }),
      national,
    },
  }
}

async function rootAuthority(plan: StatePlan): Promise<Authority> {
  const key = await generateKey(plan.root)
  const name = authority(plan.state, `${plan.name} Sample Root`)
  const profile = authorityProfile(name, '01')
  return {
    name,
    key,
    certificate: await selfSigned(profile, key),
    crlUri: crlUri(plan, 'root'),
    register: { issued: 0, revoked: [] },
  }
}

/** Real bundles have test roots beside live ones. */
async function testAuthority(plan: StatePlan): Promise<Uint8Array> {
  const name = authority(plan.state, `${plan.name} TEST Root`)
  return selfSigned(authorityProfile(name, '01'), await generateKey('P-256/SHA-256'))
}

async function buildService(
  plan: StatePlan,
  service: ServicePlan,
  root: Authority,
): Promise<ServicePki> {
  const name = authority(plan.state, service.name)
  const profile = authorityProfile(name, nextSerial(root))
  if (typeof service.key !== 'string') {
    const certificate = await issue(profile, inventedPublicKey(service.key), root)
    return { plan: service, name, certificate, authority: null }
  }
  const key = await generateKey(service.key)
  const certificate = await issue(profile, await publicKeyInfo(key), root)
  const register = { issued: 0, revoked: [] }
  const own = { name, key, certificate, crlUri: crlUri(plan, service.id), register }
  return { plan: service, name, certificate, authority: own }
}

function authorityProfile(subject: string, serial: string): Profile {
  return {
    subject,
    serial,
    validity: authorityValidity,
    use: 'certification-authority',
    policies: ['2.5.29.32.0'],
  }
}

/** Addresses under .example are nobody's (RFC 2606 §3); the CRLs lie in evidence/. */
function crlUri(plan: StatePlan, id: string): string {
  return `http://crl.${plan.state.toLowerCase()}.euxine.example/${id}.crl`
}

/** Serial numbers count up from a fixed first octet, which keeps them positive and of one length. */
function nextSerial(issuer: Authority): string {
  issuer.register.issued += 1
  return `4a${issuer.register.issued.toString(16).padStart(14, '0')}`
}
