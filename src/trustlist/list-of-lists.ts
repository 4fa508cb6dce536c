import { type State, sameState } from '../core/state.ts'
import { type Certificate, sameCertificate } from '../x509/certificate.ts'
import type { ListPointer, TrustList } from './model.ts'

/** The media type of a list in XML (TS 119 612 §5.3.13); pointers to its PDF are no use here. */
const xmlMediaType = 'application/vnd.etsi.tsl+xml'

/**
 * The pointer of a list of lists to the list of a state (TS 119 612 §5.3.13): the one to the
 * location, or, where the list has moved, every one of the state. Two lists of one state are told
 * apart by their locations only.
 */
export function pointersTo(
  listOfLists: TrustList,
  state: State,
  location: string,
): readonly ListPointer[] {
  const candidates = listOfLists.pointers.filter(
    ({ territory, mimeType }) =>
      territory !== null &&
      sameState(territory, state) &&
      (mimeType === null || mimeType.toLowerCase() === xmlMediaType),
  )
  const exact = candidates.filter((pointer) => pointer.location === location)
  return exact.length > 0 ? exact : candidates
}

/** The signers that pointers name, each once. */
export function signersOf(pointers: readonly ListPointer[]): readonly Certificate[] {
  return union(...pointers.map((pointer) => pointer.signers))
}

/** The signers that a list of lists names for itself, in the pointer to itself. */
export function ownSigners(listOfLists: TrustList): readonly Certificate[] {
  const { type, territory } = listOfLists
  return signersOf(
    listOfLists.pointers.filter(
      (pointer) =>
        pointer.type === type &&
        pointer.territory !== null &&
        sameState(pointer.territory, territory),
    ),
  )
}

/** An earlier list of lists that may hand over from one set of signers to the next. */
export interface Pivot {
  readonly list: TrustList
  /** True where one of the signers verifies it. */
  readonly verifiedBy: (signers: readonly Certificate[]) => boolean
}

/**
 * Who may sign a list of lists, beginning with the pins: each pivot, in the order of sequence
 * numbers, hands over to the signers it names for itself, if one of those before it signed it. The
 * pins stay good throughout: they came from outside, and only who set them takes them away. A list
 * that names its own new signer proves nothing until an old one has signed such a pivot.
 */
export function signersThroughPivots(
  pins: readonly Certificate[],
  pivots: readonly Pivot[],
): readonly Certificate[] {
  let current = pins
  const ordered = [...pivots].sort((a, b) => sequenceOf(a) - sequenceOf(b))
  for (const { list, verifiedBy } of ordered) {
    if (verifiedBy(current)) current = union(pins, ownSigners(list))
  }
  return current
}

function sequenceOf({ list }: Pivot): number {
  return list.sequenceNumber ?? 0
}

/** Certificates, each once. */
export function union(...sets: readonly (readonly Certificate[])[]): readonly Certificate[] {
  const all: Certificate[] = []
  for (const certificate of sets.flat()) {
    if (!all.some((known) => sameCertificate(known, certificate))) all.push(certificate)
  }
  return all
}
