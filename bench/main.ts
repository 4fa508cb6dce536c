import { containers } from './asic.ts'
import { cadesBatch } from './cades-batch.ts'
import { certificates } from './certificates.ts'
import { chains } from './chains.ts'
import { coldStart } from './cold-start.ts'
import { largeCrl } from './crl.ts'
import { type Comparison, comparisonText } from './measure.ts'
import { pdfs } from './pdf.ts'
import { lists } from './xml.ts'
import { xadesDocuments } from './xml-documents.ts'

/** Each measures both sides in this one run; nothing is asserted, for machines differ. */
const benches: readonly (() => Comparison[] | Promise<Comparison[]>)[] = [
  certificates,
  chains,
  cadesBatch,
  lists,
  xadesDocuments,
  containers,
  pdfs,
  largeCrl,
  coldStart,
]

for (const bench of benches) {
  for (const comparison of await bench()) console.log(comparisonText(comparison))
}
