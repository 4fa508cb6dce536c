import { readOrNull } from '../../src/core/errors.ts'
import type { Certificate } from '../../src/x509/certificate.ts'
import { extensionOids } from '../../src/x509/extensions.ts'
import { subjectNames } from '../../src/x509/name-constraints/subject-names.ts'
import {
  type NameConstraints,
  readNameConstraints,
  type Subtree,
} from '../../src/x509/name-constraints/subtrees.ts'
import { nameAttributes } from '../../src/x509/names.ts'

/** True where a common name that looks like a host is outside the constraints on hosts, and no dNSName is. */
export function isRefusedAsHost(
  chain: readonly Certificate[],
  place: number,
  looks: RegExp,
): boolean {
  const [certificate, ...above] = chain.slice(place)
  if (certificate === undefined) return false
  if (subjectNames(certificate).names.some(({ kind }) => kind === 'dns')) return false
  return nameAttributes(certificate.subject, '2.5.4.3').some(
    ({ text }) =>
      text !== null &&
      looks.test(text) &&
      above.flatMap(constraintsOf).some((one) => refusesHost(one, text.toLowerCase())),
  )
}

/** The name constraints of a certificate that can be read. */
export function constraintsOf({ extensions }: Certificate): readonly NameConstraints[] {
  return extensions.flatMap(({ oid, value }) =>
    oid === extensionOids.nameConstraints
      ? (readOrNull(() => readNameConstraints(value)) ?? [])
      : [],
  )
}

function refusesHost({ permitted, excluded }: NameConstraints, host: string): boolean {
  const hosts = (list: readonly Subtree[]) =>
    list.flatMap(({ base }) => (base.kind === 'dns' ? [base.name.toLowerCase()] : []))
  const within = (base: string) => base === '' || `.${host}`.endsWith(`.${base}`)
  const inside = hosts(permitted)
  return hosts(excluded).some(within) || (inside.length > 0 && !inside.some(within))
}
