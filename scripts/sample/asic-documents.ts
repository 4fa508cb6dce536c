import type { AsicStory } from './asic-stories.ts'
import { asicStories } from './asic-stories.ts'
import { signContent, signedData } from './cms.ts'
import { contractText, type Subscribers, type WrittenDocument } from './documents.ts'
import type { Files } from './files.ts'
import { digest } from './keys.ts'
import { type StatePki, serviceOf } from './pki.ts'
import type { SignatureStory } from './story.ts'
import { times } from './times.ts'
import { type SignedData, signXades } from './xades.ts'
import { digestOf, ds } from './xml-signature.ts'
import { type ZipFile, zipOf } from './zip.ts'

const asic = 'http://uri.etsi.org/02918/v1.2.1#'
const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'

/** Writes the containers of a state's stories to test-vectors/<code>/. */
export async function writeAsicDocuments(
  files: Files,
  pki: StatePki,
  subscribers: Subscribers,
): Promise<readonly WrittenDocument[]> {
  const written: WrittenDocument[] = []
  for (const story of asicStories.filter(({ state }) => state === pki.plan.state)) {
    const path = `test-vectors/${pki.plan.code}/${story.file}`
    files.set(path, zipOf(await filesOf(story, pki, subscribers)))
    written.push({ story, path, detached: null })
  }
  return written
}

const text = (name: string, content: string): ZipFile => ({
  name,
  content: Buffer.from(content, 'utf8'),
  method: name === 'mimetype' ? 'stored' : 'deflated',
})

async function filesOf(
  story: AsicStory,
  pki: StatePki,
  subscribers: Subscribers,
): Promise<readonly ZipFile[]> {
  const own = dataOf(story, contractText(pki.plan.name))
  const signatures: ZipFile[] = []
  for (const [index, plan] of story.signatures.entries()) {
    const over = story.each === undefined ? own : own.slice(index, index + 1)
    const signing = { story, plan, number: index + 1, pki, subscribers }
    const made = story.form.endsWith('CAdES') ? cadesFiles : xadesFiles
    signatures.push(...(await made(over, signing)))
  }
  const added = story.added === undefined ? [] : [text(story.added, 'Nobody signed this.\n')]
  return [...shown(story, own), ...added, ...signatures]
}

/** What is signed: in OpenDocument every file, the media type among them. */
function dataOf({ form, each }: AsicStory, contract: string): readonly ZipFile[] {
  if (form !== 'OpenDocument') {
    const second = each === undefined ? [] : [text('annexes/annex 1.txt', 'Twelve crates.\n')]
    return [text('contract.txt', contract), ...second]
  }
  const office = 'urn:oasis:names:tc:opendocument:xmlns:office:1.0'
  const words = 'urn:oasis:names:tc:opendocument:xmlns:text:1.0'
  const manifest = 'urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'
  const entries = [
    ['/', openDocumentType],
    ['content.xml', 'text/xml'],
  ].map(
    ([path, type]) =>
      `<manifest:file-entry manifest:full-path="${path}" manifest:media-type="${type}"/>`,
  )
  return [
    text('mimetype', openDocumentType),
    text(
      'content.xml',
      `${declaration}<office:document-content xmlns:office="${office}" xmlns:text="${words}" office:version="1.2"><office:body><office:text><text:p>${contract}</text:p></office:text></office:body></office:document-content>\n`,
    ),
    text(
      'META-INF/manifest.xml',
      `${declaration}<manifest:manifest xmlns:manifest="${manifest}" manifest:version="1.2">${entries.join('')}</manifest:manifest>\n`,
    ),
  ]
}

const openDocumentType = 'application/vnd.oasis.opendocument.text'

/** What is in the container in the end, behind its media type. */
function shown({ form, content }: AsicStory, own: readonly ZipFile[]): readonly ZipFile[] {
  const data = own.map((file): ZipFile => {
    if (content !== 'changed' || file.name === 'mimetype') return file
    return text(file.name, Buffer.from(file.content).toString('utf8').replace('1000', '9000'))
  })
  const kept = content === 'missing' ? [] : data
  if (form === 'OpenDocument') return kept
  const type = form.startsWith('ASiC-S') ? 'asic-s' : 'asic-e'
  return [text('mimetype', `application/vnd.etsi.${type}+zip`), ...kept]
}

