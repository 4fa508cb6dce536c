import { describe, expect, it } from 'vitest'
import { fields, look, signature } from './later-fields.ts'
import { changed, changesAfter, forbidden, type Plain, signedDocument } from './revisions.ts'

describe('what nothing permits', () => {
  it.each([
    ['page-content', { 4: { stream: {}, data: 'other text' } }],
    [
      'page-content',
      { ...changed(3, { Contents: ['4 R', '30 R'] }), 30: { stream: {}, data: '' } },
    ],
    ['font', { 10: { Type: '/Font', BaseFont: '/Courier' } }],
    ['font', changed(3, { Resources: { Font: { F1: '30 R' } } })],
    ['page-tree', changed(2, { MediaBox: [0, 0, 50, 50] })],
    ['page-tree', changed(3, { Rotate: 90 })],
    ['page-tree', { ...changed(2, { Kids: ['3 R', '30 R'] }), 30: { Type: '/Page' } }],
    ['hidden-content', changed(3, { Contents: '13 R' })],
    ['open-action', changed(1, { OpenAction: { S: '/JavaScript', JS: '(x)' } })],
    ['javascript', changed(1, { Names: { JavaScript: { Names: [] } } })],
    ['additional-actions', changed(7, { AA: { K: { S: '/JavaScript', JS: '(x)' } } })],
    ['additional-actions', changed(3, { AA: { O: { S: '/JavaScript' } } })],
    ['embedded-files', changed(1, { AF: ['30 R'] })],
    ['hidden-content', changed(1, { OCProperties: { D: {} } })],
    ['structure', changed(1, { StructTreeRoot: '30 R' })],
    ['permissions', changed(1, { Perms: { DocMDP: '8 R' } })],
    ['signed-field', { 8: { Type: '/Sig', Contents: '(other)', ByteRange: [0, 1, 2, 3] } }],
    ['signed-field', { ...changed(6, { V: '21 R' }), 21: signature }],
    ['field-appearance', changed(6, { AP: { N: '12 R' } })],
    ['field-appearance', changed(14, { AP: { N: '12 R' } })],
    ['field-removed', changed(5, { Fields: ['6 R', '7 R'] })],
    ['field-removed', changed(3, { Annots: ['7 R', '11 R'] })],
    ['form-structure', changed(7, { T: '(Other)' })],
    ['form-structure', changed(7, { MaxLen: 1 })],
    ['form-structure', changed(5, { NeedAppearances: true })],
    ['field-value', changed(7, { V: { a: 1 } })],
  ])('is told as %s: %j', (kind, objects) => {
    expect(forbidden(changesAfter([signedDocument, { objects }], { docMdp: 3 }))).toEqual([kind])
  })

  it('is a button that gets another appearance, and not one that shows another of its own', () => {
    const states = { N: { Off: '30 R', Yes: '31 R' } }
    const box = { FT: '/Btn', T: '(Box)', Subtype: '/Widget', V: '/Off', AS: '/Off', AP: states }
    const own = { 7: box, 30: look('off'), 31: look('yes') }
    const before = { ...signedDocument, objects: { ...signedDocument.objects, ...own } }
    const filled = { 7: { ...box, V: '/Yes', AS: '/Yes' } }
    expect(changesAfter([before, { objects: filled }]).outcome).toBe('permitted')
    for (const objects of [{ 31: look('other') }, { ...filled, 31: look('other') }]) {
      expect(forbidden(changesAfter([before, { objects }]))).toEqual(['field-appearance'])
    }
  })

  it('is another catalog that was there before', () => {
    const objects = { ...signedDocument.objects, 30: { Type: '/Catalog', Pages: '2 R' } }
    const trailer = { Root: '30 R', Info: '9 R', ID: ['(a)', '(b)'] }
    const saves = [
      { ...signedDocument, objects },
      { trailer, objects: {} },
    ]
    expect(forbidden(changesAfter(saves))).toEqual(['hidden-content'])
  })

  it('is a new catalog with other entries, and not one with the same', () => {
    const trailer = { Root: '30 R', Info: '9 R', ID: ['(a)', '(b)'] }
    const catalog = { Type: '/Catalog', Pages: '2 R', AcroForm: '5 R' }
    const again = { trailer, objects: { 1: undefined, 30: catalog } }
    expect(changesAfter([signedDocument, again]).outcome).toBe('permitted')
    const other = { trailer, objects: { 30: { ...catalog, OpenAction: ['3 R', '/Fit'] } } }
    expect(forbidden(changesAfter([signedDocument, other]))).toEqual(['open-action'])
  })

  it('is an entry of the trailer that nobody knows, where it leads to something', () => {
    const more = (value: string) => ({
      trailer: { ...signedDocument.trailer, Other: [value] },
      objects: {},
    })
    expect(forbidden(changesAfter([signedDocument, more('4 R')]))).toEqual(['trailer'])
    expect(changesAfter([signedDocument, more('99 R')]).outcome).toBe('permitted')
  })

  it('is encryption', () => {
    const trailer = { Root: '1 R', Info: '9 R', ID: ['(a)', '(b)'], Encrypt: { V: 5 } }
    expect(forbidden(changesAfter([signedDocument, { trailer, objects: {} }]))).toEqual([
      'encryption',
    ])
  })

  it('is a font that an old reference finds only now', () => {
    const dangling = { ...signedDocument.objects, ...changed(3, { Contents: ['4 R', '30 R'] }) }
    const saves = [
      { ...signedDocument, objects: dangling },
      { objects: { 30: { stream: {}, data: 'more' } } },
    ]
    expect(forbidden(changesAfter(saves))).toEqual(['hidden-content'])
  })

  it('is an appearance which is page content as well', () => {
    const shared = { ...signedDocument.objects, ...changed(3, { Contents: ['4 R', '12 R'] }) }
    const saves = [
      { ...signedDocument, objects: shared },
      { objects: { 12: look(), ...changed(7, { V: '(new)' }) } },
    ]
    expect(forbidden(changesAfter(saves))).toEqual(['page-content'])
  })

  it('is an appearance whose dictionary is something else as well', () => {
    const own = { ...changed(7, { AP: '15 R' }), 15: { N: '12 R' } }
    const shared = { ...signedDocument.objects, ...own, ...changed(1, { Other: '15 R' }) }
    const filled = { 12: look(), ...changed(7, { AP: '15 R', V: '(new)' }) }
    const saves = [{ ...signedDocument, objects: shared }, { objects: filled }]
    expect(forbidden(changesAfter(saves))).toEqual(['field-appearance'])
    const direct = { ...changed(7, { AP: { N: '30 R' }, V: '(new)' }), 30: look() }
    const replaced = [{ ...signedDocument, objects: shared }, { objects: direct }]
    expect(forbidden(changesAfter(replaced))).toEqual(['field-appearance'])
  })

  it('is an object of the file that is put to another use', () => {
    const objects = { ...changed(1, { DSS: '13 R' }), 13: { Certs: [] } }
    expect(forbidden(changesAfter([signedDocument, { objects }]))).toEqual(['validation-data'])
  })

  it('is page content that poses as an annotation, or as a field', () => {
    const streams = { ...signedDocument.objects, 4: { stream: { FT: '/Tx' }, data: 'text' } }
    const posing = [changed(3, { Annots: ['4 R'] }), changed(5, { Fields: ['4 R'] })]
    for (const pose of posing) {
      const saves = [
        { ...signedDocument, objects: { ...streams, ...pose } },
        { objects: { 4: { stream: { FT: '/Tx' }, data: 'lies' } } },
      ]
      expect(changesAfter(saves, { docMdp: 3 }).outcome).toBe('forbidden')
    }
  })

  it('is an appearance that is no dictionary of appearances', () => {
    const odd = { ...signedDocument.objects, ...changed(7, { AP: '12 R' }) }
    const saves = [
      { ...signedDocument, objects: odd },
      { objects: { 12: look(), ...changed(7, { AP: '12 R', V: '(new)' }) } },
    ]
    expect(forbidden(changesAfter(saves))).toEqual(['field-appearance'])
  })

  it('is a font that a field has waited for', () => {
    const waiting = { ...signedDocument.objects, ...changed(7, { DA: '(/Evil 12 Tf)' }) }
    const fonts = (name: string) => changed(5, { DR: { Font: { [name]: '10 R' } } })
    const saves = (name: string) => [
      { ...signedDocument, objects: waiting },
      { objects: fonts(name) },
    ]
    expect(forbidden(changesAfter(saves('Evil')))).toEqual(['font'])
    expect(changesAfter(saves('Helv')).outcome).toBe('permitted')
  })

  it.each<[string, string, Plain]>([
    ['permitted', '(/Helv 12 Tf)', { Encoding: '/WinAnsiEncoding' }],
    ['permitted', '(/ZaDb 12 Tf)', { BaseFont: '/ZapfDingbats' }],
    ['forbidden', '(/Helv 12 Tf)', { BaseFont: '/Courier' }],
    ['forbidden', '(/Helv 12 Tf)', { FontDescriptor: '13 R' }],
    ['forbidden', '(/Helv 12 Tf)', { Subtype: '/Type3' }],
    ['forbidden', '(/Helv 12 Tf)', { Encoding: { Differences: [65, '/B'] } }],
  ])('is told as %s where a field with %s gets a font that has %j', (outcome, DA, entries) => {
    const waiting = { ...signedDocument.objects, ...changed(7, { DA }) }
    const plain = { Type: '/Font', Subtype: '/Type1', BaseFont: '/Helvetica' }
    const DR = { Font: { [DA.slice(2, 6)]: '30 R' } }
    const font = { ...plain, ...(entries as object) } as Plain
    const saves = [
      { ...signedDocument, objects: waiting },
      { objects: { ...changed(5, { DR }), 30: font } },
    ]
    expect(changesAfter(saves).outcome).toBe(outcome)
  })

  it('is one of two fields with a name that is written last', () => {
    const twice = {
      ...signedDocument.objects,
      ...changed(5, { Fields: [...fields, '15 R'] }),
      15: { FT: '/Tx', T: '(Name)', V: '(lies)' },
    }
    const saves = [{ ...signedDocument, objects: twice }, { objects: changed(7, {}) }]
    expect(forbidden(changesAfter(saves))).toEqual(['field-name'])
  })

  it('is a removed object that something still leads to', () => {
    expect(forbidden(changesAfter([signedDocument, { objects: { 10: undefined } }]))).toEqual([
      'font',
    ])
  })
})
