import { Budget } from '../../../../src/core/budget.ts'
import { VerifierError } from '../../../../src/core/errors.ts'
import { nodeCrypto } from '../../../../src/crypto/node.ts'
import type { PdfFile } from '../../../../src/formats/pdf/file.ts'
import type { PdfObject } from '../../../../src/formats/pdf/object.ts'
import { readPdf } from '../../../../src/formats/pdf/read.ts'
import type { PdfWriter } from '../pdf-writer.ts'

/** Reads what was written; each time with a budget of its own. */
export function read(pdf: PdfWriter | Uint8Array): PdfFile {
  const bytes = pdf instanceof Uint8Array ? pdf : pdf.octets()
  return readPdf(bytes, { budget: new Budget(), crypto: nodeCrypto() })
}

/** The codes of the problems of a file, each once. */
export function problemsOf(pdf: PdfWriter | Uint8Array): readonly string[] {
  return [...new Set(read(pdf).problems.map(({ code }) => code))]
}

/** What is refused with `pdf-malformed`: its text without "PDF: "; null where it is not. */
export function refusal(action: () => unknown): string | null {
  try {
    action()
    return null
  } catch (error) {
    if (error instanceof VerifierError && error.code === 'pdf-malformed') {
      return error.message.replace('PDF: ', '')
    }
    throw error
  }
}

/** An object as plain values: names with their solidus, strings as text, references as "1 0 R". */
export function plain(object: PdfObject): unknown {
  switch (object.kind) {
    case 'null':
      return null
    case 'boolean':
    case 'integer':
    case 'real':
      return object.value
    case 'name':
      return `/${object.name}`
    case 'string':
      return Buffer.from(object.bytes).toString('latin1')
    case 'reference':
      return `${object.number} ${object.generation} R`
    case 'array':
      return object.items.map(plain)
    case 'dictionary':
      return Object.fromEntries([...object.entries].map(([key, value]) => [key, plain(value)]))
    case 'stream':
      return Buffer.from(object.raw).toString('latin1')
  }
}

/** An object of a file as plain values, as it is in a revision, counted from 0; the last where absent. */
export function objectOf(file: PdfFile, number: number, revision = file.revisions.length - 1) {
  const view = file.at(revision)
  const entry = view.entry(number)
  const generation = entry?.kind === 'offset' ? entry.generation : 0
  return plain(view.object({ number, generation }))
}

/** The file with one text in place of another, which has to be there once and be as long. */
export function altered(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1')
  const parts = text.split(from)
  if (parts.length !== 2) throw new Error(`"${from}" is there ${parts.length - 1} times`)
  return new Uint8Array(Buffer.from(parts.join(to), 'latin1'))
}
