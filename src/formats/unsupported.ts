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

/** A file in which no signatures are looked for, and what its reader can do. */
interface Unsigned extends Signature {
  readonly hint: string
}

/** For files that are signed from outside, if at all. */
const detached =
  'give the file that holds the signature, and the file it belongs to as detached content'

const unpack = 'unpack it, and give the file that holds the signature'

const fetchAgain =
  'a page may have been saved in place of the document, as when a log-in is asked for: open it to see, and fetch the document once more'

const unsigned: readonly Unsigned[] = [
  {
    name: 'a web page (HTML)',
    begins: /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)[\s>]/i,
    hint: fetchAgain,
  },
  { name: 'a picture (JPEG)', begins: /^\xff\xd8\xff/, hint: detached },
  { name: 'a picture (PNG)', begins: /^\x89PNG\r\n/, hint: detached },
  { name: 'a picture (TIFF)', begins: /^(?:II\*\0|MM\0\*)/, hint: detached },
  { name: 'a picture (GIF)', begins: /^GIF8[79]a/, hint: detached },
  { name: 'a text document (RTF)', begins: /^\{\\rtf/, hint: detached },
  {
    name: 'a document of an older Office program',
    begins: /^\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1/,
    hint: detached,
  },
  { name: 'a compressed file (gzip)', begins: /^\x1f\x8b\x08/, hint: unpack },
  { name: 'an archive (7z)', begins: /^7z\xbc\xaf\x27\x1c/, hint: unpack },
  { name: 'an archive (RAR)', begins: /^Rar!\x1a\x07/, hint: unpack },
]

/** What the bytes seem to be, of the formats that are not read; null where they seem none of them. */
export function guessUnsupported(bytes: Uint8Array): string | null {
  return guess(bytes, signatures)?.name ?? null
}

/** What the bytes seem to be, where no signatures are looked for in such files, with a hint; or null. */
export function guessUnsigned(bytes: Uint8Array): { name: string; hint: string } | null {
  return guess(bytes, unsigned)
}

function guess<Kind extends Signature>(bytes: Uint8Array, kinds: readonly Kind[]): Kind | null {
  const text = fromLatin1(bytes.subarray(0, head))
  return kinds.find(({ begins }) => begins.test(text)) ?? null
}
