import type { Budget } from '../../core/budget.ts'
import type { Crypto } from '../../core/crypto.ts'
import type { PdfFile, PdfView } from './file.ts'
import { pdfMalformed } from './malformed.ts'
import { readChain } from './structure/chain.ts'
import { openIfEncrypted } from './structure/encryption.ts'
import { EntryIndex } from './structure/entry-index.ts'
import { type Inspected, inspect } from './structure/inspection.ts'
import { sayOfLinearisation } from './structure/linearised.ts'
import { sayOfLostReferences } from './structure/lost-references.ts'
import { sayOfChangedParts } from './structure/object-stream-parts.ts'
import { ObjectReader } from './structure/objects.ts'
import { repairOffsets } from './structure/offsets.ts'
import { landmarksOf, type OpenRevision } from './structure/open-revision.ts'
import { Problems } from './structure/problems.ts'
import { revisionAt } from './structure/regions.ts'
import { entriesOf } from './structure/save-entries.ts'
import { savesOf } from './structure/saves.ts'
import { sayOfForm } from './structure/section-form.ts'
import { findHeader, findLastMarker, findShift } from './structure/start.ts'
import { sayOfSuccession } from './structure/succession.ts'
import { RevisionView } from './structure/view.ts'

/**
 * Reads the structure of a PDF file (ISO 32000-2 §7.5): its revisions, and what is where it should
 * not be. Throws `pdf-malformed`, `budget-exceeded`, and of an encrypted file what opening it throws.
 */
export function readPdf(
  bytes: Uint8Array,
  options: { readonly budget: Budget; readonly crypto: Crypto; readonly password?: string },
): PdfFile {
  const problems = new Problems()
  const found = { bytes, budget: options.budget, problems }
  const header = findHeader(found)
  const last = findLastMarker(found)
  const source = { ...found, shift: findShift(found, header, last) }
  const chain = readChain(source, last.offset + source.shift)
  const saves = savesOf(source, chain, header, last)
  const index = new EntryIndex()
  const revisions = saves.map((save, revision): OpenRevision => {
    const entries = entriesOf(source, save, revision)
    const lost = repairOffsets(source, entries)
    index.add(revision, entries)
    const { place, main } = save
    return { index: revision, place, trailer: main.trailer, entries, lost }
  })
  const landmarks = landmarksOf(source, saves, revisions)
  const revisionOf = (offset: number) => revisionAt(revisions, offset)
  const objects = new ObjectReader(source, index, landmarks, revisionOf)
  for (const { entries, lost } of revisions) {
    for (const number of lost) objects.forbid(entries.get(number))
  }
  const decryptor = openIfEncrypted(revisions, index, objects, options)
  const inspected = { source, saves, revisions, index, objects, landmarks }
  sayOfProblems(inspected, header)
  const views: PdfView[] = []
  const file: PdfFile = {
    bytes,
    header,
    revisions,
    problems: problems.inOrder(),
    encryption: decryptor && { revision: decryptor.revision, method: decryptor.method },
    at(revision) {
      const trailer = revisions[revision]?.trailer
      if (trailer === undefined) throw pdfMalformed('there is no such revision')
      const view = views[revision] ?? new RevisionView(file, revision, trailer, index, objects)
      views[revision] = view
      return view
    },
    data: (stream) => objects.data(stream),
  }
  return file
}

function sayOfProblems(file: Inspected, header: number): void {
  inspect(file, header)
  sayOfChangedParts(file)
  sayOfSuccession(file)
  sayOfLostReferences(file)
  sayOfForm(file.source, file.saves)
  sayOfLinearisation(file.source, file.saves, header)
}
