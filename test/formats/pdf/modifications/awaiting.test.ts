import { describe, expect, it } from 'vitest'
import { changed, changesAfter, forbidden, type Plain, signedDocument } from './revisions.ts'

type Entries = { readonly [key: string]: Plain }

/** What is forbidden of a save that sets entries of the form, with another text field and note than usual. */
function setting(form: Entries, field: Entries, note: Entries = {}, docMdp: 1 | 2 = 1) {
  const objects = { ...signedDocument.objects, ...changed(7, field), ...changed(11, note) }
  const fonts = { 30: { Type: '/Font', Subtype: '/Type3' } }
  const save = { objects: { ...changed(5, form), ...fonts } }
  return forbidden(changesAfter([{ ...signedDocument, objects }, save], { docMdp }))
}

const look = { DA: '(/Fx 9 Tf)' }
const font = { DR: { Font: { Fx: '30 R' } } }
const other = { DR: { Font: { Fy: '30 R' } } }
const marks = { DR: { Font: { ZaDb: '30 R' } } }
const box = { FT: '/Btn', V: '/Yes', AS: '/Yes' }

describe('the appearance that a form gives its fields', () => {
  it.each<[string, Entries]>([
    ['have appearances', {}],
    ['have no value', { V: null, AP: null }],
    ['have an empty value', { V: '()', AP: null }],
    ['are off', { FT: '/Btn', V: '/Off', AP: null }],
    ['show a state of theirs', { ...box, AP: { N: { Yes: '12 R' } } }],
  ])('may be set where all %s', (_, field) => {
    expect(setting(look, field)).toEqual([])
    expect(setting({ Q: 1 }, field)).toEqual([])
  })

  it.each<[string, Entries]>([
    ['a text without appearance', { AP: null }],
    ['a text with none that is shown', { AP: { R: '12 R' } }],
    ['a text with one for states alone', { AP: { N: {} } }],
    ['a text that names none of its states', { AP: { N: { Yes: '12 R', No: '12 R' } } }],
    ['a box without appearance', { ...box, AP: null }],
    ['a push button that is off', { FT: '/Btn', Ff: 65536, V: null, AP: { N: {} } }],
    ['a box without appearance for its state', { ...box, AP: { N: { No: '12 R' } } }],
    ['a push button without appearance', { FT: '/Btn', Ff: 65536, V: null, AP: null }],
    ['a list without appearance', { FT: '/Ch', V: null, AP: null }],
    ['a field of no type without appearance', { FT: null, AP: null }],
  ])('may not be set where there is %s', (_, field) => {
    expect(setting(look, field)).toEqual(['form-structure'])
    expect(setting({ Q: 1 }, field)).toEqual(['form-structure'])
  })

  it.each<[string, string, string[]]>([
    ['black', '(/Helv 0 Tf 0 g )', []],
    ['black, of a size', '(0 g /Helv 9.5 Tf)', []],
    ['white', '(/Helv 9 Tf 1 g)', ['form-structure']],
    ['too small', '(/Helv 0.5 Tf 0 g)', ['form-structure']],
    ['anything else', '(/Helv 9 Tf 0 g 3 Tr)', ['form-structure']],
  ])('is %s where a text has none, which readers show in a box of theirs', (_, DA, expected) => {
    expect(setting({ DA }, {})).toEqual(expected)
    expect(setting({ DA }, { DA: '(/Helv 9 Tf 0 g)' })).toEqual([])
    expect(setting({ DA }, { V: null })).toEqual([])
  })

  it('may not be set where readers draw all fields anew', () => {
    const objects = { ...signedDocument.objects, ...changed(5, { NeedAppearances: true }) }
    const save = { objects: changed(5, { NeedAppearances: true, ...look }) }
    expect(forbidden(changesAfter([{ ...signedDocument, objects }, save]))).toEqual([
      'form-structure',
    ])
  })

  it('may not be set where a page has a text without appearance', () => {
    expect(setting(look, {}, { Subtype: '/FreeText' })).toEqual(['form-structure'])
    expect(setting(look, {}, { Subtype: '/FreeText', AP: { N: {} } })).toEqual(['form-structure'])
    expect(setting(look, {}, { Subtype: '/FreeText', AP: { N: '12 R' } })).toEqual([])
  })

  it('may not be set where a widget that no field leads to has none', () => {
    const orphan = { Subtype: '/Widget', Contents: null, FT: '/Tx', V: '(text)' }
    expect(setting(look, {}, orphan)).toEqual(['form-structure'])
    expect(setting(look, {}, { ...orphan, V: null })).toEqual([])
    expect(setting(look, {}, { ...orphan, V: null, Parent: '7 R' })).toEqual(['form-structure'])
  })
})

describe('a font of the form', () => {
  it('may not be added where a text without appearance waits for it', () => {
    expect(setting(font, {}, { Subtype: '/FreeText', ...look }, 2)).toEqual(['font'])
    expect(setting(font, {}, { Subtype: '/FreeText', DA: '(/F#78 9 Tf)' }, 2)).toEqual(['font'])
  })

  it('may be added by filling in where a text waits for another', () => {
    const text = { Subtype: '/FreeText', ...look }
    expect(setting(other, {}, text, 2)).toEqual([])
    expect(setting(other, {}, text, 1)).toEqual(['form-resources'])
    expect(setting(other, {}, {}, 1)).toEqual([])
  })

  it('may not be added for marks where a box waits to be drawn', () => {
    expect(setting(marks, { ...box, AP: null }, {}, 2)).toEqual(['font'])
    expect(setting(marks, box, {}, 2)).toEqual([])
  })
})
