import { type Check, failed, passed, undecided } from '../../core/conclusion.ts'
import type { CoveredFile } from '../format.ts'
import type { ContainerReading } from './cades.ts'
import { type Container, filesOf, quoted } from './container.ts'
import type { FoundSignature } from './found.ts'
import { roleOf } from './roles.ts'
import type { ZipEntry } from './zip-local.ts'

/** Files that are named one by one; of thousands, no more are needed to see what is wrong. */
const mostNamed = 20

/** Says of every file of the container that no signature covers, and gives their names. */
export function uncoveredFiles(
  found: readonly FoundSignature[],
  container: Container,
  unread: readonly ZipEntry[],
): readonly string[] {
  const covered = new Set(found.flatMap(({ covers }) => [...covers]))
  const expected = [...filesOf(container, 'data'), ...filesOf(container, 'other'), ...unread]
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

/**
 * The files of ASiC-E that depend on some of its signatures only: whether those are intact, and the file
 * is anybody's, the verifier has to see. OpenDocument and ASiC-S have every signature over everything.
 */
export function dividedFiles(
  found: readonly FoundSignature[],
  { container, form }: ContainerReading,
): readonly CoveredFile[] {
  if (form.family === 'open-document' || form.container === 'ASiC-S') return []
  const by = new Map<string, number[]>()
  for (const [index, { covers }] of found.entries()) {
    for (const name of covers) {
      const others = by.get(name)
      if (others === undefined) by.set(name, [index])
      else others.push(index)
    }
  }
  const signers = found.filter(({ signature }) => signature.parent === null).length
  return [...filesOf(container, 'data'), ...filesOf(container, 'other')].flatMap(({ name }) => {
    const coveredBy = by.get(name) ?? []
    return coveredBy.length === 0 || coveredBy.length === signers ? [] : [{ name, coveredBy }]
  })
}

/** The rules of the container for one of its signatures; a countersignature is over no file. */
export function coverageChecks(
  found: FoundSignature,
  uncovered: readonly string[],
  { container, form }: ContainerReading,
): readonly Check[] {
  if (found.signature.parent !== null) return []
  if (form.family === 'open-document') return [openDocumentCheck(found, container)]
  if (form.container === 'ASiC-S')
    return [oneDataObjectCheck(container), ...wholeCheck(found, container)]
  return [...someDataCheck(found, container), allCoveredCheck(uncovered)]
}

/** What it is over is not known, and said elsewhere. */
function isUnread({ signature, checks }: FoundSignature): boolean {
  return [...signature.formatChecks, ...checks].some(
    ({ conclusion }) => conclusion.indication === 'FAILED',
  )
}

/** EN 319 162-1 §4.3.3.2: the root folder of ASiC-S holds one data object, and no other file beside `mimetype`. */
function oneDataObjectCheck(container: Container): Check {
  const objects = filesOf(container, 'data')
  const several = `an ASiC-S container holds one data object, and this has ${objects.length}`
  const folder = 'the data object of an ASiC-S container stands in its root folder'
  const detail =
    objects.length > 1 ? several : objects.some(({ name }) => name.includes('/')) ? folder : null
  return {
    id: 'asic-s-data-object',
    rule: 'EN 319 162-1 §4.3.3.2',
    conclusion: detail === null ? passed : failed('FORMAT_FAILURE', detail, 'SIGNATURE_MALFORMED'),
  }
}

/**
 * EN 319 162-1 §4.3.3.2: the signatures of ASiC-S are over its data object. One over anything else, its
 * own ds:Object or properties, says nothing of the file that stands beside it; over a part of the
 * file, it does not vouch for the file. An object that was left out may be given beside the container.
 */
function wholeCheck(found: FoundSignature, container: Container): readonly Check[] {
  const [only, other] = filesOf(container, 'data')
  if (other !== undefined || isUnread(found)) return []
  const conclusion =
    only === undefined
      ? [...found.covers].some(isData)
        ? passed
        : undecided(
            'SIGNED_DATA_NOT_FOUND',
            'the container lacks its data object',
            'DETACHED_CONTENT_MISSING',
          )
      : found.covers.has(only.name)
        ? passed
        : found.refersTo.has(only.name)
          ? undecided(
              'SIG_CONSTRAINTS_FAILURE',
              `the signature is not over the whole of ${quoted(only.name)}`,
            )
          : failed(
              'FORMAT_FAILURE',
              `the signature is not over ${quoted(only.name)}, the data object`,
            )
  return [{ id: 'asic-s-signed-object', rule: 'EN 319 162-1 §4.3.3.2', conclusion }]
}

const isData = (name: string): boolean => roleOf(name) === 'data'

/**
 * EN 319 162-1 §4.4.2: what is signed in ASiC-E are data objects of the container. What
 * it is over elsewhere, such as its own ds:Object, is none of what the container shows: a signature
 * moved here from another document would pass for one more signer. A file that was left out is
 * missing, and says so itself.
 */
function someDataCheck(found: FoundSignature, container: Container): readonly Check[] {
  if (isUnread(found)) return []
  const objects = [...found.refersTo].filter(isData)
  const whole = objects.some((name) => found.covers.has(name) || !container.files.has(name))
  const conclusion = whole
    ? passed
    : objects.length > 0
      ? undecided('SIG_CONSTRAINTS_FAILURE', 'the signature is over no data object as a whole')
      : failed('FORMAT_FAILURE', 'the signature is over no data object of the container')
  return [{ id: 'asic-e-data-objects', rule: 'EN 319 162-1 §4.4.2', conclusion }]
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
