import { fromLatin1 } from '../core/bytes.ts'

/** Octets looked at. */
const head = 1024

interface Signature {
  readonly name: string
  readonly begins: RegExp
}

/** How the formats begin that are known and not yet read. */
const signatures: readonly Signature[] = [
  { name: 'an e-mail message (S/MIME)', begins: /^(MIME-Version|Content-Type|From|Received):/i },
]

/** What the bytes seem to be, of the formats that are not read; null where they seem none of them. */
export function guessUnsupported(bytes: Uint8Array): string | null {
  const text = fromLatin1(bytes.subarray(0, head))
  return signatures.find(({ begins }) => begins.test(text))?.name ?? null
}
