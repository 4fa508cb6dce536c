import { describe, expect, it } from 'vitest'
import { look, newField, signature } from './later-fields.ts'
import {
  changed,
  changesAfter,
  forbidden,
  type Plain,
  type Save,
  signedDocument,
} from './revisions.ts'

describe('a form', () => {
  const filled = { objects: { ...changed(7, { V: '(new)', AP: { N: '30 R' } }), 30: look() } }

  it('may be filled in', () => {
    expect(changesAfter([signedDocument, filled])).toMatchObject({
      outcome: 'permitted',
      extent: 'form-filling',
    })
  })

  it('may be filled in by whoever writes its rectangle and border in his way', () => {
    const corners = { Rect: [9.1, 9, 0, 0] }
    const before = { ...signedDocument.objects, ...changed(7, corners) }
    const outcome = (entries: { readonly [key: string]: Plain }) => {
      const objects = changed(7, { ...corners, ...entries })
      return changesAfter([{ ...signedDocument, objects: before }, { objects }]).outcome
    }
    const written = { Rect: [0, 0, 9.1000000001, 9], BS: { S: '/S', W: 1 } }
    expect(outcome({ ...written, V: '(new)' })).toBe('permitted')
    expect(outcome(written)).toBe('forbidden')
    expect(outcome({ ...written, V: '(new)', Rect: [0, 0, 9.2, 9] })).toBe('forbidden')
    expect(outcome({ ...written, V: '(new)', BS: { S: '/S', D: ['4 R'] } })).toBe('forbidden')
  })

  it('may not show another text without another value', () => {
    expect(forbidden(changesAfter([signedDocument, { objects: { 12: look() } }]))).toEqual([
      'field-appearance',
    ])
  })

  it('may not show another text in a field of a type that has no values', () => {
    const objects = { ...signedDocument.objects, ...changed(7, { FT: '/Label' }) }
    const later = { objects: { 12: look() } }
    expect(forbidden(changesAfter([{ ...signedDocument, objects }, later]))).toEqual([
      'field-appearance',
    ])
  })

  it.each([
    ['in UTF-16', '(old)', '<feff006f006c0064>'],
    ['empty now, and absent before', null, '()'],
  ])('may not show another text where its value is the same: %s', (_, from, to) => {
    const before = { ...signedDocument.objects, ...changed(7, { V: from }) }
    const objects = { ...changed(7, { V: to }), 12: look() }
    const saves = [{ ...signedDocument, objects: before }, { objects }]
    expect(forbidden(changesAfter(saves))).toEqual(['field-appearance'])
  })

  it('may be filled in with an appearance of the same number', () => {
    const objects = { ...changed(7, { V: '(new)' }), 12: look() }
    expect(changesAfter([signedDocument, { objects }], { docMdp: 2 }).outcome).toBe('permitted')
  })

  it('may not be filled in where the certification permits nothing', () => {
    expect(forbidden(changesAfter([signedDocument, filled], { docMdp: 1 }))).toEqual([
      'field-value',
    ])
  })

  it.each([
    [{ action: 'All', fields: [] }, ['field-locked']],
    [{ action: 'Include', fields: ['Name'] }, ['field-locked']],
    [{ action: 'Include', fields: ['Nam'] }, []],
    [{ action: 'Exclude', fields: ['Name'] }, []],
    [{ action: 'Exclude', fields: ['Other'] }, ['field-locked']],
  ] as const)('obeys the lock %j', (lock, kinds) => {
    const locks = [{ ...lock, permissions: null }]
    expect(forbidden(changesAfter([signedDocument, filled], { locks }))).toEqual(kinds)
  })

  it('obeys the permissions of a lock', () => {
    const locks = [{ action: 'Include', fields: [], permissions: 1 }] as const
    expect(forbidden(changesAfter([signedDocument, filled], { locks, docMdp: 2 }))).toEqual([
      'field-value',
    ])
  })

  it('may have fields that are kept from being changed, and says so', () => {
    const { outcome, differences } = changesAfter(
      [signedDocument, { objects: changed(7, { F: 64 | 128, Ff: 1 }) }],
      { docMdp: 1 },
    )
    expect(outcome).toBe('permitted')
    expect(differences.map(({ path }) => path)).toEqual([
      'Root/AcroForm/Fields/1/F',
      'Root/AcroForm/Fields/1/Ff',
    ])
  })

  it.each([
    ['to be printed', 0, 4],
    ['with more bits than flags have', 2, 2 ** 32 + 2],
    ['with fewer flags', 2, 64],
  ])('may have no field with other flags: %s', (_, from, to) => {
    const before = { ...signedDocument.objects, ...changed(7, { F: from }) }
    const saves = [{ ...signedDocument, objects: before }, { objects: changed(7, { F: to }) }]
    expect(forbidden(changesAfter(saves))).toEqual(['form-structure'])
  })

  it('may be signed in an empty field', () => {
    const objects = { ...changed(14, { V: '21 R' }), 21: signature }
    expect(changesAfter([signedDocument, { objects }], { docMdp: 2 })).toMatchObject({
      outcome: 'permitted',
      extent: 'form-filling',
    })
  })

  it('tells a signature once, with the look that comes with it', () => {
    const objects = { ...changed(14, { V: '21 R', AP: { N: '30 R' } }), 21: signature, 30: look() }
    const { differences } = changesAfter([signedDocument, { objects }])
    expect(differences.map(({ kind }) => kind)).toEqual(['signature'])
  })

  it('may show nothing where it is signed, and nothing in another place', () => {
    const seen = { ...signedDocument.objects, ...changed(14, { Rect: [0, 0, 9, 9] }) }
    const signing = (Rect: Plain) => ({ ...changed(14, { V: '21 R', Rect }), 21: signature })
    const changes = (objects: Save['objects']) =>
      changesAfter([{ ...signedDocument, objects: seen }, { objects }], { docMdp: 2 }).outcome
    expect(changes(signing([0, 0, 0, 0]))).toBe('permitted')
    expect(changes(signing([0, 0, 0, 1]))).toBe('forbidden')
    expect(changes(changed(14, { Rect: [0, 0, 0, 0] }))).toBe('forbidden')
  })

  it('may not have a field put on a page that was on none, unless it is not seen', () => {
    const signing = (entries: object) => ({
      ...changed(14, { V: '21 R', ...entries }),
      ...changed(3, { Annots: ['6 R', '7 R', '11 R', '14 R'] }),
      21: signature,
    })
    expect(changesAfter([signedDocument, { objects: signing({}) }]).outcome).toBe('permitted')
    const seen = { Rect: [0, 0, 9, 9] }
    const before = { ...signedDocument.objects, ...changed(14, seen) }
    const saves = [{ ...signedDocument, objects: before }, { objects: signing(seen) }]
    expect(forbidden(changesAfter(saves))).toEqual(['signature-field-added'])
  })

  it('may have no field changed that stands in two places', () => {
    const other = { FT: '/Tx', T: '(Other)', Kids: ['7 R'] }
    const form = changed(5, { Fields: ['6 R', '15 R', '7 R', '14 R'] })
    const before = { ...signedDocument.objects, ...form, 15: other }
    const saves = [{ ...signedDocument, objects: before }, filled]
    expect([...new Set(forbidden(changesAfter(saves)))]).toEqual(['form-structure'])
  })

  it('may not be signed with a signature that was there before', () => {
    const objects = changed(14, { V: '8 R' })
    expect(forbidden(changesAfter([signedDocument, { objects }]))).toEqual(['signed-field'])
  })

  it('may have a new signature field that is seen where no certification is in force', () => {
    const objects = newField({ Rect: [20, 20, 29, 29] }, signature)
    expect(changesAfter([signedDocument, { objects }]).outcome).toBe('permitted')
    expect(forbidden(changesAfter([signedDocument, { objects }], { docMdp: 3 }))).toEqual([
      'signature-field-added',
    ])
  })

  it.each([
    ['of another type', { FT: '/Tx' }],
    ['with the name of another', { T: '(Sig2)' }],
    ['with a full stop in its name', { T: '(a.b)' }],
    ['that acts', { AA: {} }],
  ])('may have no new field %s', (_, field) => {
    const objects = newField(field, signature)
    expect(forbidden(changesAfter([signedDocument, { objects }]))).toContain('field-added')
  })
})
