import { describe, expect, it } from 'vitest'
import { changed, changesAfter, signedDocument } from './revisions.ts'

/** More than a call takes as arguments. */
const many = 150_000

function again(reference: string): readonly string[] {
  return Array.from({ length: many }, () => reference)
}

describe('a document with more than a call takes', () => {
  it('may have new objects that nothing names', () => {
    const numbers = Array.from({ length: many }, (_, index) => [100 + index, 1])
    const found = changesAfter([signedDocument, { objects: Object.fromEntries(numbers) }])
    expect(found.outcome).toBe('permitted')
    expect(found.differences).toHaveLength(1000)
  })

  it.each([
    ['references to a changed object', { 10: '(other)', 30: again('10 R') }],
    ['kids of the pages', changed(2, { Kids: ['3 R', ...again('11 R')] })],
    ['fields', changed(5, { Fields: ['6 R', '7 R', '14 R', ...again('30 R')] })],
    ['annotations', changed(3, { Annots: ['6 R', '7 R', '11 R', ...again('11 R')] })],
  ])('may have %s', (_, objects) => {
    expect(changesAfter([signedDocument, { objects }]).outcome).toBe('forbidden')
  })
})
