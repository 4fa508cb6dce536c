import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ChainRequest, verifyChain } from '../../src/chain.ts'
import { digestLengths } from '../../src/core/digests.ts'
import { VerifierError } from '../../src/core/errors.ts'
import { signatureOids } from '../../src/core/signature-schemes.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import type { ChainVerdict } from '../../src/report/chain.ts'
import type { KeyParameter } from '../../src/validation/algorithm-rules.ts'
import { defaultPolicy, type Policy } from '../../src/validation/policy.ts'
import { parseCertificate, pemBlocks } from '../../src/x509/certificate.ts'
import type { Purpose } from '../../src/x509/key-purposes.ts'
import { defaultPathPolicy } from '../../src/x509/policies/inputs.ts'

/** What the suites of chains have in common: a request with nothing but RFC 5280 in it. */
export const crypto = nodeCrypto()

const nobody = {
  federation: 'none',
  fictional: false,
  lists: [],
  agreements: [],
  certificates: [],
  crls: [],
  ocspResponses: [],
  problems: [],
}

const schemes = [...new Set(Object.values(signatureOids).map(([scheme]) => scheme)), 'RSASSA-PSS']

/** RSA below 1,024 bits is what no suite takes for a signature; a curve needs a bound to be without one. */
function sizesFor(algorithm: string): KeyParameter[] {
  if (algorithm.startsWith('RSASSA-'))
    return [{ name: 'moduluslength', minimum: 1024, maximum: null }]
  return algorithm === 'ECDSA' ? [{ name: 'qlength', minimum: 0, maximum: null }] : []
}

/** Every algorithm is relied upon: the suites are not about algorithms. */
export const anyAlgorithm: Policy = {
  ...defaultPolicy,
  name: 'any algorithm',
  algorithms: [...Object.keys(digestLengths), ...schemes].map((algorithm) => {
    const parameters = sizesFor(algorithm)
    return {
      algorithm,
      evaluations: [{ parameters, start: null, end: null, recommendation: null }],
    }
  }),
}

export type Question = Pick<ChainRequest, 'target' | 'intermediates' | 'anchors' | 'at'> &
  Partial<ChainRequest> & { readonly purpose?: Purpose }

export function requestOf(question: Question): ChainRequest {
  return {
    ...defaultPathPolicy,
    crls: [],
    relying: null,
    trust: nobody,
    revocation: 'none',
    policy: anyAlgorithm,
    crypto,
    ...question,
  }
}

/** The verdict, or the error of what cannot be read; any other error is a fault of ours. */
export function verdictOf(read: () => Question): ChainVerdict | VerifierError {
  try {
    return verifyChain(requestOf(read()))
  } catch (error) {
    if (error instanceof VerifierError) return error
    throw error
  }
}

export function passes(verdict: ChainVerdict | VerifierError): boolean {
  return !(verdict instanceof VerifierError) && verdict.indication === 'PASSED'
}

/** In a few words, for the message of a failing test. */
export function summary(verdict: ChainVerdict | VerifierError): string {
  if (verdict instanceof VerifierError) return `${verdict.code}: ${verdict.message}`
  const open = verdict.checks.find((check) => check.conclusion !== 'PASSED')
  const why = open === undefined ? '' : ` ${open.rule}: ${open.detail ?? ''}`
  return `${verdict.indication} ${verdict.subIndication ?? ''}${why}`.slice(0, 300)
}

/** An exception of a suite: what the label says, what we say, and the clause that is on our side. */
export interface Exception {
  readonly id: string
  readonly expected: string
  readonly actual: string
  readonly reason: string
}

/** Reads the certificates of a PEM text, in order; throws `certificate-malformed`. */
export function certificatesOf(pem: string | Uint8Array) {
  const bytes = typeof pem === 'string' ? Buffer.from(pem) : pem
  return pemBlocks(bytes, 'CERTIFICATE').map((der) => parseCertificate(der))
}

export function suiteFolder(name: string): string {
  return join(process.env['SUITES_DIR'] ?? '', name)
}

export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'))
}
