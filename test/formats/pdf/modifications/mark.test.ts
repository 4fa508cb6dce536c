import { describe, expect, it } from 'vitest'
import { changesAfter, forbidden, type Plain, signedDocument } from './revisions.ts'

describe('a check box that is drawn anew as it is filled in', () => {
  const dingbats = { Type: '/Font', Subtype: '/Type1', BaseFont: '/ZapfDingbats' }
  const mark = (data: string, entries: object = {}) => ({
    stream: { Subtype: '/Form', BBox: [0, 0, 9, 9], Length: data.length, ...entries },
    data,
  })
  const resources = { Resources: { Font: { ZaDb: '32 R' }, ProcSet: ['/PDF'] } }
  const ticked = mark('q .8 1 -.5 rg [] 0 d 0 0 9 9 re f Q BT /ZaDb 9. Tf (4)Tj ET', resources)
  const box = { FT: '/Btn', T: '(Box)', V: '/Off', AS: '/Off', MK: { BC: [0] } }
  const before: { readonly [key: string]: Plain } = {
    ...box,
    AP: { N: { Off: '30 R', Yes: '31 R' } },
  }
  const after = { ...before, V: '/Yes', AS: '/Yes', MK: { CA: '(4)' } }
  const own = { 7: before, 30: mark('q Q'), 31: mark('q Q'), 32: dingbats }
  const changes = (objects: { readonly [number: number]: Plain }, of: object = {}) => {
    const flags = { ...before, ...of } as Plain
    const signed = { ...signedDocument.objects, ...own, 7: flags }
    return changesAfter([{ ...signedDocument, objects: signed }, { objects }], { docMdp: 2 })
  }

  it('may be a mark in a state that it had', () => {
    expect(changes({ 7: after, 31: ticked }).outcome).toBe('permitted')
    const states = { N: { Off: '33 R', Yes: '31 R' } }
    expect(changes({ 7: { ...after, AP: states }, 33: mark('q Q n') }).outcome).toBe('permitted')
    const on = { AP: { N: { Yes: '31 R' } } }
    const off = { 7: { ...after, AP: states }, 33: mark('q Q n') }
    expect(changes(off, on).outcome).toBe('permitted')
  })

  it.each<[string, Plain]>([
    ['a text', mark('BT /ZaDb 9 Tf (44)Tj ET', resources)],
    ['a text in two parts', mark('BT /ZaDb 9 Tf (4)Tj (4)Tj ET', resources)],
    ['a text in an array', mark('BT /ZaDb 9 Tf [(4)]TJ ET', resources)],
    ['a text in a font of the page', mark('BT /F1 9 Tf (4)Tj ET', resources)],
    ['a text without fonts', mark('BT /F1 9 Tf (4)Tj ET')],
    ['an image', mark('/Im Do', { Resources: { XObject: { Im: '4 R' } } })],
    ['an image within', mark('BI /W 1 /H 1 ID x EI')],
    ['what other resources have', mark('q Q', { Resources: { Font: {}, ExtGState: {} } })],
    ['another font', mark('q Q', { Resources: { Font: { F1: '10 R' } } })],
    [
      'a font of its own',
      mark('q Q', { Resources: { Font: { F1: { ...dingbats, FontDescriptor: {} } } } }),
    ],
    ['a drawing', mark('1 1 l '.repeat(61))],
    ['a long mark', mark('q Q '.repeat(1100))],
    ['something with other entries', mark('q Q', { Group: {} })],
  ])('may not be %s', (_, look) => {
    expect(forbidden(changes({ 7: after, 31: look }))).toEqual(['field-appearance'])
  })

  it('may not be a mark in a state of its own', () => {
    const states = { N: { Off: '30 R', Other: '31 R' } }
    expect(forbidden(changes({ 7: { ...after, AP: states }, 31: ticked }))).toContain(
      'field-appearance',
    )
  })

  it('may not be a mark of what is not filled in, nor of a push button', () => {
    expect(changes({ 31: ticked }).outcome).toBe('forbidden')
    const pushed = { Ff: 65536 }
    expect(changes({ 7: { ...after, ...pushed }, 31: ticked }, pushed).outcome).toBe('forbidden')
  })

  it('may not have a caption of several characters, or an icon', () => {
    for (const MK of [{ CA: '(No)' }, { I: '4 R' }, { BC: ['4 R'] }]) {
      expect(changes({ 7: { ...after, MK } }).outcome).toBe('forbidden')
    }
  })
})
