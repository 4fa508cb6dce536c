import {
  type Check,
  type Conclusion,
  failed,
  ignored,
  passed,
  undecided,
} from '../../core/conclusion.ts'
import type { Certificate } from '../../x509/certificate.ts'
import { type KeySize, keySize } from '../../x509/public-key.ts'
import { keyMismatch, refusalOf } from './algorithms.ts'
import { checkBareKey } from './bare-key.ts'
import { has, type JsonObject, memberOf } from './json-text.ts'
import type { PayloadCarrier } from './payload.ts'
import { algorithmNameOf, type Jws } from './serialisation.ts'

const malformed = (detail: string): Conclusion => failed('FORMAT_FAILURE', detail)
const departs = (detail: string): Conclusion => undecided('SIG_CONSTRAINTS_FAILURE', detail)

/**
 * The rules of RFC 7515 and RFC 7797 over the header of one signature. FAILED: the signature is
 * nobody's, or two readers may differ over what was signed. INDETERMINATE: it departs from a rule
 * that leaves neither open.
 */
export function headerChecks(
  { jws, encodings }: PayloadCarrier,
  certificate: Certificate | null,
): readonly Check[] {
  return [
    checkAlgorithm(jws),
    checkKey(jws, certificate === null ? null : keySize(certificate)),
    checkBareKey(jws, certificate),
    checkDisjoint(jws),
    checkCritical(jws),
    checkUnencodedPayload(jws, encodings),
    checkPlacement(jws),
  ]
}

/** RFC 7515 §4.1.1, §10.7 and RFC 7518 §3.1: named, and never one that proves nothing. */
function checkAlgorithm(jws: Jws): Check {
  const id = 'jws-algorithm'
  const rule = 'RFC 7515 §4.1.1'
  const named = algorithmNameOf(jws)
  if (named === null) {
    return { id, rule, conclusion: malformed('the signature names no algorithm') }
  }
  const refusal = refusalOf(named)
  if (refusal !== null) return { id, rule: 'RFC 7518 §3.1', conclusion: malformed(refusal) }
  const conclusion = has(jws.protectedHeader, 'alg')
    ? passed
    : departs('the algorithm stands in the unprotected header')
  return { id, rule, conclusion }
}

/**
 * RFC 7518 §3.3 to §3.5: the kind of key, and its curve, follow from the algorithm. With another key
 * the value does not verify either; here it is said why.
 */
function checkKey(jws: Jws, key: KeySize | null): Check {
  const id = 'jws-key'
  const rule = 'RFC 7518 §3.4'
  const alg = algorithmNameOf(jws)
  if (alg === null || key === null) {
    return { id, rule, conclusion: ignored("the signer's certificate does not travel along") }
  }
  const mismatch = keyMismatch(alg, key)
  return { id, rule, conclusion: mismatch === null ? passed : malformed(mismatch) }
}

/** RFC 7515 §7.2.1: no name in both headers, for readers differ over which of the two counts. */
function checkDisjoint({ protectedHeader, unprotectedHeader }: Jws): Check {
  const twice = Object.keys(unprotectedHeader).find((name) => has(protectedHeader, name))
  return {
    id: 'jws-headers-disjoint',
    rule: 'RFC 7515 §7.2.1',
    conclusion:
      twice === undefined
        ? passed
        : malformed(`"${twice}" stands in both headers of the signature`),
  }
}

/** Names of RFC 7515 §4.1, RFC 7516 §4.1 and RFC 7518 §4, which "crit" must not list. */
const registered: ReadonlySet<string> = new Set([
  ...['alg', 'jku', 'jwk', 'kid', 'x5u', 'x5c', 'x5t', 'x5t#S256', 'typ', 'cty', 'crit'],
  ...['enc', 'zip', 'epk', 'apu', 'apv', 'iv', 'tag', 'p2s', 'p2c'],
])

/** Extensions that are understood here: RFC 7797 §3, and RFC 7519 §4.1.6, TS 119 182-1 §5.2 and §5.3.1. */
const understood: ReadonlySet<string> = new Set([
  ...['b64', 'iat', 'sigT', 'x5t#o', 'sigX5ts', 'srCms', 'sigPl', 'srAts', 'adoTst'],
  ...['sigPId', 'sigD', 'etsiU'],
])

