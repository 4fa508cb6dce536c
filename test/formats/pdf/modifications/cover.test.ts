import { describe, expect, it } from 'vitest'
import { fields, look, newField, signature } from './later-fields.ts'
import {
  changed,
  changesAfter,
  forbidden,
  type Plain,
  type Save,
  signedDocument,
} from './revisions.ts'

type Entries = { readonly [key: string]: Plain }

/** What a signature in a new field is told as, by an uncertified signature before it; the page is 100 by 100. */
function told(field: Entries, page: Entries = {}) {
  const objects = { ...signedDocument.objects, ...changed(3, page) }
  const added = newField(field, signature)
  const annotations = ['6 R', '7 R', '11 R', '20 R']
  const save = {
    objects: { ...added, ...changed(3, { ...page, Annots: annotations }) },
  }
  const { differences } = changesAfter([{ ...signedDocument, objects }, save])
  return differences.map(({ kind, permitted }) => `${kind} ${permitted}`)
}

describe('the field of a later signature', () => {
  const small = ['signature-field-added true']
  const over = [...small, 'annotation-over-content true']
  const most = [...small, 'annotation-over-content false']

  it.each<[string, Entries, Entries, readonly string[]]>([
    ['an eighth of its page', { Rect: [50, 50, 75, 100] }, {}, small],
    ['more than that', { Rect: [50, 49, 75, 100] }, {}, over],
    ['half of its page', { Rect: [0, 50, 100, 100] }, {}, over],
    ['more than half', { Rect: [0, 49, 100, 100] }, {}, most],
    ['more than half, from another corner', { Rect: [100, 100, 0, 49] }, {}, most],
    ['what is shown of its page', { Rect: [40, 40, 60, 60] }, { CropBox: [40, 40, 60, 60] }, most],
    [
      'all of a page that lies in a wider frame',
      { Rect: [0, 0, 99, 99] },
      { CropBox: [0, 0, 999, 999] },
      most,
    ],
    [
      'a page that does not lie in its frame',
      { Rect: [50, 50, 75, 100] },
      { CropBox: [200, 0, 999, 999] },
      small,
    ],
    ['what nobody can tell', { Rect: [0, 0, 9] }, {}, most],
    ['no page of a size', { Rect: [50, 50, 60, 60] }, { MediaBox: [0, 0, 0, 0] }, most],
    ['the field of another', { Rect: [8, 8, 12, 12] }, {}, over],
  ])('may cover %s, as it is told', (_, field, page, expected) => {
    expect(told(field, page)).toEqual(expected)
  })

  it('may not cover most of a page together with others', () => {
    const widget = (Rect: Plain) => ({ Subtype: '/Widget', Parent: '20 R', Rect })
    const form = changed(5, { Fields: ['6 R', '7 R', '14 R', '20 R'] })
    const kids = ['22 R', '23 R']
    const objects = {
      ...form,
      ...changed(3, { Annots: ['6 R', '7 R', '11 R', ...kids] }),
      20: { FT: '/Sig', T: '(New)', V: '21 R', Kids: kids, Rect: [0, 0, 0, 0] },
      21: signature,
      22: widget([10, 10, 50, 90]),
      23: widget([50, 10, 90, 90]),
    }
    expect(forbidden(changesAfter([signedDocument, { objects }]))).toEqual([
      'annotation-over-content',
    ])
  })
})

/** Saves that add a field each, signed, on the page of that number. */
function signatures(...fields: readonly (readonly [page: number, rect: Plain])[]): Save[] {
  return fields.map(([number, Rect], index) => {
    const until = fields.slice(0, index + 1).map(([on], at) => ({ on, name: `${20 + at} R` }))
    const there = until.filter(({ on }) => on === number).map(({ name }) => name)
    const onPage =
      number === 3 ? changed(3, { Annots: ['6 R', '7 R', '11 R', ...there] }) : { 15: page(there) }
    const form = { Fields: ['6 R', '7 R', '14 R', ...until.map(({ name }) => name)] }
    const field = { FT: '/Sig', T: `(New${index})`, Subtype: '/Widget', V: signature, Rect }
    return { objects: { ...changed(5, form), ...onPage, [20 + index]: field } }
  })
}

