import { describe, expect, it } from 'vitest'
import { newField, signature } from './later-fields.ts'
import { changed, changesAfter, forbidden, signedDocument } from './revisions.ts'

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

describe('the number of a cross-reference stream', () => {
  const section = { 20: { stream: { Type: '/XRef' }, data: '' } }
  const signed = { ...signedDocument, objects: { ...signedDocument.objects, ...section } }
  const added = newField({}, signature)

  it('may be that of what is added next', () => {
    expect(changesAfter([signed, { objects: added }]).outcome).toBe('permitted')
  })

  it('is no hidden content where it is that of what is shown next', () => {
    const content = { stream: {}, data: 'other text' }
    const objects = { ...changed(3, { Contents: '20 R' }), 20: content }
    expect(forbidden(changesAfter([signed, { objects }]))).toEqual(['page-content'])
  })

  it.each([
    ['something refers to it', { ...section, ...changed(3, { Odd: '20 R' }) }],
    ['it is another stream', { 20: { stream: { Type: '/ObjStm' }, data: '' } }],
  ])('may not be where %s', (_, more) => {
    const objects = { ...signed.objects, ...more }
    expect(changesAfter([{ ...signed, objects }, { objects: added }]).outcome).toBe('forbidden')
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
