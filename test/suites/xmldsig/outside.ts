import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { DetachedContent } from '../../../src/formats/format.ts'

/** Pages that the vectors sign, as they were then: the suite holds copies of them. */
const pages: Readonly<Record<string, string>> = {
  'http://www.w3.org/TR/xml-stylesheet': 'xmlsec/external-data/xml-stylesheet-2005',
  'http://www.w3.org/Signature/2002/04/xml-stylesheet.b64':
    'xmlsec/external-data/xml-stylesheet-2005.b64',
  'http://xmldsig.pothole.com/xml-stylesheet.txt':
    'santuario/com/pothole/xmldsig/xml-stylesheet.txt',
  'http://www.ietf.org/rfc/rfc3161.txt': 'xmlsec/external-data/rfc3161.txt',
  // The copy of the other collection has its attributes in another order, and another digest.
  'document.xml': 'xmlsec/phaos-xmldsig-three/document.xml',
}

/** What the references of a file name outside of it, where the suite has that. */
export function contentsOutside(
  suite: string,
  row: {
    readonly path: string
    readonly runs?: readonly { readonly options: readonly string[] }[]
  },
  text: string,
): readonly DetachedContent[] {
  const references = text.matchAll(/<(?:\w+:)?Reference\s[^>]*?URI=["']([^"'#][^"']*)["']/g)
  const names = new Set([...references].map(([, uri = '']) => uri))
  const anonymous = /<(?:\w+:)?Reference(?![^>]*\sURI=)[\s>]/.test(text)
  if (anonymous) return [anonymousContent(suite, row.path)].flatMap((each) => each ?? [])
  return [...names].flatMap((name) => {
    const page = mappedPage(name, row.runs?.[0]?.options ?? []) ?? pages[name]
    const path =
      page !== undefined ? join(suite, page) : join(suite, dirname(row.path), decodeURI(name))
    const known = page !== undefined || !/^(?:[a-z]+:|\/|\.\.\/\.\.\/)/.test(name)
    return known && existsSync(path) ? [{ name, bytes: readFileSync(path), digests: {} }] : []
  })
}

/** The copy that the vector's own test takes for a page, by an option of xmlsec1. */
function mappedPage(name: string, options: readonly string[]): string | undefined {
  const at = options.indexOf(`--url-map:${name}`)
  return at < 0 ? undefined : options[at + 1]?.replace('$TESTS/', 'xmlsec/')
}

/** A reference without a URI: its test gives it a file whose name says so. */
function anonymousContent(suite: string, path: string): DetachedContent | null {
  const file = join(suite, dirname(path), '../samples/anonymousReferenceContent.xml')
  return existsSync(file) ? { name: null, bytes: readFileSync(file), digests: {} } : null
}
