import type { Budget } from '../../../core/budget.ts'
import { VerifierError } from '../../../core/errors.ts'
import { maskTokens } from '../../../x509/identifiers.ts'
import type { Modifications, ParseContext, ParsedSignature, ParsedTimestamp } from '../../format.ts'
import { checkGivenBesideHeld, compareGiven, type GivenCheck } from '../../given-content.ts'
import { relatedToken, type SecurityStore, securityStoreOf } from '../dss.ts'
import type { PdfFile, PdfView } from '../file.ts'
import { nameIn } from '../lookup.ts'
import { modificationsAfter } from '../modifications/modifications.ts'
import { type CheckedByteRange, checkByteRange } from './byte-range.ts'
import { claimsOf } from './claims.ts'
import { cmsSignatures } from './cms-signature.ts'
import { documentTimestamp, isDocumentTimestamp } from './document-timestamp.ts'
import { type FoundSignature, findSignatures, type Warn, warnOfPermissions } from './found.ts'
import { lenientView } from './lenient-view.ts'
import {
  checkModifications,
  readableModifications,
  warnOfCover,
  withRemoval,
} from './modifications-check.ts'
import { pkcs1Signature } from './pkcs1-signature.ts'
import { contentsOf, dictionaryChecks, type SignatureReading } from './reading.ts'
import { shortened } from './text-string.ts'
import {
  permissionsOf,
  seedValuesOf,
  strictest,
  type Transforms,
  transformsOf,
} from './transforms.ts'
import { warnOfUnreached } from './unreached.ts'
import { unreadableSignature, unsupportedSignature } from './unreadable-signature.ts'

/** A signature or time-stamp dictionary with what it says it is over, and what it allows. */
interface Located {
  readonly found: FoundSignature
  readonly range: CheckedByteRange
  /** Index of the revision that is signed, or else the one in which it came. */
  readonly revision: number
  readonly transforms: Transforms
}

/** The signatures and document time-stamps of a file, in the order of the revisions that they are over. */
export function documentSignatures(
  file: PdfFile,
  context: ParseContext,
  warn: Warn,
): { signatures: readonly ParsedSignature[]; timestamps: readonly ParsedTimestamp[] } {
  const { budget } = context
  const found = findSignatures(file, budget, warn)
  warnOfPermissions(file, found, warn)
  warnOfUnreached(file, found, warn)
  const located = notCrowded(found.map((one) => locate(one, file, budget))).sort(byRevision)
  const isTimestamp = (one: Located) =>
    isDocumentTimestamp(one.found, lenientView(file.at(one.revision), warn))
  const timestamps = located.filter(isTimestamp)
  const signed = located.filter((one) => !isTimestamp(one))
  const shared: SharedReading = {
    file,
    located,
    store: signed.length === 0 ? null : securityStoreOf(file, budget, warn),
    timestamped: timestamps.flatMap(({ revision, range }) =>
      range.problem === null ? [revision] : [],
    ),
    context,
    warn,
  }
  return {
    signatures: signed.flatMap((one, at) => signaturesIn(one, `signature-${at + 1}`, shared)),
    timestamps: timestamps.map((one, at) => {
      const id = `timestamp-${at + 1}`
      return documentTimestamp(one.found, one.range, { id, budget, warn })
    }),
  }
}

interface SharedReading {
  readonly file: PdfFile
  readonly located: readonly Located[]
  readonly store: SecurityStore | null
  readonly timestamped: readonly number[]
  readonly context: ParseContext
  readonly warn: Warn
}

function locate(found: FoundSignature, file: PdfFile, budget: Budget): Located {
  budget.spend('signatures')
  const range = checkByteRange(file, found)
  const { revision } = range.coverage
  return {
    found,
    range,
    revision: revision === null ? found.revision : revision - 1,
    transforms: readableTransforms(found, file.at(found.revision), budget),
  }
}

/** Signatures over one revision of which more than one can hardly be genuine. */
const mostOverOneRevision = 4

/**
 * Of signatures over the same revision no two can verify, since each is over the value of the other:
 * where there are many, none is looked at, for each would be over the whole file.
 */
function notCrowded(located: readonly Located[]): Located[] {
  const counts = new Map<number, number>()
  for (const { revision } of located) counts.set(revision, (counts.get(revision) ?? 0) + 1)
  return located.map((one) => {
    const count = counts.get(one.revision) ?? 0
    if (count <= mostOverOneRevision || one.range.problem !== null) return one
    const problem = `${count} signatures are said to be over the same revision`
    return { ...one, range: { ...one.range, problem, octets: null } }
  })
}

/** What cannot be read may allow nothing at all, and is taken for that. */
function readableTransforms(found: FoundSignature, view: PdfView, budget: Budget): Transforms {
  try {
    return transformsOf(found, view, budget)
  } catch (cause) {
    if (!(cause instanceof VerifierError) || cause.code === 'budget-exceeded') throw cause
    return { docMdp: 1, locks: [], others: [] }
  }
}

function byRevision(a: Located, b: Located): number {
  return a.revision - b.revision || a.found.revision - b.found.revision
}

