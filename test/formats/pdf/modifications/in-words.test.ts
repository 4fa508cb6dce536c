import { describe, expect, it } from 'vitest'
import type { Modification } from '../../../../src/formats/format.ts'
import {
  gravestFirst,
  kindInWords,
  placeOf,
} from '../../../../src/formats/pdf/modifications/in-words.ts'

const difference = (kind: string, revision: number | null = 2): Modification => ({
  revision,
  object: '4 0 R',
  path: 'Root/Pages/Kids/0/Contents',
  kind,
  permitted: false,
  reason: 'no rule permits it',
})

describe('differences of a PDF file', () => {
  it('stand with what a reader sees before what the document says of itself', () => {
    const kinds = ['metadata', 'font', 'form-structure', 'page-content'].map((kind) =>
      difference(kind),
    )
    expect(gravestFirst(kinds).map(({ kind }) => kind)).toEqual([
      'page-content',
      'font',
      'form-structure',
      'metadata',
    ])
  })

  it('stand, where no words are known for them, behind what is seen and before how it is built', () => {
    const kinds = ['trailer', 'data-behind-the-end', 'field-value'].map((kind) => difference(kind))
    expect(gravestFirst(kinds).map(({ kind }) => kind)).toEqual([
      'field-value',
      'data-behind-the-end',
      'trailer',
    ])
  })

  it('keep the order of the revisions where they are alike', () => {
    const found = gravestFirst([difference('font', 2), difference('font', 3)])
    expect(found.map(({ revision }) => revision)).toEqual([2, 3])
  })

  it('are said in words, also where the structure of the file is at fault', () => {
    expect(kindInWords(difference('page-content'))).toBe('what stands on a page was changed')
    expect(kindInWords(difference('data-behind-the-end'))).toBe(
      'the file may be read in two ways (data-behind-the-end)',
    )
  })

  it('stand somewhere in a revision, or in none', () => {
    expect(placeOf(difference('font', 3))).toBe('Root/Pages/Kids/0/Contents in revision 3')
    expect(placeOf({ ...difference('font', null), path: null })).toBe('4 0 R')
  })
})
