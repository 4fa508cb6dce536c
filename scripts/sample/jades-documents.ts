import { contractText, type Subscribers, substitute, type WrittenDocument } from './documents.ts'
import { addText, type Files } from './files.ts'
import { base64Url, type JadesTerms, type Jws, sha256Url, signJades } from './jades.ts'
import { type JadesForm, type JadesStory, jadesStories } from './jades-stories.ts'
import { type StatePki, serviceOf } from './pki.ts'
import type { SignatureStory } from './story.ts'
import { times } from './times.ts'

/** Writes the documents of a state's stories in JAdES to test-vectors/<code>/. */
export async function writeJadesDocuments(
  files: Files,
  pki: StatePki,
  subscribers: Subscribers,
): Promise<readonly WrittenDocument[]> {
  const written: WrittenDocument[] = []
  for (const story of jadesStories.filter(({ state }) => state === pki.plan.state)) {
    const folder = `test-vectors/${pki.plan.code}`
    const path = `${folder}/${story.file}`
    const text = contractText(pki.plan.name)
    const changed = story.content === 'changed' ? text.replace('1000', '9000') : text
    const signatures = await makeSignatures(story, text, pki, subscribers)
    addText(files, path, serialised(story, signatures, payloadShown(story.form, changed)))
    const outside = isOutside(story.form) && story.content !== 'missing'
    const detached = outside ? detachedPath(folder, story) : null
    if (detached !== null) addText(files, detached, changed)
    written.push({ story, path, detached })
  }
  return written
}

/** The reference names contract.txt, whatever lies there. */
function detachedPath(folder: string, { content }: JadesStory): string {
  return `${folder}/${content === 'changed' ? 'changed/' : ''}contract.txt`
}

function isOutside(form: JadesForm): boolean {
  return ['detached', 'by-uri', 'by-uri-hash', 'by-uri-hash-unencoded'].includes(form)
}

/** What the document has for a payload. */
function payloadShown(form: JadesForm, text: string): string | null {
  if (isOutside(form)) return null
  return form === 'unencoded' ? text : base64Url(text)
}

/** What goes under the value in its place. */
function payloadSigned(form: JadesForm, text: string): string {
  if (form.startsWith('by-uri-hash')) return ''
  return form === 'unencoded' ? text : base64Url(text)
}

const mechanisms = 'http://uri.etsi.org/19182/'

/** The members of the protected header that the form asks for. */
function headerOf(form: JadesForm, text: string): Readonly<Record<string, unknown>> {
  const byDigest = (hashed: string) => ({
    sigD: {
      mId: `${mechanisms}ObjectIdByURIHash`,
      pars: ['contract.txt'],
      hashM: 'S256',
      hashV: [sha256Url(hashed)],
      ctys: ['text/plain'],
    },
  })
  switch (form) {
    case 'unencoded':
      return { cty: 'text/plain', b64: false, crit: ['b64'] }
    case 'by-uri': {
      const sigD = {
        mId: `${mechanisms}ObjectIdByURI`,
        pars: ['contract.txt'],
        ctys: ['text/plain'],
      }
      return { sigD, crit: ['sigD'] }
    }
    case 'by-uri-hash':
      return { ...byDigest(base64Url(text)), crit: ['sigD'] }
    case 'by-uri-hash-unencoded':
      return { ...byDigest(text), b64: false, crit: ['b64', 'sigD'] }
    default:
      return { cty: 'text/plain' }
  }
}

interface MadeSignature {
  readonly jws: Jws
  readonly counters: readonly Jws[]
}

async function makeSignatures(
  story: JadesStory,
  text: string,
  pki: StatePki,
  subscribers: Subscribers,
): Promise<readonly MadeSignature[]> {
  const made: MadeSignature[] = []
  for (const plan of story.signatures) {
    const terms = await termsOf(story, plan, pki, subscribers)
    if (plan.counter === 'yes') {
      const [first, ...others] = made
      if (first === undefined) throw new Error(`${story.state}: nothing to countersign`)
      // The value in base64url is its own encoding: what a detached payload of its octets becomes.
      const counter = await signJades(first.jws.signature, { ...terms, header: {} })
      made.splice(0, made.length, { jws: first.jws, counters: [counter] }, ...others)
      continue
    }
    const critical = story.critical === 'unknown' ? unknownExtension : {}
    const header = { ...headerOf(story.form, text), ...critical }
    const jws = await signJades(payloadSigned(story.form, text), { ...terms, header })
    made.push({ jws, counters: [] })
  }
  return made
}

const unknownExtension = { 'urn:example:euxine:unknown': 1, crit: ['urn:example:euxine:unknown'] }

async function termsOf(
  story: JadesStory,
  plan: SignatureStory,
  pki: StatePki,
  subscribers: Subscribers,
): Promise<Omit<JadesTerms, 'header'>> {
  const service = serviceOf(pki, plan.service)
  const signer = await subscribers.get(plan.role, service)
  return {
    signer,
    issuer: service.certificate,
    signingTime: signingTime(plan),
    time: story.time ?? 'iat',
    algorithm: story.algorithm ?? 'own',
    ...(plan.fault === 'value-altered' && { value: 'altered' as const }),
    ...(plan.fault === 'certificate-substituted' && {
      shownCertificate: await substitute(pki, service, signer),
    }),
  }
}

function signingTime({ role, counter }: SignatureStory): Date {
  if (counter === 'yes') return times.countersigned
  return role === 'expired' ? times.signedBeforeExpiry : times.signed
}

/** RFC 7515 §7.1 and §7.2. */
function serialised(
  story: JadesStory,
  signatures: readonly MadeSignature[],
  payload: string | null,
): string {
  const [first] = signatures
  if (first === undefined) throw new Error(`${story.file} has no signature`)
  if (story.form === 'compact') {
    return `${first.jws.protected}.${payload ?? ''}.${first.jws.signature}\n`
  }
  const parts = signatures.map(({ jws, counters }) => ({
    protected: jws.protected,
    ...(counters.length > 0 && { header: { etsiU: unsigned(story, counters) } }),
    signature: jws.signature,
  }))
  const body = story.form === 'general' ? { signatures: parts } : parts[0]
  return `${JSON.stringify({ ...(payload !== null && { payload }), ...body }, null, 2)}\n`
}

/** TS 119 182-1 §5.3.1 and §5.3.2: the counter-signatures with their payload detached. */
function unsigned(story: JadesStory, counters: readonly Jws[]): readonly unknown[] {
  const components = counters.map((one) => ({ cSig: `${one.protected}..${one.signature}` }))
  return story.unsigned === 'clear'
    ? components
    : components.map((one) => base64Url(JSON.stringify(one)))
}
