/**
 * Features that a file uses and this version leaves out, read off its text by patterns of their
 * own, so that no fault of the reader can hide behind them. A row with one of them is named and
 * counted; it still must not be called intact where it is labelled as bad.
 */
export function featuresOutOfScope(text: string): readonly string[] {
  const found = patterns.filter(([, pattern]) => pattern.test(text)).map(([name]) => name)
  for (const [, uri = ''] of text.matchAll(
    /<(?:\w+:)?Transform\s[^>]*?Algorithm=["']([^"']*)["']/g,
  )) {
    if (!transforms.some((known) => uri === known)) found.push(`transform ${lastPart(uri)}`)
  }
  for (const [reference] of text.matchAll(/<(?:\w+:)?Reference(?=[\s>])[^>]*>/g)) {
    const uri = /\sURI\s*=\s*["']([^"']*)["']/.exec(reference)?.[1]
    if (uri === undefined) found.push('reference without a URI')
    else if (uri !== '' && !uri.startsWith('#')) found.push('reference outside the document')
  }
  for (const [, uri = ''] of text.matchAll(
    /<(?:\w+:)?SignatureMethod\s[^>]*?Algorithm=["']([^"']*)["']/g,
  )) {
    if (/#(?:hmac|rsa-md5|gost|ml-dsa|slh-dsa)|gostr|ed25519(?:ph|ctx)|ed448ph/.test(uri)) {
      found.push(`signature method ${/hmac/.test(uri) ? 'HMAC (refused)' : lastPart(uri)}`)
    }
  }
  return [...new Set(found)]
}

const patterns: readonly (readonly [string, RegExp])[] = [
  ['document type declaration (refused)', /<!DOCTYPE/],
  [
    'relative namespace name (no canonical form)',
    /\sxmlns(?::[\w.-]+)?=["'](?![A-Za-z][\w+.-]*:)[^"']/,
  ],
  ['ds:Manifest', /<(?:\w+:)?Manifest[\s>]/],
  ['identifier named wsu:Id', /\swsu:Id\s*=/],
  ['XML encryption', /<(?:\w+:)?EncryptedData[\s>]/],
  ['digest MD5', /xmldsig-more#md5["']/],
  ['no signature in the file', /^(?![\s\S]*<(?:\w+:)?SignatureValue[\s>])/],
]

const transforms: readonly string[] = [
  'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments',
  'http://www.w3.org/2006/12/xml-c14n11',
  'http://www.w3.org/2006/12/xml-c14n11#WithComments',
  'http://www.w3.org/2001/10/xml-exc-c14n#',
  'http://www.w3.org/2001/10/xml-exc-c14n#WithComments',
]

function lastPart(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1)
}
