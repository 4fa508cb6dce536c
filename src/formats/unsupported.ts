import { fromLatin1 } from '../core/bytes.ts'

/** Octets looked at. A PDF header stands in the first kilobyte (ISO 32000-2 §7.5.2, note 1 and annex I). */
const head = 1024

interface Signature {
  readonly name: string
  readonly begins: RegExp
}

/** How the formats begin that are known and not yet read. */
const signatures: readonly Signature[] = [
  { name: 'a PDF document', begins: /%PDF-/ },
  { name: 'an e-mail message (S/MIME)', begins: /^(MIME-Version|Content-Type|From|Received):/i },
]

/** What the bytes seem to be, of the formats that are not read; null where they seem none of them. */
export function guessUnsupported(bytes: Uint8Array): string | null {
  const text = fromLatin1(bytes.subarray(0, head))
  return signatures.find(({ begins }) => begins.test(text))?.name ?? null
}
