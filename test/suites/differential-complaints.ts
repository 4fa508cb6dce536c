import type { Certificate } from '../../src/x509/certificate.ts'
import { nameText } from '../../src/x509/names.ts'
import type { Answer } from './peers.ts'

/** A chain that passes here, target first, and what OpenSSL and GnuTLS have against it. */
export interface Finding {
  readonly chain: readonly Certificate[]
  readonly now: Date
  readonly openssl: Answer
  readonly gnutls: Answer
}

/** One thing that a peer says, and the places in the chain that it may be about, the target's is 0. */
export interface Complaint {
  readonly text: string
  readonly about: readonly number[]
}

/** A word for each thing that a peer says; what is not known is said in its own words. */
export function complaintsOf(finding: Finding): readonly Complaint[] {
  return [...ofOpenssl(finding), ...ofGnutls(finding)]
}

function ofOpenssl({ chain, openssl }: Finding): readonly Complaint[] {
  const { text } = openssl
  const last = chain.length - 1
  const found: Complaint[] = [...text.matchAll(/error (\d+) at (\d+) depth/g)].map(
    ([, code = '', depth]) => {
      const at = Number(depth)
      const place = at === last ? 'the anchor' : `${at}`
      return {
        text: `openssl ${code} at ${place}`,
        about: aboutLink.has(code) ? [at, at + 1] : [at],
      }
    },
  )
  if (unreadable.test(text)) found.push({ text: 'openssl unreadable', about: all(chain) })
  return found.length > 0 ? found : [{ text: `openssl: ${text}`, about: all(chain) }]
}

/** Errors about a certificate and the one above it: no issuer, a signature, a chain that ends. */
const aboutLink: ReadonlySet<string> = new Set(['2', '7', '18', '19', '20', '21', '29', '30'])

const unreadable = /Could not read|invalid certificate|asn1_|ASN1_OBJECT|d2i/

/**
 * GnuTLS goes down from where it takes the anchor to be, and writes of each certificate with the one
 * above it. What it writes of one a second time sums up what it wrote before.
 */
function ofGnutls({ chain, gnutls }: Finding): readonly Complaint[] {
  const blocks = gnutls.text.split(/\n\s*\n/).filter((block) => /^\s*Subject:/.test(block))
  const steps = new Map<string, string>()
  for (const block of blocks) {
    const subject = /Subject: (.*)/.exec(block)?.[1] ?? ''
    if (!steps.has(subject) || block.includes('Checked against:'))
      steps.set(subject, `${steps.get(subject) ?? ''}${block}`)
  }
  const found = [...steps].flatMap(([subject, block], i) => {
    const named = placesNamed(chain, subject)
    // Names that it writes in another way are told by their order.
    const places = named.length > 0 ? named : [Math.max(0, chain.length - 2 - i)]
    const issuers = places.flatMap((below) => [below + 1, ...namesakes(chain, below + 1)])
    return wordsIn(block, [...new Set([...places, ...issuers])])
  })
  if (found.length > 0) return found
  const whole = wordsIn(gnutls.text, all(chain))
  return whole.length > 0 ? whole : [{ text: `gnutls: ${gnutls.text}`, about: all(chain) }]
}

/** The other authorities of a name, of which it may take any. */
function namesakes(chain: readonly Certificate[], place: number): readonly number[] {
  const named = nameText((chain[place] as Certificate).subject)
  return placesNamed(chain, named).filter((other) => other > 0)
}

function placesNamed(chain: readonly Certificate[], subject: string): readonly number[] {
  return all(chain)
    .slice(0, -1)
    .filter((place) => nameText((chain[place] as Certificate).subject) === subject)
}

function wordsIn(text: string, about: readonly number[]): readonly Complaint[] {
  return Object.entries(gnutlsWords)
    .filter(([, pattern]) => pattern.test(text))
    .map(([word]) => ({ text: `gnutls ${word}`, about }))
}

const gnutlsWords = {
  expired: /uses expired certificate/,
  'not yet valid': /uses not yet valid certificate/,
  critical: /contains an unknown critical extension/,
  issuer: /issuer is unknown/,
  signature: /signature in the certificate is invalid/,
  constraints: /violates the signer's constraints/,
  purpose: /purpose/,
  revoked: /revoked/,
  unreadable: /parsing|ASN1 parser/,
} as const

function all(chain: readonly Certificate[]): readonly number[] {
  return chain.map((_, i) => i)
}
