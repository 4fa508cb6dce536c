import { describe, expect, it } from 'vitest'
import { structureProblems } from '../../../../src/formats/pdf/structure/problems.ts'

describe('what makes some readers rebuild a file', () => {
  it.each([
    'much-white-space-at-the-end',
    'end-of-file-marker-missing',
    'entry-of-unknown-type',
    'table-without-subsection',
    'objects-beyond-last-size',
    'section-written-otherwise',
    'end-written-otherwise',
    'trailer-leads-nowhere',
    'size-too-large',
    'offsets-not-from-header',
  ] as const)('is ambiguous: %s', (code) => {
    expect(structureProblems[code]).toBe('ambiguous')
  })

  it('is not a line end or two behind %%EOF', () => {
    expect(structureProblems['white-space-behind-the-end']).toBe('harmless')
  })
})
