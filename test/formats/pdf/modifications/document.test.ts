import { describe, expect, it } from 'vitest'
import { changed, changesAfter, forbidden, type Plain, signedDocument } from './revisions.ts'

function packet(comment: string, entries: { readonly [key: string]: Plain } = {}) {
  const data = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><!--${comment}--></x:xmpmeta>`
  return { stream: { Type: '/Metadata', Subtype: '/XML', Length: data.length, ...entries }, data }
}

function kindsAfter(catalog: { readonly [key: string]: Plain }, before: Plain, after: Plain) {
  const objects = { ...signedDocument.objects, ...changed(1, catalog), 20: before }
  return forbidden(
    changesAfter([{ ...signedDocument, objects }, { objects: { 20: after } }], { docMdp: 1 }),
  )
}

describe('the metadata stream', () => {
  const catalog = { Metadata: '20 R' }

  it('may be written again', () => {
    expect(kindsAfter(catalog, packet('a'), packet('b', { Filter: null }))).toEqual([])
  })

  it.each([
    ['an image', { Subtype: '/Image', Width: 2 }],
    ['something without a type', { Type: null }],
    ['something with other entries', { Width: 2 }],
  ])('is forbidden where it is %s', (_, entries) => {
    expect(kindsAfter(catalog, packet('a', entries), packet('b', entries))).toEqual(['metadata'])
  })
})

describe('extensions', () => {
  const catalog = { Extensions: '20 R' }
  const one = { Type: '/DeveloperExtensions', BaseVersion: '/1.7', ExtensionLevel: 5 }

  it('may be named', () => {
    const more = { ESIC: one, ISO_: [{ ...one, URL: '(url)', ExtensionRevision: '(1)' }] }
    expect(kindsAfter(catalog, {}, { Type: '/Extensions', ...more })).toEqual([])
  })

  it.each([
    ['of another type', { Type: '/OCMD' }],
    ['with what an extension has not', { ESIC: { ...one, OCGs: '/Off' } }],
    ['of another type within', { OCGs: { ...one, Type: '/OCG' } }],
    ['with a value of another kind', { ESIC: { ...one, ExtensionLevel: '/5' } }],
  ])('are forbidden %s', (_, after) => {
    expect(kindsAfter(catalog, {}, after)).toHaveLength(1)
  })
})
