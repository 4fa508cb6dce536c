import { Budget } from '../../../src/core/budget.ts'
import type { Certificate } from '../../../src/x509/certificate.ts'
import {
  nameConstraintProblem,
  noNameConstraints,
  withConstraintsOf,
} from '../../../src/x509/name-constraints/name-constraints.ts'
import { oid, sequence, setOf, tlv } from '../../formats/cms/der.ts'
import { type Entity, entity, extension, issue } from '../pki.ts'

/** Names and the constraints on them, written by the tests' own DER writer. */

const someone = entity('Someone')

export const email = (mailbox: string) => tlv(0x81, Buffer.from(mailbox, 'latin1'))
export const dns = (name: string) => tlv(0x82, Buffer.from(name, 'latin1'))
export const uri = (text: string) => tlv(0x86, Buffer.from(text, 'latin1'))
export const ip = (...octets: readonly number[]) => tlv(0x87, Uint8Array.from(octets))
export const directory = (name: Uint8Array) => tlv(0xa4, name)
export const registeredId = tlv(0x88, Uint8Array.of(0x2a, 0x03))
export const x400Address = tlv(0xa3, sequence())
export const ediPartyName = tlv(0xa5, tlv(0xa1, tlv(0x0c, Buffer.from('foo'))))

/** An otherName; the value as a UTF8String. */
export function otherName(type: string, text: string): Uint8Array {
  return tlv(0xa0, oid(type), tlv(0xa0, tlv(0x0c, Buffer.from(text))))
}

export const smtpUtf8Mailbox = (mailbox: string) => otherName('1.3.6.1.5.5.7.8.9', mailbox)

export function attribute(type: string, text: string, tag = 0x0c): Uint8Array {
  const wide = tag === 0x1e
  return sequence(
    oid(type),
    tlv(tag, wide ? Buffer.from(text, 'utf16le').swap16() : Buffer.from(text)),
  )
}

/** A name of one attribute an RDN. */
export const rdns = (...attributes: readonly Uint8Array[]) =>
  sequence(...attributes.map((one) => setOf(one)))

export const noName = sequence()

export interface SubtreesPlan {
  readonly permitted?: readonly Uint8Array[]
  readonly excluded?: readonly Uint8Array[]
}

/** The value of NameConstraints with the bases given. */
export function constraintsValue({ permitted = [], excluded = [] }: SubtreesPlan): Uint8Array {
  const list = (tag: number, bases: readonly Uint8Array[]) =>
    bases.length === 0 ? [] : [tlv(tag, ...bases.map((base) => sequence(base)))]
  return sequence(...list(0xa0, permitted), ...list(0xa1, excluded))
}

/** An authority with the NameConstraints given, as octets or as a plan. */
export function constraining(plan: SubtreesPlan | Uint8Array, critical = true): Certificate {
  const value = plan instanceof Uint8Array ? plan : constraintsValue(plan)
  return issue(someone, someone, { extensions: [extension('2.5.29.30', value, critical)] })
}

/** A certificate with the subject and the names in its SubjectAltName; no extension without names. */
export function named(names: readonly Uint8Array[], subject: Uint8Array = noName): Certificate {
  const holder: Entity = { ...someone, name: subject }
  const extensions = names.length === 0 ? [] : [extension('2.5.29.17', sequence(...names))]
  return issue(holder, someone, { extensions })
}

/** What the authorities, from the anchor down, have against the certificate. */
export function problemOf(
  authorities: readonly Certificate[],
  certificate: Certificate,
  budget = new Budget(),
): string | null {
  const state = authorities.reduce(withConstraintsOf, noNameConstraints)
  return nameConstraintProblem(state, certificate, budget)
}

/** The same for names under one authority. */
export function problemUnder(
  plan: SubtreesPlan | Uint8Array,
  names: readonly Uint8Array[],
  subject: Uint8Array = noName,
): string | null {
  return problemOf([constraining(plan)], named(names, subject))
}
