import { fromLatin1 } from '../../../core/bytes.ts'
import type { SignerClaims, SignerNotes } from '../../format.ts'
import type { PdfView } from '../file.ts'
import { stringIn } from '../lookup.ts'
import type { PdfDictionary } from '../object.ts'
import { pdfDate } from './pdf-date.ts'
import { shownText } from './text-string.ts'

/** Entries of the signature dictionary that the signer claims (ISO 32000-2 §12.8.1, table 255). */
const notes = [
  ['name', 'Name'],
  ['reason', 'Reason'],
  ['location', 'Location'],
  ['contactInfo', 'ContactInfo'],
] as const

/** What the signer says in words, or null where he says nothing. It is signed, and nobody else vouches for it. */
export function claimsOf(view: PdfView, dictionary: PdfDictionary): SignerClaims | null {
  const said: Record<keyof SignerNotes, string | null> = {
    name: null,
    reason: null,
    location: null,
    contactInfo: null,
  }
  for (const [note, key] of notes) {
    const text = stringIn(view, dictionary, key)
    said[note] = text === null ? null : shownText(text)
  }
  if (Object.values(said).every((text) => text === null)) return null
  return {
    policy: null,
    commitments: [],
    roles: [],
    productionPlace: null,
    mediaTypes: [],
    notes: said,
  }
}

/** Characters of a date, with room for what writers put behind it. */
const longestDate = 64

/** `M`, the time that the signer claims (ISO 32000-2 §7.9.4); null where it is absent or no date. */
export function claimedTimeOf(view: PdfView, dictionary: PdfDictionary): Date | null {
  const text = stringIn(view, dictionary, 'M')
  return text === null || text.length > longestDate ? null : pdfDate(fromLatin1(text).trim())
}
