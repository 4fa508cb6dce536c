import type { Check } from '../../../core/conclusion.ts'
import type { Certificate } from '../../../x509/certificate.ts'
import type { ParsedSignature } from '../../format.ts'
import { child, type XmlElement } from '../document.ts'
import { ds } from '../namespaces.ts'
import type { Reading } from '../reading.ts'
import type { XmlReference } from '../signature.ts'
import type { SignedInfo } from '../signed-info.ts'
import type { SignedProperties } from '../signed-properties.ts'
import { claimsOf } from './claims.ts'
import { checkDataObjectFormats } from './data-object-format.ts'
import { levelOf } from './level.ts'
import { isXades, propertiesIn } from './namespaces.ts'
import type { QualifyingProperties } from './qualifying-properties.ts'
import { checkSignaturePolicy } from './signature-policy.ts'
import { type PropertyReading, timestampsIn, validationValuesIn } from './unsigned-properties.ts'

/** What was read of a signature before its properties are. */
export interface XadesSource {
  readonly signedInfo: SignedInfo
  readonly references: readonly XmlReference[]
  readonly properties: SignedProperties
  readonly qualifying: QualifyingProperties
  /** Of KeyInfo. */
  readonly keyCertificates: readonly Certificate[]
  /** The rules of XMLDSig and of the signed properties. */
  readonly checks: readonly Check[]
}

/** More than a reader would look at; a hostile document could have a million. */
const mostWarnings = 100

type Xades = Pick<
  ParsedSignature,
  'format' | 'certificates' | 'crls' | 'ocspResponses' | 'timestamps' | 'claims' | 'formatChecks'
>

/** What the properties of EN 319 132-1 §5 add to a signature; `id` is what it is reported by. */
export function readXades(source: XadesSource, id: string, reading: Reading): Xades {
  const { references, signedInfo, properties, qualifying, keyCertificates } = source
  const { unsigned } = qualifying
  const { signatureProperties, objectProperties, policy, formats } = properties
  const warn: PropertyReading['warn'] = (code, message) => {
    if (reading.warnings.length < mostWarnings) reading.warnings.push({ code, message })
  }
  if (qualifying.elsewhere === 'yes') {
    warn('qualifying-properties-elsewhere', `properties of ${id} in another place are not read`)
  }
  if (qualifying.target === 'dangling') {
    warn('qualifying-properties-target', `the Target of properties of ${id} is not its identifier`)
  }
  if (unsigned.some(isEmptyCountersignature)) {
    warn('countersignature-not-found', `a CounterSignature of ${id} holds no ds:Signature`)
  }
  const formatChecks = [
    ...source.checks,
    checkDataObjectFormats(formats, signedInfo.references, reading.identifiers),
    ...listed(checkSignaturePolicy(policy, { ...reading, unsigned })),
  ]
  const context = { budget: reading.budget, warn }
  const values = validationValuesIn(unsigned, context)
  const { crypto } = reading
  const facts = {
    signedInfo,
    references,
    properties,
    unsigned,
    keyCertificates,
    formatChecks,
    crypto,
  }
  return {
    format: levelOf(facts),
    certificates: [...keyCertificates, ...values.certificates],
    crls: values.crls,
    ocspResponses: values.ocspResponses,
    timestamps: timestampsIn([...signedIn(objectProperties), ...unsigned], id, context),
    claims: claimsOf({ signatureProperties, objectProperties, policy, formats }),
    formatChecks,
  }
}

/** EN 319 132-1 §5.2.7.2: it holds one ds:Signature. Every one there is is reported by itself. */
function isEmptyCountersignature(property: XmlElement): boolean {
  return isXades(property, 'CounterSignature') && child(property, ds, 'Signature') === null
}

function listed(check: Check | null): readonly Check[] {
  return check === null ? [] : [check]
}

function signedIn(objectProperties: XmlElement | null): readonly XmlElement[] {
  return objectProperties === null ? [] : propertiesIn(objectProperties)
}
