import { pdfIncomplete, pdfMalformed } from '../malformed.ts'
import { isDigit, keywordAt, octetAt } from '../syntax/lexer.ts'
import { sameObject } from './same-object.ts'
import { offsetIn, type Section } from './section.ts'
import { type Source, skipWhiteSpace } from './source.ts'
import { readXrefStream } from './xref-stream.ts'
import { readXrefTable } from './xref-table.ts'

/** Cross-reference streams that a table has led to, by where they stand: some writers name one again. */
export type Hidden = Map<number, Section>

/** Reads the section at an offset; white space before it is passed over, and said. */
export function readSection(source: Source, at: number, hidden: Hidden): Section {
  const start = skipWhiteSpace(source, at)
  const section = readSectionAt(source, start, hidden)
  if (start > at) {
    source.problems.add('offset-repaired', 'white space before a cross-reference section', at)
  }
  return section
}

function readSectionAt(source: Source, at: number, hidden: Hidden): Section {
  if (keywordAt(source.bytes, at, 'xref')) {
    const table = readXrefTable(source, at)
    return { ...table, hidden: readHidden(source, table, hidden) }
  }
  if (isDigit(octetAt(source.bytes, at))) return readXrefStream(source, at)
  if (at >= source.bytes.length) throw pdfIncomplete('an offset that leads past the end')
  throw pdfMalformed('no cross-reference section where one should begin')
}

function readHidden(source: Source, { trailer }: Section, hidden: Hidden): Section | null {
  const at = offsetIn(source, trailer, 'XRefStm')
  if (at === null) return null
  const start = skipWhiteSpace(source, at)
  const section = hidden.get(start) ?? readXrefStream(source, start)
  hidden.set(start, section)
  // Some readers follow it as well: it may lead where the table does, and nowhere else.
  const prev = section.trailer.entries.get('Prev')
  if (prev !== undefined && !sameObject(prev, trailer.entries.get('Prev'))) {
    source.problems.add('trailers-differ', 'a hybrid file with two "Prev"', start)
  }
  return section
}