function page(Annots: readonly Plain[] = []) {
  return { Type: '/Page', Parent: '2 R', Contents: '4 R', Annots }
}

describe('fields of several later signatures', () => {
  const half = [0, 51, 100, 100]
  const otherHalf = [0, 0, 100, 49]
  const pages = { ...changed(2, { Kids: ['3 R', '15 R'], Count: 2 }), 15: page() }
  const document = { ...signedDocument, objects: { ...signedDocument.objects, ...pages } }
  const against = (saves: readonly Save[], revision = 0) =>
    forbidden(changesAfter([document, ...saves], { revision }))

  it('may not cover most of a page together', () => {
    const saves = signatures([3, half], [3, otherHalf])
    expect(against(saves)).toEqual(['annotation-over-content'])
  })

  it('are counted from each signature on', () => {
    expect(against(signatures([3, half], [3, otherHalf]), 1)).toEqual([])
    const three = signatures([3, [0, 99, 1, 100]], [3, half], [3, otherHalf])
    expect(against(three, 1)).toEqual(['annotation-over-content'])
  })

  it('may stand on several pages', () => {
    expect(against(signatures([3, half], [15, otherHalf]))).toEqual([])
  })

  it('may stand in the same place', () => {
    const saves = signatures([3, half], [3, [0, 50, 90, 90]], [3, [10, 60, 100, 95]])
    expect(against(saves)).toEqual([])
  })

  it('are told to cover more than an eighth together', () => {
    const saves = signatures([3, [50, 50, 70, 100]], [3, [80, 50, 100, 100]])
    const kinds = changesAfter([document, ...saves]).differences.map(({ kind }) => kind)
    const small = 'signature-field-added'
    expect(kinds).toEqual([small, small, 'annotation-over-content'])
  })

  it('are added up where they are many', () => {
    const strips = Array.from({ length: 52 }, (_, at) => [3, [10, at, 30, at + 5]] as const)
    expect(against(signatures(...strips.slice(0, 50)))).toEqual([])
    expect(new Set(against(signatures(...strips)))).toEqual(new Set(['annotation-over-content']))
  })
})

describe('a field that was there before', () => {
  const laid = { FT: '/Sig', T: '(Sig2)', Subtype: '/Widget', P: '3 R' }
  const drawn = { AP: { N: '30 R' } }
  const told = (field: Entries, now: Entries, docMdp?: 2) => {
    const annotations = changed(3, { Annots: ['6 R', '7 R', '11 R', '14 R'] })
    const before = { ...laid, ...field }
    const objects = { ...signedDocument.objects, ...annotations, 14: before }
    const appearance = 'AP' in now ? { 30: look() } : {}
    const save = { objects: { 14: { ...before, V: '21 R', ...now }, 21: signature, ...appearance } }
    const saves = [{ ...signedDocument, objects }, save]
    const { differences } = changesAfter(saves, docMdp === undefined ? {} : { docMdp })
    return differences.map(({ kind, permitted }) => `${kind} ${permitted}`)
  }
  const whole = { Rect: [0, 0, 100, 100] }

  it('may be signed and cover all of its page, as it is told', () => {
    const expected = ['signature true', 'annotation-over-content true']
    expect(told(whole, drawn)).toEqual(expected)
    expect(told(whole, drawn, 2)).toEqual(expected)
  })

  it('may not cover most of its page where it was hidden', () => {
    const expected = ['signature true', 'annotation-over-content false']
    expect(told({ ...whole, F: 2 }, drawn)).toEqual(expected)
  })

  it.each<[string, Entries, Entries]>([
    ['is an eighth of its page', { Rect: [50, 50, 75, 100] }, drawn],
    ['looks like nothing', whole, {}],
    ['is hidden', { ...whole, F: 2 }, {}],
    ['is hidden, and small', { Rect: [50, 50, 75, 100], F: 2 }, drawn],
  ])('covers nothing where it %s', (_, field, now) => {
    expect(told(field, now)).toEqual(['signature true'])
  })
})

