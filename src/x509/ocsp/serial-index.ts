import { algorithmName } from '../../core/algorithm-names.ts'
import type { Certificate } from '../certificate.ts'
import type { Pools } from '../pools.ts'
import type { RevocationContext } from '../revocation-status.ts'
import { IssuerMatcher, serialNumberKey } from './cert-id.ts'
import type { BasicOcspResponse, OcspResponse, SingleResponse } from './response.ts'

/** What one response says of one certificate. */
export interface Statement {
  readonly response: BasicOcspResponse
  readonly single: SingleResponse
  /** part: its CertID has the issuer's name or the issuer's key, and not the other of the two. */
  readonly names: 'issuer' | 'part-of-issuer'
}

interface PoolIndex {
  readonly bySerial: ReadonlyMap<string, readonly Statement[]>
  /** Names of the errors among the answers. */
  readonly errors: ReadonlySet<string>
}

/** What is at hand for one certificate. */
export interface About {
  readonly statements: readonly Statement[]
  /** CertIDs that may be about the certificate, and cannot be compared. */
  readonly problems: readonly string[]
  /** Errors, which name no certificate: one may answer to any question. */
  readonly notes: readonly string[]
}

/**
 * The statements whose CertID names the certificate, in any digest that can be computed here (RFC
 * 6960 §4.1.1, §3.2 step 1), be it in part, and what is at hand but may not count.
 */
export function statementsAbout(
  certificate: Certificate,
  responses: Pools<OcspResponse>,
  { issuer, crypto }: RevocationContext,
): About {
  const serial = serialNumberKey(certificate.serialNumber)
  const matcher = new IssuerMatcher(certificate, issuer, crypto)
  const statements: Statement[] = []
  const problems = new Set<string>()
  const notes = new Set<string>()
  for (const { bySerial, errors } of responses.map(indexOf)) {
    for (const error of errors) notes.add(`a responder answered "${error}"`)
    for (const statement of bySerial.get(serial) ?? []) {
      const { certId } = statement.single
      const match = matcher.match(certId)
      if (match === 'same') statements.push(statement)
      else if (match === 'part') statements.push({ ...statement, names: 'part-of-issuer' })
      else if (match === 'not-computed') {
        const digest = algorithmName(certId.digestOid)
        problems.add(`an OCSP response names its issuer by ${digest}, which is not computed here`)
      }
    }
  }
  return { statements, problems: [...problems], notes: [...notes] }
}

const indexes = new WeakMap<readonly OcspResponse[], PoolIndex>()

/** Each set is indexed once, so that a batch that shares it does not search it each time. */
function indexOf(pool: readonly OcspResponse[]): PoolIndex {
  const known = indexes.get(pool)
  if (known !== undefined) return known
  const bySerial = new Map<string, Statement[]>()
  const errors = new Set<string>()
  for (const response of pool) {
    if (response.status === 'successful') addStatements(response, bySerial)
    else errors.add(response.status)
  }
  const index = { bySerial, errors }
  indexes.set(pool, index)
  return index
}

function addStatements(response: BasicOcspResponse, bySerial: Map<string, Statement[]>): void {
  for (const single of response.responses) {
    const key = serialNumberKey(single.certId.serialNumber)
    const known = bySerial.get(key)
    const statement: Statement = { response, single, names: 'issuer' }
    if (known === undefined) bySerial.set(key, [statement])
    else known.push(statement)
  }
}
