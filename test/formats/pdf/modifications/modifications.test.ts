import { describe, expect, it } from 'vitest'
import {
  changed,
  changesAfter,
  forbidden,
  type Plain,
  type Save,
  signedDocument,
} from './revisions.ts'

const signature = { Type: '/Sig', Contents: '(second)', ByteRange: [0, 1, 2, 3] }
/** SignedData with a TSTInfo of 2026-01-01 in it, and no signer. */
const token = {
  Type: '/DocTimeStamp',
  SubFilter: '/ETSI.RFC3161',
  Contents:
    '<304806092a864886f70d010702a03b303902010331003030060b2a864886f70d0109100104a021041f301d02010106022a033000020101180f32303236303130313030303030305a3100>',
  ByteRange: [0, 10, 20, 180],
}
const fields = ['6 R', '7 R', '14 R']

/** A new signature field with its place in the form and on the page. */
function newField(field: object, value: object) {
  return {
    ...changed(5, { Fields: [...fields, '20 R'] }),
    ...changed(3, { Annots: ['6 R', '7 R', '11 R', '20 R'] }),
    20: { FT: '/Sig', T: '(New)', Subtype: '/Widget', V: '21 R', Rect: [0, 0, 0, 0], ...field },
    21: { ...value },
  }
}

describe('a later revision', () => {
  it('is none where nothing follows', () => {
    expect(changesAfter([signedDocument])).toEqual({
      outcome: 'none',
      extent: 'none',
      differences: [],
    })
  })

  it('is permitted where it writes the same objects again', () => {
    const again = { objects: { ...changed(3, {}), ...changed(7, {}) } }
    expect(changesAfter([signedDocument, again], { docMdp: 1 })).toMatchObject({
      outcome: 'permitted',
      extent: 'validation-data',
      differences: [{ revision: 2, object: 'trailer', kind: 'written-again', permitted: true }],
    })
  })

  it('is told and permitted where nothing leads to what it adds', () => {
    const found = changesAfter([signedDocument, { objects: { 30: '(bleh)' } }], { docMdp: 1 })
    expect(found.differences.map(({ kind, permitted }) => [kind, permitted])).toEqual([
      ['unreferenced-object', true],
    ])
  })

  it('counts for the first signature though a second one came after it', () => {
    const saves = [
      signedDocument,
      { objects: { 4: { stream: {}, data: 'other text' } } },
      { objects: newField({}, signature) },
    ]
    expect(forbidden(changesAfter(saves))).toEqual(['page-content'])
    expect(changesAfter(saves, { revision: 1 }).outcome).toBe('permitted')
  })

  it('is named with its number, its object and the way to it', () => {
    const [difference] = changesAfter([
      signedDocument,
      { objects: { 4: { stream: {}, data: 'other' } } },
    ]).differences
    expect(difference).toMatchObject({
      revision: 2,
      object: '4 0 R',
      path: 'Root/Pages/Kids/0/Contents',
    })
  })
})

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

describe('octets behind the signed revision', () => {
  const problems = [{ code: 'data-behind-the-end', message: 'data behind it', offset: 150 }]

  it('are forbidden where they belong to no revision', () => {
    expect(changesAfter([signedDocument], { problems }).differences).toMatchObject([
      { revision: null, object: 'octets 150 to 100', permitted: false },
    ])
  })

  it('are none of its concern where they stand before its end', () => {
    expect(changesAfter([signedDocument, { objects: {} }], { problems, revision: 1 }).outcome).toBe(
      'none',
    )
  })
})

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

describe('a form', () => {
  const filled = { objects: { ...changed(7, { V: '(new)', AP: { N: '30 R' } }), 30: look() } }

  it('may be filled in', () => {
    expect(changesAfter([signedDocument, filled])).toMatchObject({
      outcome: 'permitted',
      extent: 'form-filling',
    })
  })

  it('may not show another text without another value', () => {
    expect(forbidden(changesAfter([signedDocument, { objects: { 12: look() } }]))).toEqual([
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
    expect(forbidden(changesAfter(saves))).toEqual(['form-structure'])
  })

  it('may not be signed with a signature that was there before', () => {
    const objects = changed(14, { V: '8 R' })
    expect(forbidden(changesAfter([signedDocument, { objects }]))).toEqual(['signed-field'])
  })

  it('may have a new signature field that is seen where no certification is in force', () => {
    const objects = newField({ Rect: [0, 0, 9, 9] }, signature)
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
    ['additional-actions', { ...note, A: { S: '/JavaScript' } }],
    ['additional-actions', { ...note, A: { S: '/URI', Next: { S: '/JavaScript' } } }],
    ['additional-actions', { ...note, A: { S: '/URI', Next: [{ S: '/GoTo' }, { S: '/Launch' }] } }],
    ['additional-actions', { ...note, A: ['(no action)'] }],
    ['embedded-files', { ...note, AF: ['4 R'] }],
    ['embedded-files', { Subtype: '/FileAttachment' }],
    ['annotation', { Subtype: '/Widget' }],
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
})

describe('metadata', () => {
  it('may be dated by any save', () => {
    const objects = changed(9, { ModDate: '(2)' })
    expect(changesAfter([signedDocument, { objects }], { docMdp: 1 })).toMatchObject({
      outcome: 'permitted',
      extent: 'validation-data',
    })
  })

  it('may say something else of the document only where it may be filled in', () => {
    const objects = changed(9, { Title: '(other)' })
    expect(changesAfter([signedDocument, { objects }]).extent).toBe('form-filling')
    expect(forbidden(changesAfter([signedDocument, { objects }], { docMdp: 1 }))).toEqual([
      'metadata',
    ])
  })
})

function look(data = 'other look') {
  return { stream: { Subtype: '/Form' }, data }
}
