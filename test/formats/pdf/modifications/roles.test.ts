import { describe, expect, it } from 'vitest'
import { changed, changesAfter, type Plain, signedDocument } from './revisions.ts'

function outcomeAfter(
  before: { readonly [number: number]: Plain },
  objects: { readonly [number: number]: Plain | undefined },
) {
  const signed = { ...signedDocument, objects: { ...signedDocument.objects, ...before } }
  return changesAfter([signed, { objects }], { docMdp: 3 }).outcome
}

const popUp = { Type: '/Annot', Subtype: '/Popup', Parent: '11 R' }
const filled = changed(7, { V: '(new)' })

describe('an object that a rule permits to change', () => {
  it.each([
    ['resources of a page', changed(3, { Resources: { XObject: '7 R' } })],
    ['a resource with the name of a role', changed(3, { Resources: { ExtGState: { P: '7 R' } } })],
    [
      'such a resource in a dictionary of its own',
      { ...changed(3, { Resources: { ExtGState: '20 R' } }), 20: { P: '7 R' } },
    ],
    ['a font below another', { ...changed(10, { DescendantFonts: '20 R' }), 20: ['7 R'] }],
  ])('may be nothing else, such as %s', (_, before) => {
    expect(outcomeAfter(before, filled)).toBe('forbidden')
  })

  it('may be nothing else either where what it leads to changed in its place', () => {
    const look = { stream: { Subtype: '/Form' }, data: 'other' }
    const twofold = changed(3, { Resources: { XObject: '11 R' } })
    const note = { ...changed(11, { AP: { N: '20 R' } }), 20: { ...look, data: 'look' } }
    expect(outcomeAfter({ ...note }, { 20: look })).toBe('permitted')
    expect(outcomeAfter({ ...note, ...twofold }, { 20: look })).toBe('forbidden')
  })

  it.each([
    ['a page', changed(3, { Parent: '11 R' })],
    ['a page that calls itself a pop-up', changed(3, { Parent: '11 R', Subtype: '/Popup' })],
    ['a widget', changed(6, { Parent: '11 R' })],
    [
      'a widget on the page alone',
      changed(3, { Annots: ['6 R', '7 R', '11 R', { Subtype: '/Widget', Parent: '11 R' }] }),
    ],
    [
      'a page below its pop-up',
      { ...changed(3, { Annots: ['11 R', '20 R'], Parent: '20 R' }), 20: popUp },
    ],
    [
      'a pop-up with fields below it',
      { ...changed(3, { Annots: ['11 R', '20 R'] }), 20: { ...popUp, Kids: ['6 R'] } },
    ],
  ])('is no note that %s inherits from', (_, before) => {
    expect(outcomeAfter(before, changed(11, { Contents: '(other note)' }))).toBe('forbidden')
  })

  it('is no field that another one inherits from which is none of its kids', () => {
    const below = { FT: '/Tx', T: '(Other)', Subtype: '/Widget', Parent: '7 R' }
    const before = { ...changed(5, { Fields: ['6 R', '7 R', '14 R', '20 R'] }), 20: below }
    expect(outcomeAfter(before, filled)).toBe('forbidden')
    const between = { ...changed(7, { Kids: ['21 R'] }), 21: { Subtype: '/Widget', Parent: '7 R' } }
    const further = { ...before, ...between, 20: { ...below, Parent: '21 R' } }
    expect(outcomeAfter(further, changed(7, { Kids: ['21 R'], V: '(new)' }))).toBe('forbidden')
  })

  it('may be a field that its kids inherit from', () => {
    const widgets = {
      ...changed(3, { Annots: ['20 R'] }),
      20: { Subtype: '/Widget', Parent: '7 R' },
    }
    const field = { FT: '/Tx', T: '(Name)', Kids: ['20 R'] }
    const before = { ...widgets, 7: { ...field, V: '(old)' } }
    expect(outcomeAfter(before, { 7: { ...field, V: '(new)' } })).toBe('permitted')
  })

  it('may be a note with a pop-up of its own', () => {
    const before = { ...changed(3, { Annots: ['11 R', '20 R', popUp] }), 20: popUp }
    expect(outcomeAfter(before, changed(11, { Contents: '(other note)' }))).toBe('permitted')
  })

  it.each([
    ['the structure', { ...changed(1, { StructTreeRoot: '20 R' }), 20: { K: [{ Obj: '7 R' }] } }],
    ['the order of calculation', changed(5, { CO: ['7 R'] })],
    ['an action', changed(11, { A: { S: '/Hide', T: ['7 R'] } })],
  ])('may be named by %s', (_, before) => {
    expect(outcomeAfter(before, filled)).toBe('permitted')
  })
})
