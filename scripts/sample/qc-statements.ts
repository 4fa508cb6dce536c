import * as asn1js from 'asn1js'
import { derOf } from './der.ts'

/** What a certificate states of itself (EN 319 412-5 §4, and the national laws). */
export interface QcPlan {
  /** QcCompliance: qualified under the law that QcCClegislation names, or under that of the EU. */
  readonly compliance: 'yes' | 'no'
  readonly type?: 'eSign' | 'eSeal'
  readonly qscd: 'yes' | 'no'
  /** QcCClegislation: the states whose law it is; the EU's where absent (EN 319 412-5 §4.2.4). */
  readonly legislation?: readonly string[]
  /** Statements of a national law, by OID. */
  readonly national?: readonly string[]
}

const etsi = '0.4.0.1862.1'
const types = { eSign: `${etsi}.6.1`, eSeal: `${etsi}.6.2` } as const

/** id-pe-qcStatements (RFC 3739 §3.2.6). */
export const qcStatementsOid = '1.3.6.1.5.5.7.1.3'

export function qcStatements(plan: QcPlan): Uint8Array {
  const statements = [
    ...(plan.compliance === 'yes' ? [statement(`${etsi}.1`)] : []),
    ...(plan.qscd === 'yes' ? [statement(`${etsi}.4`)] : []),
    ...(plan.type ? [statement(`${etsi}.6`, sequence([oid(types[plan.type])]))] : []),
    ...(plan.legislation
      ? [statement(`${etsi}.7`, sequence(plan.legislation.map(printable)))]
      : []),
    ...(plan.national ?? []).map((id) => statement(id)),
  ]
  return derOf(sequence(statements))
}

function statement(id: string, content?: asn1js.Sequence): asn1js.Sequence {
  return sequence(content ? [oid(id), content] : [oid(id)])
}

function sequence(value: asn1js.BaseBlock[]): asn1js.Sequence {
  return new asn1js.Sequence({ value })
}

function oid(value: string): asn1js.ObjectIdentifier {
  return new asn1js.ObjectIdentifier({ value })
}

function printable(value: string): asn1js.PrintableString {
  return new asn1js.PrintableString({ value })
}
