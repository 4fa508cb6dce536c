import { isUnsupported } from '../../core/algorithm-names.ts'
import { type Check, failed, passed, undecided } from '../../core/conclusion.ts'
import type { CountersignedValue } from './countersignature.ts'
import type { ReferenceProblem } from './reference-problem.ts'
import type { Malformed, SignedInfo } from './signed-info.ts'
import type { SignedProperties } from './signed-properties.ts'

/**
 * XMLDSig 1.1 §4: a signature that is not written as the schema wants it has failed, past a limit
 * it is undecided.
 */
export function structureCheck(malformed: Malformed | null): Check {
  const conclusion =
    malformed === null
      ? passed
      : malformed.because === 'limit'
        ? undecided('GENERIC', malformed.malformed, 'BUDGET_EXCEEDED')
        : failed('FORMAT_FAILURE', malformed.malformed, 'SIGNATURE_MALFORMED')
  return { id: 'xml-signature-structure', rule: 'XMLDSig 1.1 §4', conclusion }
}

/** XMLDSig 1.1 §4.4.1: without its canonicalisation method, nothing can be said of the value. */
export function canonicalisationCheck({ canonicalisation }: SignedInfo): Check {
  const conclusion =
    'unsupported' in canonicalisation
      ? undecided('GENERIC', `${canonicalisation.unsupported} is not supported`)
      : passed
  return { id: 'canonicalisation-method', rule: 'XMLDSig 1.1 §4.4.1', conclusion }
}

/**
 * XMLDSig 1.1 §4.4.2. §6.3.1 has HMAC; here it is refused as no signature of anyone, as is what names
 * no algorithm. Any other that is not known is unsupported, and said so with the value.
 */
export function signatureMethodCheck({ signatureAlgorithm }: SignedInfo): Check {
  const unknown = isUnsupported(signatureAlgorithm) ? signatureAlgorithm.unsupported : null
  const refusal = unknown === null ? null : refusalOf(unknown)
  const conclusion =
    refusal === null ? passed : failed('FORMAT_FAILURE', refusal, 'SIGNATURE_MALFORMED')
  return { id: 'signature-method', rule: 'XMLDSig 1.1 §4.4.2', conclusion }
}

function refusalOf(method: string): string | null {
  if (/#hmac-/i.test(method)) return 'HMAC is no signature: whoever can verify it can make it'
  if (/(?:^|#)none$/i.test(method)) return '"none" is no signature at all'
  return method === '' ? 'the signature names no algorithm' : null
}

/**
 * XMLDSig 1.1 §4.4.3: the first reference without octets decides; one that could mean two elements
 * has failed.
 */
export function referenceCheck(problems: readonly (ReferenceProblem | null)[]): Check {
  const first = problems.find((problem) => problem !== null) ?? null
  const conclusion =
    first === null
      ? passed
      : first.kind === 'ambiguous'
        ? failed('FORMAT_FAILURE', first.detail, 'SIGNATURE_MALFORMED')
        : first.kind === 'too-much'
          ? undecided('GENERIC', first.detail, 'BUDGET_EXCEEDED')
          : first.kind === 'missing'
            ? undecided('SIGNED_DATA_NOT_FOUND', first.detail, 'DETACHED_CONTENT_MISSING')
            : undecided('SIGNED_DATA_NOT_FOUND', first.detail)
  return { id: 'reference-processing', rule: 'XMLDSig 1.1 §4.4.3', conclusion }
}

/**
 * EN 319 132-1 §4.4.2: a reference of the type covers SignedProperties; what none covers is not read.
 * A property that cannot be read leaves the signature what it is, but it is not XAdES.
 */
export function propertiesCheck({ ambiguous, problems }: SignedProperties): Check {
  const [problem] = problems
  const conclusion =
    ambiguous !== null
      ? failed('FORMAT_FAILURE', ambiguous, 'SIGNATURE_MALFORMED')
      : problem === undefined
        ? passed
        : undecided('SIG_CONSTRAINTS_FAILURE', problem)
  return { id: 'signed-properties', rule: 'EN 319 132-1 §4.4.2', conclusion }
}

/** EN 319 132-1 §5.2.7.2: a countersignature signs the value of the signature that it stands in. */
export function countersignatureCheck(value: CountersignedValue): Check {
  const detail = 'a countersignature that does not sign the value of the signature it stands in'
  const conclusion =
    value === 'not-signed' ? failed('FORMAT_FAILURE', detail, 'SIGNATURE_MALFORMED') : passed
  return { id: 'countersigned-value', rule: 'EN 319 132-1 §5.2.7.2', conclusion }
}
