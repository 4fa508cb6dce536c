import type { Check } from '../../core/conclusion.ts'
import { has, isObject, type JsonObject, listIn, memberOf, objectIn } from './json-text.ts'
import { type ClaimedTime, issuedAt, readDigest, signingTime } from './signed-parameters.ts'
import { tokensIn } from './timestamps.ts'
import { componentsNamed, type UnsignedComponent } from './unsigned.ts'

/** What a level is told from. */
export interface LevelFacts {
  readonly header: JsonObject
  readonly components: readonly UnsignedComponent[]
  readonly over: 'payload' | 'signature-value'
  readonly formatChecks: readonly Check[]
}

/** The checks without which a signature is JWS, but not JAdES. */
const necessary = [
  'jws-algorithm',
  'jws-critical',
  'jws-headers-disjoint',
  'jws-unencoded-payload',
  'jades-placement',
  'jades-signing-certificate',
]

/**
 * The level as far as the parameters tell (TS 119 182-1 §6.3), "JSON-NOT-ETSI" for the rest. Whether
 * time-stamps and revocation data are good is not asked here.
 */
export function levelOf(facts: LevelFacts): string {
  const satisfied = necessary.every((id) =>
    facts.formatChecks.some((check) => check.id === id && check.conclusion.indication === 'PASSED'),
  )
  if (!satisfied || !isBaseline(facts)) return 'JSON-NOT-ETSI'
  return `JAdES-BASELINE-${baselineLevel(facts)}`
}

/** TS 119 182-1 §6.3: of "cty", "iat" and "sigT", and of "sigPSt" (requirement b). */
function isBaseline({ header, components, over }: LevelFacts): boolean {
  if (over === 'signature-value' && has(header, 'cty')) return false
  const stored = componentsNamed(components, 'sigPSt').length
  const policy = objectIn(header, 'sigPId')
  if (stored > 1 || (stored === 1 && (policy === null || readDigest(policy) === null))) return false
  return hasClaimedTime(issuedAt(header), signingTime(header))
}

/** TS 119 182-1 V1.2.1 §6.3, requirement a: from then on "iat" alone. */
const issuedAtOnly = new Date('2025-07-15T00:00:00Z')

function hasClaimedTime(iat: ClaimedTime, sigT: ClaimedTime): boolean {
  if (iat !== null) return iat instanceof Date && sigT === null
  return sigT instanceof Date && sigT < issuedAtOnly
}

/** References to validation data, and time-stamps over them, which no level above T has. */
const extendedOnly = ['xRefs', 'rRefs', 'axRefs', 'arRefs', 'sigRTst', 'rfsTst']

function baselineLevel({ components }: LevelFacts): 'B' | 'T' | 'LT' | 'LTA' {
  const named = (...names: readonly string[]) =>
    names.flatMap((name) => componentsNamed(components, name))
  const signatureTimestamps = named('sigTst')
  // Requirement c: a token for each.
  if (!signatureTimestamps.some((one) => tokensIn(one).length > 0)) return 'B'
  if (signatureTimestamps.some((one) => tokensIn(one).length !== 1)) return 'B'
  const holders = named('tstVD', 'anyValData')
  const certificates = [...named('xVals', 'axVals'), ...holders.map((one) => inside(one, 'xVals'))]
  const revocation = [...named('rVals', 'arVals'), ...holders.map((one) => inside(one, 'rVals'))]
  const complete = certificates.some(isFilledList) && revocation.some(hasRevocationData)
  if (!complete || named(...extendedOnly).length > 0) return 'T'
  return named('arcTst').some((one) => tokensIn(one).length > 0) ? 'LTA' : 'LT'
}

function inside(value: unknown, name: string): unknown {
  return isObject(value) ? memberOf(value, name) : undefined
}

function isFilledList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0
}

function hasRevocationData(value: unknown): boolean {
  return isObject(value) && listIn(value, 'crlVals').length + listIn(value, 'ocspVals').length > 0
}