describe('a field that the page named before it was there', () => {
  it('may not cover most of the page', () => {
    const annotations = changed(3, { Annots: ['6 R', '7 R', '11 R', '20 R'] })
    const objects = { ...signedDocument.objects, ...annotations }
    const { 3: _, ...added }: Save['objects'] = newField({ Rect: [0, 0, 100, 60] }, signature)
    const found = changesAfter([{ ...signedDocument, objects }, { objects: added }])
    expect(forbidden(found)).toEqual(['annotation-over-content'])
  })
})

describe('a new field that is hidden', () => {
  const hidden = { F: 2, Rect: [20, 20, 29, 29] }
  const state = (entries: Entries) => {
    const objects = { ...newField({ ...hidden, ...entries }, signature), 30: look(), 31: empty }
    return forbidden(changesAfter([signedDocument, { objects }], { docMdp: 2 }))
  }
  const empty = { stream: { Subtype: '/Form', BBox: [0, 0, 0, 0] }, data: 'look' }

  it.each<[string, Entries]>([
    ['no appearance', {}],
    ['an appearance of no area', { AP: { N: '31 R' } }],
    ['no area of its own', { Rect: [0, 0, 0, 0], AP: { N: '30 R' } }],
    ['no characteristics', { MK: {} }],
  ])('is not seen with %s', (_, entries) => {
    expect(state(entries)).toEqual([])
  })

  it.each<[string, Entries]>([
    ['an appearance', { AP: { N: '30 R' } }],
    ['an appearance as it is pressed', { AP: { N: '31 R', D: '30 R' } }],
    ['a ground', { MK: { BG: [1] } }],
  ])('is seen as soon as an action shows it with %s', (_, entries) => {
    expect(state(entries)).toEqual(['signature-field-added'])
  })
})

describe('a new field that nobody has signed yet', () => {
  const added = (entries: Entries): Save => {
    const { 21: _, ...objects } = newField({ V: null, Rect: [20, 20, 40, 30], ...entries }, {})
    return { objects }
  }
  const told = (saves: readonly Save[], permissions = {}) =>
    changesAfter([signedDocument, ...saves], permissions).differences.map(
      ({ kind, permitted }) => `${kind} ${permitted}`,
    )

  it('may be put on a page where it shows nothing', () => {
    expect(told([added({})])).toEqual(['signature-field-added true'])
  })

  it('may be signed later, with an appearance', () => {
    const { 20: field } = added({ V: '21 R', AP: { N: '30 R' } }).objects
    const signed = { objects: { 20: field, 21: signature, 30: look() } }
    expect(told([added({}), signed])).toEqual(['signature-field-added true', 'signature true'])
  })

  it('may not look like something', () => {
    const { objects } = added({ AP: { N: '30 R' } })
    expect(told([{ objects: { ...objects, 30: look() } }])).toEqual(['signature-field-added false'])
  })

  it('may not have a ground', () => {
    expect(told([added({ MK: { BG: [1] } })])).toEqual(['signature-field-added false'])
  })

  it.each<[string, Entries, boolean]>([
    ['of the field', { Parent: '20 R' }, true],
    ['of its type', { Parent: '20 R', FT: '/Sig' }, true],
    ['of another field, whose value is shown', { Parent: '7 R' }, false],
    ['of another type', { Parent: '20 R', FT: '/Tx' }, false],
    ['of no type', { Parent: '20 R', FT: null }, false],
    ['with a value', { Parent: '20 R', V: '(shown)' }, false],
  ])('may have a widget %s or not', (_, entries, expected) => {
    const objects = {
      ...changed(5, { Fields: [...fields, '20 R'] }),
      ...changed(3, { Annots: ['6 R', '7 R', '11 R', '22 R'] }),
      20: { FT: '/Sig', T: '(New)', Kids: ['22 R'] },
      22: { Subtype: '/Widget', Rect: [20, 20, 40, 30], DA: '(/F1 9 Tf)', ...entries },
    }
    expect(changesAfter([signedDocument, { objects }]).outcome).toBe(
      expected ? 'permitted' : 'forbidden',
    )
  })

  it('may not be put over most of a page', () => {
    expect(told([added({ Rect: [0, 0, 100, 60] })])).toContain('annotation-over-content false')
  })

  it('may not be put on a page of a certified document', () => {
    expect(told([added({})], { docMdp: 2 })).toEqual(['signature-field-added false'])
  })
})
