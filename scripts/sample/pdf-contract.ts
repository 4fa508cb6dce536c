import {
  type CrossReference,
  type Entries,
  newPdf,
  objectText,
  type PdfObjectPlan,
  type PdfText,
} from './pdf-writer.ts'

/** The numbers of the objects of the contract, by which later changes name them. */
export const contractObjects = {
  catalog: 1,
  pages: 2,
  page: 3,
  content: 4,
  form: 5,
  font: 6,
  field: 7,
  appearance: 8,
  information: 9,
  /** Drawn over the contract in documents that are prepared for it. */
  overlay: 10,
  /** Named by nothing, in documents that are prepared for it. */
  unused: 11,
  /** The same: a stream that holds the definition of an object. */
  waiting: 12,
  /** An empty signature field, where the contract has one. */
  secondSignature: 13,
  /** A button that shows nothing, and its appearance, in documents that are prepared for it. */
  button: 14,
  buttonAppearance: 15,
} as const

export interface ContractTerms {
  /** What the page says, by lines. */
  readonly text: string
  readonly form?: CrossReference
  /** A white box with harmless words hides the contract; or a second content stream waits unused; or a button without a face lies over it. */
  readonly prepared?: 'overlay' | 'unused' | 'button'
  /** A signature field without a value. */
  readonly secondSignature?: 'prepared'
}

/** A page with the contract, a form with one text field, and no signature yet. */
export function contractPdf(terms: ContractTerms): PdfText {
  const numbers = contractObjects
  const objects = new Map<number, PdfObjectPlan>([
    [numbers.catalog, { entries: { Type: '/Catalog', Pages: '2 0 R', AcroForm: '5 0 R' } }],
    [numbers.pages, { entries: { Type: '/Pages', Kids: '[3 0 R]', Count: '1' } }],
    [numbers.page, { entries: pageEntries(terms) }],
    [numbers.content, { entries: {}, data: pageContent(terms.text) }],
    [numbers.form, { entries: formEntries(terms) }],
    [numbers.font, { entries: { ...type('Font', 'Type1'), BaseFont: '/Helvetica' } }],
    [numbers.field, { entries: fieldEntries }],
    [numbers.appearance, fieldAppearance('')],
    [numbers.information, { entries: { Title: '(FICTIONAL contract)', Producer: '(Euxine)' } }],
  ])
  if (terms.prepared === 'overlay') objects.set(numbers.overlay, { entries: {}, data: overlay })
  if (terms.prepared === 'unused') {
    const data = pageContent(forged(terms.text))
    objects.set(numbers.unused, { entries: {}, data })
    objects.set(numbers.waiting, { entries: {}, data: waitingObject(data) })
  }
  if (terms.secondSignature) objects.set(numbers.secondSignature, { entries: emptySignature })
  if (terms.prepared === 'button') {
    objects.set(numbers.button, { entries: buttonEntries })
    objects.set(numbers.buttonAppearance, buttonAppearance(''))
  }
  const id = '<657578696e652066696374696f6e616c>'
  const trailer = { Root: '1 0 R', Info: '9 0 R', ID: `[${id} ${id}]` }
  return newPdf(objects, trailer, terms.form)
}

function type(name: string, subtype: string): Readonly<Record<string, string>> {
  return { Type: `/${name}`, Subtype: `/${subtype}` }
}

/** The fields of the form, which are the annotations of the page as well. */
function fieldsOf({ prepared, secondSignature }: ContractTerms): string {
  const { field, secondSignature: second, button } = contractObjects
  const numbers = [
    field,
    ...(secondSignature ? [second] : []),
    ...(prepared === 'button' ? [button] : []),
  ]
  return `[${numbers.map((number) => `${number} 0 R`).join(' ')}]`
}

function pageEntries(terms: ContractTerms): Record<string, string> {
  return {
    Type: '/Page',
    Parent: '2 0 R',
    MediaBox: '[0 0 420 200]',
    Resources: '<< /Font << /F1 6 0 R >> >>',
    Contents: terms.prepared === 'overlay' ? '[4 0 R 10 0 R]' : '4 0 R',
    Annots: fieldsOf(terms),
  }
}

function formEntries(terms: ContractTerms): Record<string, string> {
  return {
    Fields: fieldsOf(terms),
    DA: '(/F1 10 Tf 0 g)',
    DR: '<< /Font << /F1 6 0 R >> >>',
  }
}

/** A field that is its own annotation on the page: ISO 32000-2 §12.5.6.19. */
function widget(
  field: Entries,
  look: { readonly flags: string; readonly place: string; readonly appearance?: string },
): Entries {
  return {
    ...type('Annot', 'Widget'),
    ...field,
    F: look.flags,
    P: '3 0 R',
    Rect: look.place,
    ...(look.appearance !== undefined && { AP: `<< /N ${look.appearance} >>` }),
  }
}

const fieldEntries = widget(
  { FT: '/Tx', T: '(delivery)', V: '()', DA: '(/F1 10 Tf 0 g)' },
  { flags: '4', place: '[20 20 220 36]', appearance: '8 0 R' },
)

const emptySignature = widget(
  { FT: '/Sig', T: '(Signature2)' },
  { flags: '132', place: '[0 0 0 0]' },
)

const buttonEntries = widget(
  { FT: '/Btn', Ff: '65536', T: '(button)' },
  { flags: '4', place: '[14 130 414 190]', appearance: '15 0 R' },
)

/** The content stream of a page with these lines. */
export function pageContent(text: string): string {
  const lines = text.trimEnd().split('\n')
  return `BT /F1 10 Tf 14 TL 20 170 Td\n${lines.map((line) => `(${line}) '`).join('\n')}\nET`
}

/** What a field shows where it has this value. */
export function fieldAppearance(value: string): PdfObjectPlan {
  return appearance('[0 0 200 16]', `/Tx BMC q BT /F1 10 Tf 2 4 Td (${value}) Tj ET Q EMC`)
}

/** What a button over the contract shows. */
export function buttonAppearance(data: string): PdfObjectPlan {
  return appearance('[0 0 400 60]', data)
}

function appearance(box: string, data: string): PdfObjectPlan {
  const resources = '<< /Font << /F1 6 0 R >> >>'
  return { entries: { ...type('XObject', 'Form'), BBox: box, Resources: resources }, data }
}

const overlay = '1 g 0 100 420 100 re f 0 g BT /F1 10 Tf 20 150 Td (A letter of thanks.) Tj ET'

/** Behind this comment stands, in a stream, an object of the number of the page's content. */
export const waitingDefinition = '% waiting'

function waitingObject(data: string): string {
  return `${waitingDefinition}\n${objectText(contractObjects.content, { entries: {}, data })}`
}

/** What tampering makes of the contract. */
export function forged(text: string): string {
  return text.replace('1000', '9000')
}
