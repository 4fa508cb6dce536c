import { describe, expect, it } from 'vitest'
import { changed, changesAfter, forbidden, type Plain, signedDocument } from './revisions.ts'

type Objects = { readonly [number: number]: Plain }

/** The signed document with a structure of two elements, the inner one with the page's content. */
const tagged = {
  ...signedDocument,
  objects: {
    ...signedDocument.objects,
    ...changed(1, { StructTreeRoot: '40 R' }),
    40: { Type: '/StructTreeRoot', K: '41 R', ParentTree: '42 R', ParentTreeNextKey: 1 },
    41: { Type: '/StructElem', S: '/Document', P: '40 R', K: ['44 R'] },
    42: { Nums: [0, '43 R'] },
    43: ['44 R'],
    44: { Type: '/StructElem', S: '/P', P: '41 R', Pg: '3 R', K: 0 },
  },
}

const signature = { Type: '/Sig', Contents: '(second)', ByteRange: [0, 1, 2, 3] }
const widget = { FT: '/Sig', T: '(New)', Subtype: '/Widget', V: '21 R', Rect: [0, 0, 0, 0] }
const element = {
  Type: '/StructElem',
  S: '/Form',
  P: '41 R',
  Pg: '3 R',
  K: { Type: '/OBJR', Obj: '20 R' },
}

/** What a signer of tagged documents writes. */
const signed: Objects = {
  ...changed(5, { Fields: ['6 R', '7 R', '14 R', '20 R'] }),
  ...changed(3, { Annots: ['6 R', '7 R', '11 R', '20 R'] }),
  20: { ...widget, StructParent: 1 },
  21: signature,
  40: { Type: '/StructTreeRoot', K: '41 R', ParentTree: '46 R', ParentTreeNextKey: 2 },
  41: { Type: '/StructElem', S: '/Document', P: '40 R', K: ['44 R', '45 R'] },
  45: element,
  46: { Nums: [0, '47 R', 1, '45 R'] },
  47: ['44 R'],
}

const changesOf = (objects: Objects, docMdp: 2 | 3 = 2) =>
  changesAfter([tagged, { objects }], { docMdp })

describe('the structure of a tagged document', () => {
  it('may have the field of a new signature', () => {
    const found = changesOf(signed)
    expect(found.outcome).toBe('permitted')
    expect(found.differences.map(({ kind }) => kind)).toEqual([
      'signature-field-added',
      'structure',
    ])
  })

  it('may have a new annotation where annotations are permitted', () => {
    const noted = {
      ...signed,
      ...changed(5, {}),
      20: { Subtype: '/Text', StructParent: 1 },
      21: '()',
    }
    const objects = { ...noted, 45: { ...element, S: '/Annot' } }
    expect(changesOf(objects, 3)).toMatchObject({ outcome: 'permitted', extent: 'annotations' })
    expect(forbidden(changesOf(objects, 2))).toEqual(['annotation', 'structure'])
  })

  it('may have it right below its root', () => {
    const root = { K: ['41 R', '45 R'], ParentTree: '46 R', ParentTreeNextKey: 2 }
    const objects = {
      ...signed,
      40: { Type: '/StructTreeRoot', ...root },
      41: tagged.objects[41],
      45: { ...element, P: '40 R' },
    }
    expect(changesOf(objects).outcome).toBe('permitted')
  })

  it('may have it with a map of no roles', () => {
    const root = { ...(signed[40] as object), RoleMap: {} }
    expect(changesOf({ ...signed, 40: root }).outcome).toBe('permitted')
  })

  it('may not have hundreds of new elements at once', () => {
    const outcome = (count: number) => {
      const numbers = Array.from({ length: count }, (_, index) => 100 + index)
      const notes = numbers.flatMap((number) => [
        [number, { Subtype: '/Text', StructParent: number }] as const,
        [
          number + 1000,
          { ...element, S: '/Annot', K: { Type: '/OBJR', Obj: `${number} R` } },
        ] as const,
      ])
      const elements = numbers.map((number) => `${number + 1000} R`)
      const objects = {
        ...changed(3, { Annots: ['6 R', '7 R', '11 R', ...numbers.map((one) => `${one} R`)] }),
        ...Object.fromEntries(notes),
        40: signed[40] as Plain,
        41: { ...(signed[41] as object), K: ['44 R', ...elements] },
        46: { Nums: [0, '43 R', ...numbers.flatMap((number) => [number, `${number + 1000} R`])] },
      }
      return changesOf(objects, 3).outcome
    }
    expect(outcome(100)).toBe('permitted')
    expect(outcome(101)).toBe('forbidden')
  })

  it('may have it in a branch of the parent tree that was not there', () => {
    const branches = { Kids: ['48 R', '49 R'] }
    const objects = {
      ...signed,
      46: branches,
      48: { Nums: [0, '43 R'], Limits: [0, 0] },
      49: { Nums: [1, '45 R'], Limits: [1, 1] },
    }
    expect(changesOf(objects).outcome).toBe('permitted')
  })

  it.each<[string, Objects]>([
    ['an element that is read aloud', { 45: { ...element, Alt: '(lies)' } }],
    ['an element of text', { 45: { ...element, S: '/P' } }],
    ['an element of content', { 45: { ...element, K: [{ Type: '/OBJR', Obj: '20 R' }, 1] } }],
    ['an element of what was there', { 45: { ...element, K: { Type: '/OBJR', Obj: '7 R' } } }],
    ['an element of another page', { 45: { ...element, Pg: '2 R' } }],
    ['an element without an annotation', { 45: { ...element, K: 1 } }],
    ['a widget that is somewhere else', { 20: { ...widget, StructParent: 0 } }],
    ['a new element in front', { 41: { ...(signed[41] as object), K: ['45 R', '44 R'] } }],
    ['a new element twice', { 41: { ...(signed[41] as object), K: ['44 R', '45 R', '45 R'] } }],
    ['an element removed', { 41: { ...(signed[41] as object), K: ['45 R'] } }],
    ['a new element that its parent has not', { 41: tagged.objects[41] }],
    ['another element as well', { 44: { ...tagged.objects[44], ActualText: '(lies)' } }],
    ['another type for what was there', { 41: { ...(signed[41] as object), S: '/Artifact' } }],
    ['other roles', { 40: { ...(signed[40] as object), RoleMap: { P: '/H1' } } }],
    ['a number that was given', { 40: { ...(signed[40] as object), ParentTreeNextKey: 0 } }],
    ['content of another element', { 47: ['41 R'] }],
    ['content of none', { 46: { Nums: [1, '45 R'] } }],
    ['a key that comes twice', { 46: { Nums: [0, '47 R', 0, '47 R', 1, '45 R'] } }],
    ['a tree with other entries', { 46: { Nums: [0, '47 R', 1, '45 R'], Subtype: '/Image' } }],
  ])('may not have %s', (_, objects) => {
    expect(changesOf({ ...signed, ...objects }, 3).outcome).toBe('forbidden')
  })

  it('may not have an element that is something else as well', () => {
    const catalog = changed(1, { StructTreeRoot: '40 R', Other: '50 R' })
    const objects = { ...tagged.objects, ...catalog, 50: { Resources: '41 R' } }
    const saves = [{ ...tagged, objects }, { objects: signed }]
    expect(changesAfter(saves, { docMdp: 2 }).outcome).toBe('forbidden')
  })
})
