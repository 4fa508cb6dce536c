import { contractObjects, forged, pageContent } from './pdf-contract.ts'
import {
  altered,
  appended,
  type Changes,
  type CrossReference,
  dictionaryText,
  objectOf,
  objectText,
  type PdfText,
  saved,
} from './pdf-writer.ts'
import { type ZipFile, zipOf } from './zip.ts'

/** Incremental saving: something is written behind the signed file that changes what it shows. */
export const laterSaves: Readonly<Record<string, (honest: PdfText) => string>> = {
  'page-content-replaced': (honest) => saved(honest, newContent(honest)).text,
  'page-content-replaced-by-stream': (honest) => byForm(honest, 'stream'),
  'page-content-replaced-by-hybrid': (honest) => byForm(honest, 'hybrid'),
  'body-only': (honest) => honest.text + newObject(honest),
  'body-and-end': (honest) => `${honest.text + newObject(honest)}%%EOF\n`,
  'without-cross-reference': withoutCrossReference,
  'without-trailer': withoutTrailer,
  'trailing-text': (honest) => `${honest.text}% The price is 9000.\n`,
  'trailing-nulls': (honest) => honest.text + '\0'.repeat(64),
  'zip-behind': (honest) => honest.text + archive(),
  'page-replaced': (honest) => saved(honest, otherPage(honest)).text,
  'page-added': (honest) => saved(honest, onePageMore(honest)).text,
  'page-rotated': (honest) => withEntries(honest, 'page', { Rotate: '180' }),
  'page-cropped': (honest) => withEntries(honest, 'page', { CropBox: '[0 0 420 120]' }),
  'open-action-added': (honest) => withEntries(honest, 'catalog', { OpenAction: script }),
  'form-removed': (honest) => withEntries(honest, 'catalog', { AcroForm: 'null' }),
  'catalog-replaced': catalogReplaced,
  'signature-dictionary-changed': signatureChanged,
}

const script = "<< /S /JavaScript /JS (this.getField\\('delivery'\\).value = 'never';) >>"

export function newContent(pdf: PdfText): Changes {
  const { content } = contractObjects
  const { data = '' } = objectOf(pdf, content)
  return new Map([[content, { entries: {}, data: forged(data) }]])
}

function newObject(pdf: PdfText): string {
  const [change] = [...newContent(pdf)]
  if (change?.[1] == null) throw new Error('no content to replace')
  return objectText(change[0], change[1])
}

function byForm(honest: PdfText, form: CrossReference): string {
  return saved(honest, newContent(honest), form).text
}

/** The trailer points to the cross-references of the signed file. */
function withoutCrossReference(honest: PdfText): string {
  const { trailer, size, startxref } = honest
  const dictionary = dictionaryText({ Size: String(size), ...trailer })
  return `${honest.text}${newObject(honest)}trailer\n${dictionary}\nstartxref\n${startxref}\n%%EOF\n`
}

function withoutTrailer(honest: PdfText): string {
  const { text } = saved(honest, newContent(honest))
  const start = text.lastIndexOf('trailer')
  return text.slice(0, start) + text.slice(text.indexOf('startxref', start))
}

function archive(): string {
  const file: ZipFile = { name: 'a.txt', content: Buffer.from('9000'), method: 'stored' }
  return Buffer.from(zipOf([file])).toString('latin1')
}

function withEntries(
  honest: PdfText,
  which: keyof typeof contractObjects,
  entries: Readonly<Record<string, string>>,
): string {
  const number = contractObjects[which]
  return saved(honest, new Map([[number, altered(honest, number, entries)]])).text
}

function otherPage(honest: PdfText): Changes {
  const { pages, page } = contractObjects
  const number = honest.size
  const content = pageContent('The parties agree on a price of 9000 fictional units.')
  return new Map([
    [pages, altered(honest, pages, { Kids: `[${number} 0 R]` })],
    [number, altered(honest, page, { Contents: `${number + 1} 0 R`, Annots: '[]' })],
    [number + 1, { entries: {}, data: content }],
  ])
}

function onePageMore(honest: PdfText): Changes {
  const { pages, page } = contractObjects
  const number = honest.size
  const kids = { ...appended(honest, pages, 'Kids', `${number} 0 R`), Count: '2' }
  return new Map([
    [pages, altered(honest, pages, kids)],
    [number, altered(honest, page, { Contents: `${number + 1} 0 R`, Annots: '[]' })],
    [number + 1, { entries: {}, data: pageContent('The price is in millions.') }],
  ])
}

/** Another catalog, with pages of its own and the same form. */
function catalogReplaced(honest: PdfText): string {
  const number = honest.size
  const changes = new Map([
    [number, altered(honest, contractObjects.catalog, { Pages: `${number + 1} 0 R` })],
    [number + 1, altered(honest, contractObjects.pages, { Kids: `[${number + 2} 0 R]` })],
    [number + 2, altered(honest, contractObjects.page, { Contents: `${number + 3} 0 R` })],
    [number + 3, { entries: {}, data: pageContent('The price is 9000.') }],
  ])
  return saved(honest, changes, 'table', { Root: `${number} 0 R` }).text
}

/** The signature dictionary is defined anew, with the same value and another reason. */
function signatureChanged(honest: PdfText): string {
  const number = signatureNumber(honest)
  const [, contents = ''] = /\/Contents (<[^>]*>)/.exec(honest.text) ?? []
  const [, range = ''] = /\/ByteRange (\[[^\]]*\])/.exec(honest.text) ?? []
  const entries = { Reason: '(I was there)', ByteRange: range, Contents: contents }
  return saved(honest, new Map([[number, altered(honest, number, entries)]])).text
}

/** The object that holds the first signature's value. */
export function signatureNumber({ objects }: PdfText): number {
  for (const [number, { entries }] of objects) if (entries['Type'] === '/Sig') return number
  throw new Error('the PDF is not signed')
}
