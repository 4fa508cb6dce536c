import { base64 } from './der.ts'
import { contractText, type Subscribers, substitute, type WrittenDocument } from './documents.ts'
import { addText, type Files } from './files.ts'
import { type ServicePki, type StatePki, serviceOf } from './pki.ts'
import type { StatePlan } from './state-plan.ts'
import type { SignatureStory } from './story.ts'
import { times } from './times.ts'
import { counterSignXades, type SignedData, signXades, type XadesTerms } from './xades.ts'
import { type XadesForm, type XadesStory, xadesStories } from './xades-stories.ts'
import { branch, leaf } from './xml.ts'
import { c14n, canonical, ds, enveloped, insertedLast } from './xml-signature.ts'

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
const vocabulary = 'urn:example:euxine:contract'

/** Writes the documents of a state's stories in XAdES to test-vectors/<code>/. */
export async function writeXadesDocuments(
  files: Files,
  pki: StatePki,
  subscribers: Subscribers,
): Promise<readonly WrittenDocument[]> {
  const written: WrittenDocument[] = []
  for (const story of xadesStories.filter(({ state }) => state === pki.plan.state)) {
    const folder = `test-vectors/${pki.plan.code}`
    const path = `${folder}/${story.file}`
    const document = await makeDocument(story, pki, subscribers)
    const changed = story.content === 'changed'
    const shown = changed && story.form !== 'detached' ? document.replace('1000', '9000') : document
    addText(files, path, shown)
    const detached = story.form === 'detached' ? detachedPath(folder, story) : null
    if (detached !== null) {
      const text = contractText(pki.plan.name)
      addText(files, detached, changed ? text.replace('1000', '9000') : text)
    }
    written.push({ story, path, detached })
  }
  return written
}

/** The reference names contract.txt, whatever lies there. */
function detachedPath(folder: string, { content }: XadesStory): string {
  return `${folder}/${content === 'changed' ? 'changed/' : ''}contract.txt`
}

async function makeDocument(
  story: XadesStory,
  pki: StatePki,
  subscribers: Subscribers,
): Promise<string> {
  const { plan } = pki
  let document = bare(story.form, plan)
  for (const [index, signature] of story.signatures.entries()) {
    const service = serviceOf(pki, signature.service)
    const terms = await termsOf(`signature-${index + 1}`, signature, { pki, service, subscribers })
    if (signature.counter === 'yes') {
      document = await counterSignXades(document, 'signature-1', terms)
      continue
    }
    const before = document
    const place = (element: string) =>
      before === '' ? `${declaration}${element}\n` : insertedLast(before, element)
    document = await signXades(
      {
        ...terms,
        ...signedBy(story.form, terms, before, plan),
        ...(story.claims && { claims: story.claims }),
      },
      place,
    )
  }
  return document
}

interface Signing {
  readonly pki: StatePki
  readonly service: ServicePki
  readonly subscribers: Subscribers
}

async function termsOf(
  id: string,
  plan: SignatureStory,
  { pki, service, subscribers }: Signing,
): Promise<Omit<XadesTerms, 'data'>> {
  const signer = await subscribers.get(plan.role, service)
  return {
    id,
    signer,
    issuer: service.certificate,
    signingTime: signingTime(plan),
    how: pki.plan.canonicalization,
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

/** The document before anybody signs; empty where the signature is the document. */
function bare(form: XadesForm, plan: StatePlan): string {
  switch (form) {
    case 'enveloped':
      return `${declaration}${contractXml(plan)}\n`
    case 'beside':
      return `${declaration}${branch('Bundle', [contractXml(plan)], `xmlns="urn:example:euxine:bundle"`)}\n`
    default:
      return ''
  }
}

/** What is signed, and where it stands. */
function signedBy(
  form: XadesForm,
  { id, how }: Pick<XadesTerms, 'id' | 'how'>,
  before: string,
  plan: StatePlan,
): Pick<XadesTerms, 'data' | 'objects'> {
  const { uri } = c14n[how]
  const text = Buffer.from(contractText(plan.name), 'utf8')
  const object = `${id}-contract`
  switch (form) {
    case 'enveloped': {
      const octets = () => canonical(before, null, how)
      return { data: [xml('URI=""', [enveloped, uri], octets)] }
    }
    case 'beside': {
      const octets = (document: string) => canonical(document, '//*[@Id="contract"]', how)
      return { data: [xml('URI="#contract"', [uri], octets)] }
    }
    case 'detached':
      return { data: [plain('URI="contract.txt"', [], text)] }
    case 'enveloping':
      return {
        data: [plain(objectUri(object), [`${ds}base64`], text)],
        objects: leaf('ds:Object', base64(text), `Id="${object}" Encoding="${ds}base64"`),
      }
    case 'enveloping-xml': {
      const octets = (document: string) => canonical(document, `//ds:Object[@Id="${object}"]`, how)
      return {
        data: [xml(objectUri(object), [uri], octets)],
        objects: `<ds:Object Id="${object}">${contractXml(plan)}</ds:Object>`,
      }
    }
  }
}

/** XMLDSig 1.1 §4.5: the type says that the reference is to an Object, not to what is in it. */
function objectUri(id: string): string {
  return `Type="${ds}Object" URI="#${id}"`
}

function xml(
  attributes: string,
  transforms: readonly string[],
  octets: SignedData['octets'],
): SignedData {
  return { attributes, transforms, mediaType: 'application/xml', octets }
}

function plain(attributes: string, transforms: readonly string[], text: Uint8Array): SignedData {
  return { attributes, transforms, mediaType: 'text/plain', octets: () => text }
}

/** With a comment, an attribute to be ordered, and text beyond ASCII: what canonicalisation is for. */
function contractXml({ name, ownName, state }: StatePlan): string {
  return branch(
    'Contract',
    [
      leaf('Notice', 'FICTIONAL contract of the Euxine sample; it binds nobody.'),
      '<!-- a comment is no part of what is signed -->',
      leaf('Signed', `in ${name} (${ownName})`, `state="${state}" in='${name}'`),
      leaf('Price', '1000', 'unit="fictional units"'),
    ],
    `xmlns="${vocabulary}" Id="contract"`,
  )
}
