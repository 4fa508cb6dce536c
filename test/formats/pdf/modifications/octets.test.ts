import { describe, expect, it } from 'vitest'
import { octetsAfter } from '../../../../src/formats/pdf/modifications/octets.ts'
import { onePage } from '../pdf-writer.ts'
import { read } from '../structure/reading.ts'
import { fileOf, signedDocument } from './revisions.ts'

const saves = [signedDocument, { objects: {} }]

function kinds(code: string, offset: number | null, revision: number, times = 1): string[] {
  const problems = Array.from({ length: times }, () => ({ code, message: 'a problem', offset }))
  return octetsAfter(fileOf(saves, problems), revision).map(({ kind }) => kind)
}

describe('a problem of the file', () => {
  it('concerns a signature where it stands behind what is signed', () => {
    expect(kinds('object-outside-xref', 100, 0)).toEqual(['object-outside-xref'])
    expect(kinds('object-outside-xref', 99, 0)).toEqual([])
    expect(kinds('object-outside-xref', 150, 1)).toEqual([])
  })

  it('concerns nobody where every reader reads it in the same way', () => {
    expect(kinds('offset-repaired', 150, 0)).toEqual([])
    expect(kinds('space-before-object', 150, 0)).toEqual([])
  })

  it('concerns whoever signed it where nothing is known of it', () => {
    expect(kinds('toString', 150, 0)).toEqual(['toString'])
  })

  it('concerns all that something follows where it stands nowhere', () => {
    expect(kinds('object-stream-redefined', null, 0)).toEqual(['object-stream-redefined'])
    expect(kinds('object-stream-redefined', null, 1)).toEqual([])
  })

  it('concerns the revision that another one reads in another way than it was signed', () => {
    expect(kinds('revision-begins-elsewhere', 50, 0)).toEqual(['revision-begins-elsewhere'])
    expect(kinds('revision-begins-elsewhere', 50, 1)).toEqual([])
  })

  it.each(['size-too-large', 'offsets-not-from-header'])(
    'concerns who signed it as soon as something follows: %s',
    (code) => {
      expect(kinds(code, 50, 0)).toEqual([code])
      expect(kinds(code, 50, 1)).toEqual([])
    },
  )

  it.each(['length-outside-its-revision', 'linearisation-of-another-length'])(
    'concerns everybody where what is added decides: %s',
    (code) => {
      expect(kinds(code, 50, 0)).toEqual([code])
      expect(kinds(code, 50, 1)).toEqual([code])
    },
  )

  it('may stand behind what is signed as well where not all of its kind are told', () => {
    expect(kinds('object-outside-xref', 10, 0, 99)).toEqual([])
    expect(kinds('object-outside-xref', 10, 0, 100)).toEqual(['object-outside-xref'])
  })
})

describe('an entry that leads behind the end of its revision', () => {
  it('is forbidden to every signature over it or what follows, though nothing stands there', () => {
    const saves = [signedDocument, { objects: { 150: '(behind)' } }, { objects: {} }]
    const found = [0, 1, 2].map((revision) => octetsAfter(fileOf(saves), revision))
    const kinds = found.map((changes) => changes.map(({ kind, effect }) => [kind, effect]))
    const behind = ['entry-outside-its-revision', 'other']
    expect(kinds).toEqual([[], [behind], [behind]])
  })

  it('is one in an object stream that is not there', () => {
    const file = fileOf([signedDocument])
    const entry = { kind: 'compressed', stream: 50, index: 0 } as const
    const [first] = file.revisions
    if (first === undefined) throw new Error('a file without revisions')
    const entries = new Map([...first.entries, [20, entry] as const])
    const listed = { ...file, revisions: [{ ...first, entries }] }
    expect(octetsAfter(listed, 0).map(({ kind }) => kind)).toEqual(['entry-outside-its-revision'])
  })
})

describe('a file whose later revision holds an object of the signed one in the data of a stream', () => {
  it('is forbidden to who signed the first one, and not to who signed both', () => {
    const pdf = onePage()
    pdf.stream(5, '', 'endstream endobj\n4 0 obj\n<< >>\nendobj')
    pdf.save()
    const file = read(pdf)
    const kinds = [0, 1].map((revision) => octetsAfter(file, revision).map(({ kind }) => kind))
    expect(new Set(kinds[0])).toEqual(new Set(['structure-within-data']))
    expect(kinds[1]).toEqual([])
  })
})