/**
 * RFC 7515 §4.1.11: a JWS with a critical extension that is not understood is invalid. For other
 * violations ("recipients MAY consider the JWS to be invalid") it counts as a departure, since what
 * the extensions mean is certain. A single string in place of an array is read as an array of one.
 */
function checkCritical(jws: Jws): Check {
  return {
    id: 'jws-critical',
    rule: 'RFC 7515 §4.1.11',
    conclusion: criticalConclusion(jws),
  }
}

function criticalConclusion({ protectedHeader, unprotectedHeader }: Jws): Conclusion {
  if (has(unprotectedHeader, 'crit')) return malformed('"crit" stands in the unprotected header')
  if (!has(protectedHeader, 'crit')) return missingCritical(protectedHeader, [])
  const value = memberOf(protectedHeader, 'crit')
  const names: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (!names.every((name) => typeof name === 'string')) {
    return malformed('"crit" is no array of names')
  }
  const foreign = names.find((name) => !understood.has(name) && !registered.has(name))
  if (foreign !== undefined) return malformed(`"${foreign}" is critical and not understood here`)
  if (!Array.isArray(value)) return departs('"crit" is a string, not an array')
  return listConclusion(names, protectedHeader, unprotectedHeader)
}

function listConclusion(
  names: readonly string[],
  protectedHeader: JsonObject,
  unprotectedHeader: JsonObject,
): Conclusion {
  if (names.length === 0) return departs('"crit" is empty')
  if (new Set(names).size < names.length) return departs('"crit" names a parameter twice')
  const defined = names.find((name) => registered.has(name))
  if (defined !== undefined) return departs(`"crit" names "${defined}", which is no extension`)
  const absent = names.find((name) => !has(protectedHeader, name) && !has(unprotectedHeader, name))
  if (absent !== undefined) return departs(`"crit" names "${absent}", which is not there`)
  return missingCritical(protectedHeader, names)
}

/** RFC 7797 §6 and TS 119 182-1 §5.1.9: who does not know these would take other data for signed. */
function missingCritical(header: JsonObject, names: readonly string[]): Conclusion {
  const forgotten = ['b64', 'sigD'].find((name) => has(header, name) && !names.includes(name))
  if (forgotten === undefined) return passed
  const detail = `"${forgotten}" is not named in "crit"`
  return forgotten === 'b64' && memberOf(header, 'b64') !== true
    ? malformed(detail)
    : departs(detail)
}

/** RFC 7797 §3: a boolean, in the protected header only, and the same for all signatures. */
function checkUnencodedPayload(
  { protectedHeader, unprotectedHeader }: Jws,
  encodings: PayloadCarrier['encodings'],
): Check {
  const conclusion = has(unprotectedHeader, 'b64')
    ? malformed('"b64" stands in the unprotected header')
    : has(protectedHeader, 'b64') && typeof memberOf(protectedHeader, 'b64') !== 'boolean'
      ? malformed('"b64" is neither true nor false')
      : encodings === 'mixed'
        ? malformed('signatures of one payload differ in "b64"')
        : passed
  return { id: 'jws-unencoded-payload', rule: 'RFC 7797 §3', conclusion }
}

/** What TS 119 182-1 §5.1 and §5.2 want signed; unsigned it is not looked at. */
const signedOnly = [
  ...['cty', 'x5t#S256', 'x5t', 'iat', 'sigT', 'x5t#o', 'sigX5ts', 'srCms', 'sigPl', 'srAts'],
  ...['adoTst', 'sigPId', 'sigD'],
]

/** TS 119 182-1 §5.2 and §5.3.1: signed parameters stand in the protected header, "etsiU" outside of it. */
function checkPlacement({ protectedHeader, unprotectedHeader }: Jws): Check {
  const unsigned = signedOnly.find((name) => has(unprotectedHeader, name))
  const conclusion =
    unsigned !== undefined
      ? departs(`"${unsigned}" has to be signed, and is not`)
      : has(protectedHeader, 'etsiU')
        ? departs('"etsiU" stands in the protected header')
        : passed
  return { id: 'jades-placement', rule: 'TS 119 182-1 §5.2', conclusion }
}
