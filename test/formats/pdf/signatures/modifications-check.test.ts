import { expect, it } from 'vitest'
import {
  checkModifications,
  warnOfCover,
} from '../../../../src/formats/pdf/signatures/modifications-check.ts'

const place = { revision: 2, object: '3 0 R', path: 'Root/Pages/Kids/0/Annots/1', reason: '' }

it.each([
  ['annotation-over-content', true, ['pdf-content-may-be-covered']],
  ['annotation-over-content', false, []],
  ['annotation', true, []],
])('warns of what may cover a page where it is permitted: %s, %j', (kind, permitted, expected) => {
  const codes: string[] = []
  const differences = [{ ...place, kind, permitted }]
  warnOfCover({ outcome: 'permitted', extent: 'annotations', differences }, (code) => {
    codes.push(code)
  })
  expect(codes).toEqual(expected)
})

it.each([
  [1, /in revision 2\)$/],
  [2, /, and 1 more change\)$/],
  [3, /, and 2 more changes\)$/],
])('names the gravest of %d changes, and counts the others', (count, ending) => {
  const differences = Array(count).fill({ ...place, kind: 'page-content', permitted: false })
  const { conclusion } = checkModifications({ outcome: 'forbidden', extent: 'other', differences })
  expect(conclusion).toMatchObject({ detail: expect.stringMatching(ending) })
})