/** One dictionary gives one signature, but for a CMS of several signers or with countersignatures. */
function signaturesIn(located: Located, id: string, shared: SharedReading): ParsedSignature[] {
  const reading = readingOf(located, id, shared)
  const { found, range, context, view, store } = reading
  const checks = [...dictionaryChecks(reading), ...checkGiven(reading)]
  // What is not over a revision says nothing of what came after it; by `checks` it fails anyhow.
  const modifications = range.problem === null ? modificationsOf(located, shared) : null
  const claims = claimsOf(view, found.dictionary)
  if (modifications !== null) warnOfCover(modifications, reading.warn)
  sayWhatIsAsked(reading, located.transforms)
  const token = store === null ? null : relatedToken(store, [contentsOf(reading)], context.crypto)
  if (token !== null) {
    reading.warn('pdf-vri-timestamp', 'its VRI has a time-stamp, which is not read')
  }
  return readValue(reading).map((signature) => {
    if (signature.parent !== null) return signature
    return {
      ...signature,
      claims,
      formatChecks: [...checks, ...signature.formatChecks],
      containerChecks: [
        ...(signature.containerChecks ?? []),
        ...(modifications === null ? [] : [checkModifications(modifications)]),
      ],
      ...(modifications !== null && { modifications }),
      coverage: range.coverage,
      permissions: permissionsOf(located.transforms),
    }
  })
}

function readingOf({ found, range, revision }: Located, id: string, shared: SharedReading) {
  const { file, store, timestamped, context, warn } = shared
  const view = lenientView(file.at(revision), warn)
  const { extent, revisions } = range.coverage
  const document = context.documentName ?? 'document'
  const reading: SignatureReading = {
    file,
    found,
    range,
    view,
    scopeName: extent === 'file' ? document : `revision ${revision + 1} of ${revisions}`,
    id,
    subFilter: nameIn(view, found.dictionary, 'SubFilter'),
    store,
    timestamped,
    context,
    warn: (code, message) => warn(code, `${id} ("${shownName(found)}"): ${message}`),
  }
  return reading
}

function readValue(reading: SignatureReading): readonly ParsedSignature[] {
  try {
    switch (reading.subFilter) {
      case 'adbe.pkcs7.detached':
      case 'adbe.pkcs7.sha1':
      case 'ETSI.CAdES.detached':
        return cmsSignatures(reading)
      case 'adbe.x509.rsa_sha1':
        return [pkcs1Signature(reading)]
      default:
        return [unsupportedSignature(reading)]
    }
  } catch (cause) {
    if (!(cause instanceof VerifierError) || cause.code === 'budget-exceeded') throw cause
    return [unreadableSignature(reading, cause.message)]
  }
}

const givenCheck: GivenCheck = {
  id: 'pdf-detached-content',
  rule: 'ISO 32000-2 §12.8.1',
  differs: 'what was given beside the document is not what is signed in it',
  open: 'whether what was given beside the document is what is signed in it is open',
}

/** A caller who gives content asks about it: it counts where it is what is signed, with its signature or without. */
function checkGiven({ range, context }: SignatureReading) {
  const { detached, crypto } = context
  const upTo = range.coverage.octets
  if (detached.length === 0) return []
  if (range.octets === null || upTo === null) {
    return [checkGivenBesideHeld(givenCheck, { others: detached, unknown: [] })]
  }
  const apart = compareGiven(detached, { kind: 'parts', parts: range.octets }, crypto)
  const others = compareGiven(apart.others, { kind: 'bytes', bytes: upTo }, crypto)
  const unknown = compareGiven(apart.unknown, { kind: 'bytes', bytes: upTo }, crypto)
  return [checkGivenBesideHeld(givenCheck, { others: others.others, unknown: unknown.unknown })]
}

/** Of a signature that is over a revision; each before it may have allowed less. */
function modificationsOf(one: Located, { file, located, context }: SharedReading): Modifications {
  const { found, revision } = one
  const upTo = located.filter((other) => other.revision <= revision)
  const { budget, crypto } = context
  budget.spendNodes(upTo.length)
  const locks = upTo.flatMap(({ transforms }) => transforms.locks)
  // Counted, since every signature has the locks of those before it.
  budget.spendNodes(locks.length)
  const signed = {
    revision,
    field: found.field.name,
    dictionary: found.reference,
    docMdp: strictest(upTo.map(({ transforms }) => transforms.docMdp)),
    locks,
  }
  const modifications = readableModifications(() =>
    modificationsAfter(file, signed, { budget, crypto }),
  )
  return found.goneIn === null
    ? modifications
    : withRemoval(modifications, { field: shownName(found), revision: found.goneIn + 1 })
}

/** Its field as texts name it, which are shown to anyone. */
function shownName({ field }: FoundSignature): string {
  return maskTokens(shortened(field.name))
}

/** What the author asked of the signature, and what else it is said to protect, is said and not checked. */
function sayWhatIsAsked({ found, view, warn }: SignatureReading, { others }: Transforms): void {
  const seeds = seedValuesOf(found, view)
  if (seeds.length > 0) {
    const names = seeds.slice(0, 10).join(', ')
    warn('pdf-seed-values', `its field has seed values, which are not checked: ${names}`)
  }
  if (found.names.length > 1) {
    warn('pdf-signature-in-several-fields', `${found.names.length} fields have it as their value`)
  }
  for (const method of others.slice(0, 3)) {
    warn('pdf-transform-not-read', `it names a transform that is not read: ${method}`)
  }
}
