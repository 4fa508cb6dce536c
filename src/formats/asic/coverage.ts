import { type Check, failed, passed, undecided } from '../../core/conclusion.ts'
import type { ContainerReading } from './cades.ts'
import { type Container, filesOf, quoted } from './container.ts'
import type { FoundSignature } from './found.ts'
import { roleOf } from './roles.ts'

/** Files that are named one by one; of thousands, no more are needed to see what is wrong. */
const mostNamed = 20

/** Says of every file of the container that no signature covers, and gives their names. */
export function uncoveredFiles(
  found: readonly FoundSignature[],
  container: Container,
): readonly string[] {
  const covered = new Set(found.flatMap(({ covers }) => [...covers]))
  const expected = [...filesOf(container, 'data'), ...filesOf(container, 'other')]
  const uncovered = expected.map(({ name }) => name).filter((name) => !covered.has(name))
  for (const name of uncovered.slice(0, mostNamed)) {
    container.warn('unsigned-file', `no signature covers the file ${quoted(name)} of the container`)
  }
  if (uncovered.length > mostNamed) {
    const more = uncovered.length - mostNamed
    container.warn('unsigned-file', `no signature covers ${more} other files of the container`)
  }
  return uncovered
}

/** The rules of the container for one of its signatures; a countersignature is over no file. */
export function coverageChecks(
  found: FoundSignature,
  uncovered: readonly string[],
  { container, form, given }: ContainerReading,
): readonly Check[] {
  if (found.signature.parent !== null) return []
  if (form.family === 'open-document') return [openDocumentCheck(found, container)]
  if (form.container === 'ASiC-S') return [oneDataObjectCheck(container, given.taken.size)]
  return [someDataCheck(found, container), allCoveredCheck(uncovered)]
}

/** EN 319 162-1 §4.3.3.2: the root folder of ASiC-S holds one data object, and no other file beside `mimetype`. */
function oneDataObjectCheck(container: Container, given: number): Check {
  const objects = filesOf(container, 'data')
  const [only] = objects
  const several = `an ASiC-S container holds one data object, and this has ${objects.length}`
  const folder = 'the data object of an ASiC-S container stands in its root folder'
  const conclusion =
    only === undefined
      ? given > 0
        ? passed
        : undecided('SIGNED_DATA_NOT_FOUND', several, 'DETACHED_CONTENT_MISSING')
      : objects.length === 1 && !only.name.includes('/')
        ? passed
        : failed('FORMAT_FAILURE', objects.length === 1 ? folder : several)
  return { id: 'asic-s-data-object', rule: 'EN 319 162-1 §4.3.3.2', conclusion }
}

/** EN 319 162-1 §4.4.1: ASiC-E is for data objects; one that was left out is missing, and says so itself. */
function someDataCheck({ refersTo }: FoundSignature, container: Container): Check {
  const some =
    filesOf(container, 'data').length > 0 || [...refersTo].some((name) => roleOf(name) === 'data')
  const detail = 'the container holds no data object, and the signature refers to none'
  return {
    id: 'asic-e-data-objects',
    rule: 'EN 319 162-1 §4.4.1',
    conclusion: some ? passed : failed('FORMAT_FAILURE', detail),
  }
}

/**
 * EN 319 162-1 §4.4.1 has data objects with the signatures or time assertions that apply to them;
 * BDOC 2.1 §6 has all of them signed. One that nothing covers may be of anyone: whoever opens the
 * container sees it beside the signed ones, so that no signature passes with it. (Time assertions
 * are not validated yet, and cover nothing.)
 */
function allCoveredCheck(uncovered: readonly string[]): Check {
  const [first] = uncovered
  const others = uncovered.length > 1 ? ` and ${uncovered.length - 1} more` : ''
  return {
    id: 'asic-e-all-signed',
    rule: 'EN 319 162-1 §4.4.1',
    conclusion:
      first === undefined
        ? passed
        : undecided(
            'SIG_CONSTRAINTS_FAILURE',
            `the container holds what no signature covers: ${quoted(first)}${others}`,
          ),
  }
}

/**
 * OpenDocument 1.2 part 3 §5.2: a document signature covers every file but those of signatures. We
 * do not insist on `mimetype`, which older LibreOffice left out; a macro signature is none over the
 * document.
 */
function openDocumentCheck({ file, covers }: FoundSignature, container: Container): Check {
  const left = [...container.files.keys()].filter(
    (name) => !covers.has(name) && roleOf(name) !== 'xades' && roleOf(name) !== 'media-type',
  )
  const [first] = left
  const others = left.length > 1 ? ` and ${left.length - 1} more` : ''
  const detail = /macrosignatures/i.test(file)
    ? 'the signature is over the macros of the document, not over the document'
    : `the signature does not cover the whole document: ${quoted(first ?? '')}${others}`
  return {
    id: 'open-document-coverage',
    rule: 'OpenDocument 1.2 part 3 §5.2',
    conclusion: first === undefined ? passed : undecided('SIG_CONSTRAINTS_FAILURE', detail),
  }
}
