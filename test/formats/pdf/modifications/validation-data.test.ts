import { describe, expect, it } from 'vitest'
import { newField, token } from './later-fields.ts'
import { changed, changesAfter, forbidden, signedDocument } from './revisions.ts'

describe('validation data', () => {
  const store = { Type: '/DSS', Certs: ['30 R'], VRI: { ['A'.repeat(40)]: { Cert: ['30 R'] } } }
  const added = { ...changed(1, { DSS: store }), 30: { stream: {}, data: 'certificate' } }

  it('is permitted whatever the certification', () => {
    expect(changesAfter([signedDocument, { objects: added }], { docMdp: 1 })).toMatchObject({
      outcome: 'permitted',
      extent: 'validation-data',
    })
  })

  it.each([
    ['of another key', { ...store, Other: 1 }],
    ['of a signature that has no name of 40 digits', { ...store, VRI: { B: {} } }],
    ['no stream', { ...store, CRLs: ['31 R'] }],
    ['with less in it', { ...store, VRI: {} }],
  ])('is forbidden where it is %s', (_, next) => {
    const saves = [
      { ...signedDocument, objects: { ...signedDocument.objects, ...added } },
      { objects: { ...changed(1, { DSS: next }), 31: '(no stream)' } },
    ]
    expect(changesAfter(saves).outcome).toBe('forbidden')
  })

  it('may be removed in the eyes of a signature that came before it', () => {
    const saves = [signedDocument, { objects: added }, { objects: changed(1, {}) }]
    expect(changesAfter(saves).outcome).toBe('permitted')
    expect(forbidden(changesAfter(saves, { revision: 1 }))).toEqual(['validation-data'])
  })

  it('may be left out where it is no longer of use', () => {
    const saves = [
      { ...signedDocument, objects: { ...signedDocument.objects, ...added } },
      { objects: changed(1, { DSS: { ...store, Certs: [] } }) },
    ]
    expect(changesAfter(saves).outcome).toBe('permitted')
  })

  it('comes with a document time-stamp', () => {
    expect(
      changesAfter([signedDocument, { objects: newField({}, token) }], { docMdp: 1 }),
    ).toMatchObject({
      outcome: 'permitted',
      extent: 'validation-data',
    })
  })

  it.each([[2 ** 32 + 2], [-2], [2.5]])('is no time-stamp with the flags %d', (flags) => {
    const objects = newField({ Rect: [0, 0, 9, 9], F: flags }, token)
    expect(changesAfter([signedDocument, { objects }], { docMdp: 2 }).outcome).toBe('forbidden')
  })

  it('is no time-stamp that is seen, whatever is in force', () => {
    const objects = newField({ Rect: [0, 0, 9, 9] }, token)
    expect(changesAfter([signedDocument, { objects }], { docMdp: 1 }).outcome).toBe('forbidden')
    expect(forbidden(changesAfter([signedDocument, { objects }]))).toEqual([
      'signature-field-added',
    ])
  })

  it.each([
    ['without a token', { ...token, Contents: '<00>' }],
    ['over less than its revision', { ...token, ByteRange: [0, 10, 20, 150] }],
    ['over an earlier revision', { ...token, ByteRange: [0, 10, 20, 80] }],
  ])('is no time-stamp %s', (_, value) => {
    const added = newField({}, value)
    const signed = { ...changed(14, { V: '21 R' }), 21: value }
    for (const objects of [added, signed]) {
      expect(forbidden(changesAfter([signedDocument, { objects }]))).toEqual(['signed-field'])
    }
  })
})
