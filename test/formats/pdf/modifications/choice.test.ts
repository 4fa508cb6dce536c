import { describe, expect, it } from 'vitest'
import { changed, changesAfter, forbidden, type Plain, signedDocument } from './revisions.ts'

const options = ['(a)', ['(b)', '(PAY 9000)'], '(c)']
const choice = { FT: '/Ch', Ff: 131072, AP: null, Opt: options }

/** What is forbidden of a save that fills in a choice. */
function choosing(value: Plain, indices: Plain, from: Plain = null) {
  const before = changed(7, { ...choice, V: '(c)', I: from })
  const objects = { ...signedDocument.objects, ...before }
  const save = { objects: changed(7, { ...choice, V: value, I: indices }) }
  return forbidden(changesAfter([{ ...signedDocument, objects }, save], { docMdp: 2 }))
}

describe('a choice that is filled in', () => {
  it.each<[string, Plain, Plain]>([
    ['no index', '(a)', null],
    ['its index', '(a)', [0]],
    ['that of an option with a text of its own', '(b)', [1]],
    ['all of its indices', ['(a)', '(c)'], [0, 2]],
    ['its index, in another encoding', '<feff0061>', [0]],
  ])('may have %s', (_, value, indices) => {
    expect(choosing(value, indices)).toEqual([])
  })

  it.each<[string, Plain, Plain]>([
    ['that of another', '(a)', [1]],
    ['one too many', '(a)', [0, 1]],
    ['one too few', ['(a)', '(c)'], [0]],
    ['one of no option', '(a)', [7]],
    ['one that is no number', '(a)', ['(0)']],
  ])('may not have an index: %s', (_, value, indices) => {
    expect(choosing(value, indices)).toContain('field-value')
  })

  it.each<[string, Plain, string[]]>([
    ['its index', [0], []],
    ['that of another', [1], ['field-value']],
  ])('may have, in a field below that has its value, %s', (_, indices, expected) => {
    const { V: _value, ...below } = { ...choice, ...changed(7, { Parent: '30 R' })[7] } as {
      [key: string]: Plain
    }
    const above = { ...choice, T: '(group)', V: '(c)', Kids: ['7 R'] }
    const objects = {
      ...signedDocument.objects,
      ...changed(5, { Fields: ['6 R', '30 R', '14 R'] }),
      7: { ...below, FT: '/Ch', Opt: null, AP: null },
      30: above,
    }
    const save = { objects: { 7: { ...objects[7], I: indices }, 30: { ...above, V: '(a)' } } }
    const after = changesAfter([{ ...signedDocument, objects }, save], { docMdp: 2 })
    expect(forbidden(after)).toEqual(expected)
  })

  it('may not keep the index of what it was', () => {
    expect(choosing('(a)', [2], [2])).toEqual(['field-value'])
  })
})
