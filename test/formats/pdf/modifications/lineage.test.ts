import { describe, expect, it } from 'vitest'
import {
  changed,
  changesAfter,
  forbidden,
  type Plain,
  type Save,
  signedDocument,
} from './revisions.ts'

type Objects = Record<number, Plain | undefined>

/** The signed document with a group of one field, and other objects than it has. */
function grouped(more: Objects): Save {
  const group = { FT: '/Tx', T: '(group)', V: '(x)', Kids: ['7 R'] }
  const objects: Objects = {
    ...signedDocument.objects,
    ...changed(5, { Fields: ['6 R', '30 R', '14 R'] }),
    ...changed(7, { Parent: '30 R' }),
    30: group,
    ...more,
  }
  return { ...signedDocument, objects }
}

const kinds = (saves: readonly Save[], fields: readonly string[] = []) => {
  const locks = [{ action: 'Include', fields, permissions: null }] as const
  return forbidden(changesAfter(saves, { docMdp: 2, locks }))
}
const group = { FT: '/Tx', T: '(group)', V: '(y)', Kids: ['7 R'] }

describe('a field below another', () => {
  it('is locked by its full name where it has its value from above', () => {
    const without = grouped(changed(7, { Parent: '30 R', V: null }))
    expect(kinds([without, { objects: { 30: group } }], ['group.Name'])).toEqual(['field-locked'])
    expect(kinds([without, { objects: { 30: group } }])).toEqual([])
  })

  it('is not locked where it has a value of its own', () => {
    expect(kinds([grouped({}), { objects: { 30: group } }], ['group.Name'])).toEqual([])
  })

  it('looks as it did, however the one above it is filled in', () => {
    const objects = { 30: { ...group, DA: '(1 g)' } }
    expect(kinds([grouped({}), { objects }])).toEqual(['form-structure'])
  })

  it('looks as it did, however far it is below', () => {
    const between = grouped({
      30: { ...group, V: '(x)', Kids: ['31 R'] },
      31: { Parent: '30 R', Kids: ['7 R'] },
      ...changed(7, { Parent: '31 R' }),
    })
    const objects = { 30: { ...group, Kids: ['31 R'], DA: '(1 g)' } }
    expect(kinds([between, { objects }])).toEqual(['form-structure'])
  })

  it.each<[string, Plain, Objects]>([
    ['in two fields', ['7 R'], {}],
    ['in two fields, of which one lists its kids elsewhere', '32 R', { 32: ['7 R'] }],
  ])('may not be changed by what is above it where it stands %s', (_, Kids, more) => {
    const other = { FT: '/Tx', T: '(other)', V: '(x)', Kids }
    const before = grouped({
      ...changed(5, { Fields: ['6 R', '30 R', '31 R', '14 R'] }),
      ...changed(7, { Parent: '30 R', V: null }),
      ...more,
      31: other,
    })
    expect(kinds([before, { objects: { 30: group } }], ['other.Name'])).toContain('form-structure')
  })

  it.each<[string, Objects, Objects]>([
    [
      'at the top that names another above it',
      { ...changed(5, { Fields: ['6 R', '7 R', '30 R'] }), 30: { FT: '/Tx', T: '(group)' } },
      changed(7, { Parent: '30 R', V: '(new)' }),
    ],
    [
      'that names another than it stands in',
      changed(7, { Parent: '14 R' }),
      { 30: group, ...changed(7, { Parent: '14 R', V: '(new)' }) },
    ],
    ['that names none', changed(7, {}), changed(7, { V: '(new)' })],
  ])('may not be filled in %s', (_, before, objects) => {
    expect(kinds([grouped(before), { objects }])).toContain('form-structure')
  })

  it('may be filled in where it names the one it stands in', () => {
    const objects = changed(7, { Parent: '30 R', V: '(new)' })
    expect(kinds([grouped({}), { objects }])).toEqual([])
  })
})

describe('the flag that a field may not be changed', () => {
  const outcome = (above: Plain, from: Plain, to: Plain) => {
    const group = {
      FT: '/Tx',
      T: '(group)',
      Kids: ['7 R'],
      ...(above === null ? {} : { Ff: above }),
    }
    const kid = (Ff: Plain) => changed(7, { Parent: '30 R', ...(Ff === null ? {} : { Ff }) })
    const objects = {
      ...signedDocument.objects,
      ...changed(5, { Fields: ['6 R', '30 R', '14 R'] }),
      ...kid(from),
      30: group,
    }
    const saves = [{ ...signedDocument, objects }, { objects: kid(to) }]
    return changesAfter(saves, { docMdp: 1 }).outcome
  }

  it.each<[string, Plain, Plain, Plain]>([
    ['where there is none above', null, null, 1],
    ['beside the flags that it had from above', 8192, null, 8193],
    ['beside its own flags', 8192, 4096, 4097],
  ])('may be set %s', (_, above, from, to) => {
    expect(outcome(above, from, to)).toBe('permitted')
  })

  it.each<[string, Plain, Plain, Plain]>([
    ['in the place of the flags that it had from above', 8192, null, 1],
    ['in the place of none, by those from above', 65536, 0, null],
  ])('may not be set %s', (_, above, from, to) => {
    expect(outcome(above, from, to)).toBe('forbidden')
  })
})