interface Signing {
  readonly story: AsicStory
  readonly plan: SignatureStory
  readonly number: number
  readonly pki: StatePki
  readonly subscribers: Subscribers
}

function signingTime({ role }: SignatureStory): Date {
  return role === 'expired' ? times.signedBeforeExpiry : times.signed
}

/** In ASiC-S over the data object itself, in ASiC-E over a manifest (EN 319 162-1 §4.3.3.2, §4.4.4.2). */
async function cadesFiles(
  over: readonly ZipFile[],
  { story, plan, number, pki, subscribers }: Signing,
): Promise<readonly ZipFile[]> {
  const service = serviceOf(pki, plan.service)
  const signer = await subscribers.get(plan.role, service)
  const simple = story.form.startsWith('ASiC-S')
  const name = simple ? 'META-INF/signature.p7s' : `META-INF/signature00${number}.p7s`
  const manifest = text(`META-INF/ASiCManifest00${number}.xml`, await manifestOf(name, over))
  const signed = simple ? over[0] : manifest
  if (signed === undefined) throw new Error(`${story.file} signs nothing`)
  const info = await signContent(signed.content, signer, {
    signingTime: signingTime(plan),
    ...(plan.fault === 'value-altered' && { value: 'altered' as const }),
  })
  const content = signedData(null, [info], [signer.certificate, service.certificate])
  const signature: ZipFile = { name, content, method: 'deflated' }
  return simple ? [signature] : [manifest, signature]
}

/** EN 319 162-1 annex A.4. */
async function manifestOf(signature: string, over: readonly ZipFile[]): Promise<string> {
  const references: string[] = []
  for (const { name, content } of over) {
    const value = digestOf('SHA-256', await digest('SHA-256', content))
    references.push(
      `<asic:DataObjectReference MimeType="text/plain" URI="${encodeURI(name)}">${value}</asic:DataObjectReference>`,
    )
  }
  return `${declaration}<asic:ASiCManifest xmlns:asic="${asic}" xmlns:ds="${ds}"><asic:SigReference MimeType="application/pkcs7-signature" URI="${signature}"/>${references.join('')}</asic:ASiCManifest>\n`
}

async function xadesFiles(
  over: readonly ZipFile[],
  { story, plan, number, pki, subscribers }: Signing,
): Promise<readonly ZipFile[]> {
  const service = serviceOf(pki, plan.service)
  const signer = await subscribers.get(plan.role, service)
  const document = await signXades(
    {
      id: `signature-${number}`,
      signer,
      issuer: service.certificate,
      signingTime: signingTime(plan),
      how: pki.plan.canonicalization,
      data: over.map(({ name, content }): SignedData => {
        const mediaType = name.endsWith('.xml') ? 'text/xml' : 'text/plain'
        return {
          attributes: `URI="${encodeURI(name)}"`,
          transforms: [],
          mediaType,
          octets: () => content,
        }
      }),
      ...(plan.fault === 'value-altered' && { value: 'altered' as const }),
    },
    rootOf(story),
  )
  return [text(signatureFile(story, number), document)]
}

function signatureFile({ form }: AsicStory, number: number): string {
  if (form === 'OpenDocument') return 'META-INF/documentsignatures.xml'
  return form.startsWith('ASiC-S')
    ? 'META-INF/signatures.xml'
    : `META-INF/signatures00${number}.xml`
}

/** EN 319 162-1 annex A.3; OpenDocument 1.2 part 3 §5.2. */
function rootOf({ form }: AsicStory): (signature: string) => string {
  const [name, attributes] =
    form === 'OpenDocument'
      ? [
          'document-signatures',
          'xmlns="urn:oasis:names:tc:opendocument:xmlns:digitalsignature:1.0"',
        ]
      : ['asic:XAdESSignatures', `xmlns:asic="${asic}"`]
  return (signature) => `${declaration}<${name} ${attributes}>${signature}</${name}>\n`
}
