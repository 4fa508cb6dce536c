import { describe, expect, it } from 'vitest'
import { changed, changesAfter, forbidden, type Plain, signedDocument } from './revisions.ts'

type Entries = { readonly [key: string]: Plain }

const box = [0, 0, 100, 100]

/** What is told of new entries of the page, by a signature that permits forms to be filled in. */
function told(page: Entries, above: Entries = {}, save: { readonly [n: number]: Plain } = {}) {
  const objects = { ...signedDocument.objects, ...changed(2, above) }
  const later = { objects: { ...changed(3, page), ...save } }
  return changesAfter([{ ...signedDocument, objects }, later], { docMdp: 2 })
}

describe('an entry of a page', () => {
  it.each<[string, Entries, Entries]>([
    ['the time of the last change', { LastModified: '(D:20260101)' }, {}],
    ['the order of the Tab key', { Tabs: '/S' }, {}],
    ['the size that it had from above', { MediaBox: box }, {}],
    ['the turn that it had from above', { Rotate: 90 }, { Rotate: 90 }],
  ])('may be %s', (_, page, above) => {
    const { outcome, differences } = told(page, above)
    expect(outcome).toBe('permitted')
    expect(differences.map(({ kind, permitted }) => `${kind} ${permitted}`)).toEqual([
      'page-entry true',
    ])
  })

  it.each<[string, Entries, Entries]>([
    ['another size than it had', { MediaBox: [0, 0, 100, 50] }, {}],
    ['a size in the place of another', { MediaBox: box }, { MediaBox: [0, 0, 50, 50] }],
    ['a turn where it had none', { Rotate: 90 }, {}],
    ['another order of tabs than one of the three', { Tabs: '/W' }, {}],
    ['an order of tabs that is no name', { Tabs: { S: '/JavaScript' } }, {}],
    ['a time that is no string', { LastModified: '4 R' }, {}],
    ['resources that are those from above no longer', { Resources: null }, { Resources: {} }],
  ])('may not be %s', (_, page, above) => {
    expect(forbidden(told(page, above))).not.toEqual([])
  })

  it('may not take over what another node than the one that has the page says', () => {
    const other = { Type: '/Pages', Kids: [], Count: 0, MediaBox: [0, 0, 9, 9] }
    const objects = { ...signedDocument.objects, ...changed(3, { Parent: '20 R' }), 20: other }
    const page = { ...changed(3, { Parent: '20 R', MediaBox: [0, 0, 9, 9] }) }
    expect(forbidden(changesAfter([{ ...signedDocument, objects }, { objects: page }]))).toEqual([
      'page-tree',
    ])
  })

  it.each<[string, readonly string[], boolean]>([
    ['of one node', ['31 R'], true],
    ['of two nodes, of which some readers go by the other', ['31 R', '32 R'], false],
    ['of a node that is not in the tree', ['32 R'], false],
    ['of one node twice', ['31 R', '31 R'], false],
  ])('may take over what is above where the page is one %s or not', (_, kids, expected) => {
    const node = { Type: '/Pages', Parent: '2 R', Kids: ['3 R'], Count: 1 }
    const objects = {
      ...signedDocument.objects,
      ...changed(2, { Kids: kids }),
      ...changed(3, { Parent: '31 R' }),
      31: { ...node, CropBox: [0, 50, 100, 100] },
      32: { ...node, CropBox: [0, 0, 100, 50] },
    }
    const page = changed(3, { Parent: '31 R', CropBox: [0, 50, 100, 100] })
    expect(changesAfter([{ ...signedDocument, objects }, { objects: page }]).outcome).toBe(
      expected ? 'permitted' : 'forbidden',
    )
  })

  it('leaves what it took over from above as it was', () => {
    const font = { Type: '/Font', BaseFont: '/Other' }
    const resources = { Font: { F1: '10 R' } }
    const page = changed(3, { Resources: resources })
    const { Resources: _, ...bare } = page[3] as Entries
    const above = changed(2, { Resources: resources })
    const objects = { ...signedDocument.objects, ...above, 3: bare }
    const against = (more: { readonly [number: number]: Plain }) =>
      forbidden(changesAfter([{ ...signedDocument, objects }, { objects: { ...page, ...more } }]))
    expect(against({})).toEqual([])
    expect(against({ 10: font })).not.toEqual([])
  })
})

describe('an entry that a page has from above', () => {
  const crop = { CropBox: [0, 50, 100, 100] }

  it('is not hidden by one that is null, at which some readers end their search', () => {
    const { differences } = told({ CropBox: null }, crop)
    expect(differences.map(({ kind, permitted }) => `${kind} ${permitted}`)).toEqual([
      'page-tree false',
    ])
  })

  it('is not shown by leaving out one that was null', () => {
    const objects = {
      ...signedDocument.objects,
      ...changed(2, crop),
      ...changed(3, { CropBox: null }),
    }
    const save = { objects: changed(3, {}) }
    expect(changesAfter([{ ...signedDocument, objects }, save]).outcome).toBe('forbidden')
  })

  it('is not written down where it was null, in the page or above it', () => {
    const page = changed(3, { CropBox: null })
    for (const before of [{ ...changed(2, crop), ...page }, changed(2, { CropBox: null })]) {
      const objects = { ...signedDocument.objects, ...before }
      const save = { objects: changed(3, crop) }
      expect(changesAfter([{ ...signedDocument, objects }, save]).outcome).toBe('forbidden')
    }
  })

  it('may stay null', () => {
    const before = { ...signedDocument.objects, ...changed(3, { CropBox: null }) }
    const save = { objects: changed(3, { CropBox: null, Tabs: '/S' }) }
    expect(changesAfter([{ ...signedDocument, objects: before }, save]).outcome).toBe('permitted')
  })
})

describe('an entry that a widget has from above', () => {
  it('is not hidden by one that is null', () => {
    const group = { FT: '/Tx', T: '(group)', V: '(x)', Kids: ['7 R'] }
    const below = { Parent: '30 R', T: null, AP: null }
    const { V: _, ...widget } = { ...changed(7, below)[7] } as { [key: string]: Plain }
    const objects = {
      ...signedDocument.objects,
      ...changed(5, { Fields: ['6 R', '30 R', '14 R'] }),
      7: widget,
      30: group,
    }
    const save = { objects: { 7: { ...widget, V: null } } }
    expect(changesAfter([{ ...signedDocument, objects }, save]).outcome).toBe('forbidden')
  })
})
