import { describe, expect, it } from 'vitest'
import { Budget } from '../../../../src/core/budget.ts'
import { readPdf } from '../../../../src/formats/pdf/read.ts'
import { formsOf } from '../../../../src/formats/pdf/signatures/form-watch.ts'
import { crypto } from '../../cms/material.ts'
import type { PdfWriter } from '../pdf-writer.ts'
import { signedPdf } from './signing.ts'

/** The fields of each revision: of a signed document, and of one save after the other. */
function fieldsAfter(...saves: readonly ((writer: PdfWriter) => void)[]) {
  const writer = signedPdf()
  for (const save of saves) {
    save(writer)
    writer.save()
  }
  const file = readPdf(writer.octets(), { budget: new Budget(), crypto })
  return [...formsOf(file, new Budget())].map(({ read }) => read)
}

const names = (read: ReturnType<typeof fieldsAfter>) =>
  read.map(({ fields }) => fields.map(({ name }) => name).join())

describe('the signature fields of each revision', () => {
  it('are those of the one before where a save leaves the form alone', () => {
    const [first, second] = fieldsAfter((writer) => writer.object(9, '<< >>'))
    expect(second).toBe(first)
  })

  it('are read again where a save defines a field anew', () => {
    const read = fieldsAfter((writer) => writer.object(5, '<< /FT /Sig /T (Other) /V 6 0 R >>'))
    expect(names(read)).toEqual(['Sig1', 'Other'])
  })

  it('are read again where a save names another catalog', () => {
    const writer = signedPdf()
    writer.object(9, '<< /Type /Catalog /Pages 2 0 R >>')
    writer.save({ trailer: '/Root 9 0 R' })
    const file = readPdf(writer.octets(), { budget: new Budget(), crypto })
    const read = [...formsOf(file, new Budget())].map((one) => one.read)
    expect(names(read)).toEqual(['Sig1', ''])
  })

  it('are read again where a save defines anew what only a reference leads to', () => {
    const read = fieldsAfter(
      (writer) => {
        writer.object(5, '<< /FT /Sig /T 10 0 R /V 6 0 R >>')
        writer.object(10, '(First)')
      },
      (writer) => writer.object(10, '(Second)'),
    )
    expect(names(read)).toEqual(['Sig1', 'First', 'Second'])
  })

  it('are read again where they stand in an object stream that is defined anew', () => {
    const writer = signedPdf()
    writer.objectStream(10, [[5, '<< /FT /Sig /T (First) /V 6 0 R >>']])
    writer.save({ xref: 'stream' })
    writer.objectStream(10, [[5, '<< /FT /Sig /T (Second) /V 6 0 R >>']])
    writer.save({ xref: 'stream' })
    const file = readPdf(writer.octets(), { budget: new Budget(), crypto })
    const read = [...formsOf(file, new Budget())].map((one) => one.read)
    expect(names(read)).toEqual(['Sig1', 'First', 'Second'])
  })
})
