import { VerifierError } from './core/errors.ts'
import type { ParsedDocument, ParsedSignature } from './formats/format.ts'

/** Which signatures of a document are asked about. */
export interface SignaturesAsked {
  /** The id of the only signature that is asked about, or null for all of them. */
  readonly signature: string | null
  /** The revision that is asked for, counted from 1 (PDF); absent or null for each that is signed. */
  readonly revision?: number | null
}

/** Throws `not-a-signed-document` where there is none, and `request-malformed` where none is as asked. */
export function signaturesAsked(
  parsed: ParsedDocument,
  { signature, revision = null }: SignaturesAsked,
): readonly ParsedSignature[] {
  const named = askedFor(parsed, signature)
  return revision === null ? named : overRevision(named, revision, signature)
}

function askedFor(
  { signatures, timestamps }: ParsedDocument,
  wanted: string | null,
): readonly ParsedSignature[] {
  if (signatures.length === 0) {
    throw timestamps.length === 0
      ? new VerifierError('not-a-signed-document', 'the document has no signature')
      : new VerifierError('not-a-signed-document', timestampsOnly, { hint: timestampsHint })
  }
  const found = wanted === null ? signatures : signatures.filter(({ id }) => id === wanted)
  if (found.length > 0) return found
  const shown = signatures.slice(0, mostShown).map(({ id }) => `"${id}"`)
  throw new VerifierError('request-malformed', `the document has no signature "${wanted}"`, {
    hint: `it has ${shown.join(', ')}${signatures.length > mostShown ? ' …' : ''}`,
  })
}

const timestampsOnly =
  'no field of the document has a signature, only time-stamps, which are not validated yet'

const timestampsHint =
  'a time-stamp says when a document was there, and signs for nobody; verify lists it'

/** Signatures over the revision itself: one that is over a later one vouches for that, and not for what was before. */
function overRevision(
  signatures: readonly ParsedSignature[],
  wanted: number,
  named: string | null,
): readonly ParsedSignature[] {
  const covering = signatures.filter(({ coverage }) => coverage?.revision === wanted)
  if (covering.length > 0) return covering
  const which = named === null ? 'no signature is' : `"${named}" is not`
  throw new VerifierError('request-malformed', `${which} over revision ${wanted}`, {
    hint: signedRevisions(signatures, named),
  })
}

function signedRevisions(signatures: readonly ParsedSignature[], named: string | null): string {
  const coverages = signatures.flatMap(({ coverage }) => coverage ?? [])
  if (coverages.length === 0) return 'only PDF documents have revisions that can be asked for'
  const signed = [...new Set(coverages.flatMap(({ revision }) => revision ?? []))]
  if (signed.length === 0) {
    return named === null
      ? 'no signature in it is over a whole revision'
      : 'it is over no whole revision'
  }
  const shown = signed.slice(0, mostShown).map((one) => `revision ${one}`)
  return `${named === null ? 'signatures are' : 'it is'} over ${shown.join(' and ')}${signed.length > mostShown ? ' …' : ''}`
}

/** Ids and revisions named in a hint; more would not be read. */
const mostShown = 10
