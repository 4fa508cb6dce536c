import { describe } from 'vitest'
import type { Verdict } from '../../src/report/verdict.ts'
import { readRows, suiteFolder } from './cms-rows.ts'
import { compareDocuments, type DssRow, nameless, type Says } from './dss-rows.ts'

/** What the rows over PDFs say beside. */
interface PdfRow extends DssRow {
  readonly pdfModificationsDetected?: boolean
  /** The first signature, where the others differ from it. */
  readonly bLevelFirst?: boolean
}

/**
 * Broken for DSS, which looks for objects where the cross-references lead to none; here they lead to no
 * object, or to none of the signatures (ISO 32000-2 §7.5.4), and nothing is guessed.
 */
const withoutChain = ['pdf-signed-corrupted.pdf', 'pades-5-signatures-and-1-document-timestamp.pdf']

const folder = suiteFolder('dss')

describe.skipIf(folder === null)('the PDFs of EU DSS', () => {
  compareDocuments({
    rows: readRows<DssRow>(folder).filter(({ path }) => path.endsWith('.pdf')),
    fewest: 82,
    exceptions: 'dss-pades.exceptions.json',
    mayDiffer: ['integrity', 'format', 'indication', 'signatures', 'timestamps', 'refusal'],
    nameOf: nameless,
    isRefused: ({ path, signatures, notes }) =>
      signatures === 0 ||
      notes.includes('no signature') ||
      withoutChain.some((x) => path.endsWith(x)),
    compareFurther,
  })
})

function compareFurther(row: PdfRow, verdict: Verdict, says: Says): void {
  const [first] = verdict.signatures
  if (row.bLevelFirst === false) {
    says('integrity', 'not intact', first?.integrity === 'intact' ? 'intact' : 'not intact')
  }
  // DSS detects what shows: pages, visual differences, annotations that overlap. Where it detects
  // none, there may be changes that we name all the same.
  if (row.pdfModificationsDetected) {
    const any = verdict.signatures.some(({ modifications }) => modifications !== 'none')
    says('modifications', 'detected', any ? 'detected' : 'not detected')
  }
}
