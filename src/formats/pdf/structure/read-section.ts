import { pdfMalformed } from '../malformed.ts'
import { isDigit, keywordAt, octetAt } from '../syntax/lexer.ts'
import { offsetIn, type Section } from './section.ts'
import { type Source, skipWhiteSpace } from './source.ts'
import { readXrefStream } from './xref-stream.ts'
import { readXrefTable } from './xref-table.ts'

/** Reads the section at an offset; white space before it is passed over, and said. */
export function readSection(source: Source, at: number): Section {
  const start = at < source.bytes.length ? skipWhiteSpace(source, at) : at
  const section = readSectionAt(source, start)
  if (start > at) {
    source.problems.add('offset-repaired', 'white space before a cross-reference section', at)
  }
  return section
}

function readSectionAt(source: Source, at: number): Section {
  if (keywordAt(source.bytes, at, 'xref')) return withHidden(source, readXrefTable(source, at))
  if (isDigit(octetAt(source.bytes, at))) return readXrefStream(source, at)
  throw pdfMalformed('no cross-reference section where one should begin')
}

function withHidden(source: Source, table: Section): Section {
  const at = offsetIn(source, table.trailer, 'XRefStm')
  if (at === null) return table
  const start = skipWhiteSpace(source, at)
  if (!isDigit(octetAt(source.bytes, start))) {
    throw pdfMalformed('no cross-reference stream where "XRefStm" leads')
  }
  return { ...table, hidden: readXrefStream(source, start) }
}
