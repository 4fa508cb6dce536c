import { describe, expect, it } from 'vitest'
import { changed, changesAfter, forbidden, signedDocument } from './revisions.ts'

describe('annotations', () => {
  const note = { Subtype: '/Text', Contents: '(new)' }
  const added = (annotation: object) => ({
    objects: { ...changed(3, { Annots: ['6 R', '7 R', '11 R', '30 R'] }), 30: { ...annotation } },
  })

  it('are permitted by a certification with P of 3 alone', () => {
    expect(changesAfter([signedDocument, added(note)], { docMdp: 3 })).toMatchObject({
      outcome: 'permitted',
      extent: 'annotations',
    })
    expect(forbidden(changesAfter([signedDocument, added(note)], { docMdp: 2 }))).toEqual([
      'annotation',
    ])
    expect(forbidden(changesAfter([signedDocument, added(note)]))).toEqual(['annotation'])
  })

  it('are told apart where they cover what is on the page', () => {
    const { differences } = changesAfter([signedDocument, added({ Subtype: '/FreeText' })], {
      docMdp: 3,
    })
    expect(differences.map(({ kind }) => kind)).toEqual(['annotation-over-content'])
  })

  it.each([
    ['a link', 'annotation', { Subtype: '/Link', Rect: [0, 0, 99, 99] }],
    ['the icon of a note', 'annotation', { ...note, Rect: [10, 60, 30, 40], AP: { N: '12 R' } }],
    ['a note', 'annotation-over-content', { ...note, Rect: [0, 0, 99, 99], AP: { N: '12 R' } }],
    ['a link that is drawn', 'annotation-over-content', { Subtype: '/Link', AP: { N: '12 R' } }],
  ])('are told as what they cover: %s', (_, kind, annotation) => {
    const { differences } = changesAfter([signedDocument, added(annotation)], { docMdp: 3 })
    expect(differences.map((one) => one.kind)).toEqual([kind])
  })

  it.each([
    ['additional-actions', { ...note, A: { S: '/JavaScript' } }],
    ['additional-actions', { ...note, A: { S: '/URI', Next: { S: '/JavaScript' } } }],
    ['additional-actions', { ...note, A: { S: '/URI', Next: [{ S: '/GoTo' }, { S: '/Launch' }] } }],
    ['additional-actions', { ...note, A: ['(no action)'] }],
    ['embedded-files', { ...note, AF: ['4 R'] }],
    ['embedded-files', { Subtype: '/FileAttachment' }],
    ['embedded-files', { Subtype: '/Projection' }],
    ['embedded-files', { ...note, RichMediaContent: { Assets: '4 R' } }],
    ['embedded-files', { ...note, Sound: '4 R' }],
    ['page-content', { Subtype: '/Watermark' }],
    ['page-content', { Subtype: '/TrapNet' }],
    ['annotation', { Subtype: '/Widget' }],
    ['annotation', { ...note, Resources: { Font: { F1: '10 R' } } }],
    ['annotation', { ...note, FT: '/Tx', V: '(value)' }],
  ])('are %s and forbidden: %j', (kind, annotation) => {
    expect(forbidden(changesAfter([signedDocument, added(annotation)], { docMdp: 3 }))).toEqual([
      kind,
    ])
  })

  it('may lead elsewhere, in circles as well', () => {
    const link = added({ Subtype: '/Link', A: '31 R' }).objects
    const objects = { ...link, 31: { S: '/URI', Next: ['32 R'] }, 32: { S: '/GoTo', Next: '31 R' } }
    expect(changesAfter([signedDocument, { objects }], { docMdp: 3 }).outcome).toBe('permitted')
  })

  it('may be changed and removed with P of 3', () => {
    const objects = { ...changed(3, { Annots: ['6 R', '7 R'] }), 11: undefined }
    expect(changesAfter([signedDocument, { objects }], { docMdp: 3 }).outcome).toBe('permitted')
    const other = changed(11, { Contents: '(other)' })
    expect(changesAfter([signedDocument, { objects: other }], { docMdp: 3 }).outcome).toBe(
      'permitted',
    )
    expect(forbidden(changesAfter([signedDocument, { objects: other }]))).toEqual(['annotation'])
  })

  const changing = (from: object, to: object) => {
    const objects = { ...signedDocument.objects, ...changed(11, { ...from }) }
    const save = { objects: changed(11, { ...from, ...to }) }
    return forbidden(changesAfter([{ ...signedDocument, objects }, save], { docMdp: 3 }))
  }

  it.each([
    ['a note', {}, { Open: true, Rect: [0, 0, 1, 1] }],
    ['a text', { Subtype: '/FreeText' }, { DA: '(/Helv 9 Tf)', RC: '(rich)' }],
    ['a line', { Subtype: '/Line' }, { L: [0, 0, 1, 1], LE: ['/None', '/OpenArrow'] }],
    ['a drawing', { Subtype: '/Ink' }, { InkList: [[0, 0, 1, 1]] }],
  ])('may have other entries as they are permitted: %s', (_, from, to) => {
    expect(changing(from, to)).toEqual([])
  })

  it.each([
    ['files', { Subtype: '/RichMedia' }, { RichMediaContent: { Assets: '4 R' } }],
    ['a program', { Subtype: '/3D' }, { '3DD': '4 R' }],
    ['a sound', { Subtype: '/Sound' }, { Sound: '4 R' }],
    ['a film on a screen', { Subtype: '/Screen' }, { Rect: [0, 0, 1, 1] }],
    ['a mark for printing', { Subtype: '/PrinterMark' }, { MN: '/Cross' }],
    ['an action', { Subtype: '/Link' }, { A: { S: '/URI' } }],
    ['what only a line has', {}, { L: [0, 0, 1, 1] }],
    ['what nobody knows', {}, { Other: 1 }],
    ['resources', {}, { Resources: { Font: { F1: '10 R' } } }],
    ['the size of a page', {}, { MediaBox: [0, 0, 1, 1] }],
    ['the value of a field', {}, { V: '(value)' }],
    ['fields below it', {}, { Kids: ['7 R'] }],
  ])('may not be given other entries: %s', (_, from, to) => {
    expect(changing(from, to).length).toBeGreaterThan(0)
  })
})
