import { describe, expect, it } from 'vitest'
import { Budget } from '../../../src/core/budget.ts'
import { parseXml } from '../../../src/formats/xml/parse.ts'
import { readPss } from '../../../src/formats/xml/pss-parameters.ts'

const more = 'http://www.w3.org/2007/05/xmldsig-more#'
const uris = {
  'SHA-256': 'http://www.w3.org/2001/04/xmlenc#sha256',
  'SHA-512': 'http://www.w3.org/2001/04/xmlenc#sha512',
}

const digest = (name: keyof typeof uris) => `<ds:DigestMethod Algorithm="${uris[name]}"/>`
const mask = (content: string, algorithm = ` Algorithm="${more}MGF1"`) =>
  `<p:MaskGenerationFunction${algorithm}>${content}</p:MaskGenerationFunction>`
const salt = (length: string) => `<p:SaltLength>${length}</p:SaltLength>`
const trailer = (field: string) => `<p:TrailerField>${field}</p:TrailerField>`

function read(content: string) {
  const namespaces = `xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:p="${more}"`
  const method = `<ds:SignatureMethod ${namespaces} Algorithm="${more}rsa-pss">${content}</ds:SignatureMethod>`
  return readPss(parseXml(Buffer.from(method), new Budget()).root)
}

/** Digest, digest of the mask and length of the salt, or why not. */
function told(content: string): string {
  const algorithm = read(content)
  if ('unsupported' in algorithm) return algorithm.unsupported
  const { pss } = algorithm
  return `${algorithm.digest} ${pss?.maskDigest} ${pss?.saltLength}`
}

const withParameters = (...members: readonly string[]) =>
  told(`<p:RSAPSSParams>${members.join('')}</p:RSAPSSParams>`)

describe('parameters of RSASSA-PSS', () => {
  it('are read as stated', () => {
    const all = [digest('SHA-512'), mask(digest('SHA-256')), salt('20'), trailer('1')]
    expect(withParameters(...all)).toBe('SHA-512 SHA-256 20')
  })

  it.each<[string, string, readonly string[]]>([
    ['no member', 'SHA-256 SHA-256 32', []],
    ['SHA-256 and a salt', 'SHA-256 SHA-256 20', [digest('SHA-256'), salt('20')]],
    ['MGF1 without its digest', 'SHA-256 SHA-256 32', [mask('')]],
    ['MGF1 without its name', 'SHA-256 SHA-512 32', [mask(digest('SHA-512'), '')]],
    ['a mask and no digest', 'SHA-256 SHA-512 32', [mask(digest('SHA-512'))]],
    ['no salt', 'SHA-512 SHA-512 64', [digest('SHA-512'), mask(digest('SHA-512'))]],
  ])('have the defaults of the RFC with %s', (_, expected, members) => {
    expect(withParameters(...members)).toBe(expected)
  })

  it.each<[string, readonly string[]]>([
    ['no mask', [digest('SHA-512')]],
    ['MGF1 without its digest', [digest('SHA-512'), mask('')]],
  ])('leave the digest of the mask open with another digest and %s', (_, members) => {
    expect(withParameters(...members)).toBe(
      'RSASSA-PSS with SHA-512 that does not state the digest of its mask',
    )
  })

  it.each<[string, string, readonly string[]]>([
    ['another trailer field', 'an unknown trailer field', [trailer('2')]],
    ['a trailer field that is no number', 'an unknown trailer field', [trailer('')]],
    ['a negative salt', 'an unknown salt length', [salt('-1')]],
    ['a salt that is no number', 'an unknown salt length', [salt('')]],
    ['another mask', 'an unknown mask generation function', [mask('', ' Algorithm="urn:x"')]],
    [
      'two digests of a mask',
      'an unknown mask generation function',
      [mask(digest('SHA-256') + digest('SHA-512'))],
    ],
  ])('are unsupported with %s', (_, problem, members) => {
    expect(withParameters(...members)).toBe(`RSASSA-PSS with ${problem}`)
  })

  it.each<[string, readonly string[]]>([
    ['two digests', [digest('SHA-256'), digest('SHA-512')]],
    ['another order', [salt('32'), digest('SHA-256')]],
    ['a member that is unknown', [digest('SHA-256'), '<p:Pepper/>']],
    ['a digest of another namespace', ['<p:DigestMethod/>']],
  ])('are unsupported with %s', (_, members) => {
    expect(withParameters(...members)).toBe('RSASSA-PSS whose parameters are of no known form')
  })

  it('are unsupported where a digest is', () => {
    expect(withParameters('<ds:DigestMethod Algorithm="urn:md6"/>')).toBe('urn:md6')
  })

  it.each([
    ['nothing states them', ''],
    ['they stand twice', '<p:RSAPSSParams/><p:RSAPSSParams/>'],
  ])('are unsupported where %s', (_, content) => {
    expect(told(content)).toBe('RSASSA-PSS whose parameters are not stated')
  })
})
