import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Budget } from '../../src/core/budget.ts'
import type { VerifierError } from '../../src/core/errors.ts'
import type { ChainVerdict } from '../../src/report/chain.ts'
import { type Certificate, parseCertificate } from '../../src/x509/certificate.ts'
import { type Crl, parseCrl } from '../../src/x509/crl/crl.ts'
import { anyPolicy, type PathPolicy } from '../../src/x509/policies/inputs.ts'
import {
  afterCertificate,
  concludePolicies,
  initialPolicyState,
} from '../../src/x509/policies/processing.ts'
import { passes, summary, verdictOf } from './chain-requests.ts'

interface Case {
  readonly id: string
  readonly name: string
  readonly section: string
  readonly path: readonly string[]
  readonly extraCerts: readonly string[]
  readonly crls: readonly string[]
  readonly initialPolicySet: 'any' | readonly string[]
  readonly initialExplicitPolicy: boolean
  readonly initialPolicyMappingInhibit: boolean
  readonly initialInhibitAnyPolicy: boolean
  readonly expected: 'valid' | 'invalid'
  readonly userConstrainedPolicySet: readonly string[]
  readonly validationTime: string
}

function rows(cases: readonly Case[], expected: Case['expected']) {
  return cases
    .filter((one) => one.expected === expected)
    .map((one) => [one.id, one.name, one] as const)
}

const suites = process.env['SUITES_DIR']
const folder = join(suites ?? '', 'pkits')

const certificates = new Map<string, Certificate>()

function certificateOf(name: string): Certificate {
  const known = certificates.get(name)
  if (known !== undefined) return known
  const certificate = parseCertificate(readFileSync(join(folder, 'certs', name)))
  certificates.set(name, certificate)
  return certificate
}

function inputsOf(one: Case): PathPolicy {
  return {
    initialPolicySet: one.initialPolicySet === 'any' ? [anyPolicy] : one.initialPolicySet,
    requireExplicitPolicy: one.initialExplicitPolicy ? 'yes' : 'no',
    inhibitPolicyMapping: one.initialPolicyMappingInhibit ? 'yes' : 'no',
    inhibitAnyPolicy: one.initialInhibitAnyPolicy ? 'yes' : 'no',
  }
}

/** What the policies alone make of the path; everything else on it is not looked at. */
function policiesAlone(one: Case): readonly string[] | string {
  const budget = new Budget()
  const inputs = inputsOf(one)
  const path = one.path.slice(1).map(certificateOf)
  const state = path.reduce(
    (before, certificate, i) =>
      afterCertificate(
        before,
        certificate,
        i === path.length - 1 ? 'last' : 'intermediate',
        budget,
      ),
    initialPolicyState(inputs),
  )
  const { problem, userConstrainedPolicySet } = concludePolicies(state, inputs, budget)
  return problem?.rule ?? userConstrainedPolicySet.map(({ oid }) => oid).sort()
}

/** Each CRL once, however many cases it is in: it is read, and what is known of it, once. */
const crls = new Map<string, Crl>()

function crlOf(name: string): Crl {
  const known = crls.get(name)
  if (known !== undefined) return known
  const crl = parseCrl(readFileSync(join(folder, 'crls', name)))
  crls.set(name, crl)
  return crl
}

/** A case as anyone would ask it: everything that it gives, and revocation required. */
function verdictOn(one: Case): ChainVerdict | VerifierError {
  return verdictOf(() => {
    const [anchor, ...below] = one.path.map(certificateOf)
    const target = below.pop()
    if (anchor === undefined || target === undefined) throw new Error(`no path in ${one.id}`)
    return {
      ...inputsOf(one),
      target,
      intermediates: [...below, ...one.extraCerts.map(certificateOf)],
      anchors: [anchor],
      crls: one.crls.map(crlOf),
      at: new Date(one.validationTime),
      revocation: 'required',
    }
  })
}

/** Why the invalid cases of a section are: a refusal for another reason would prove nothing. */
const reasons: Readonly<Record<string, RegExp>> = {
  '4.1': /^NO_CERTIFICATE_CHAIN_FOUND$/,
  '4.2': /^OUT_OF_BOUNDS_NO_POE$/,
  '4.3': /^NO_CERTIFICATE_CHAIN_FOUND$/,
  // Test 15 has a negative serial number (RFC 5280 §4.1.2.2).
  '4.4': /^(REVOKED_NO_POE|REVOKED_CA_NO_POE|TRY_LATER|CERTIFICATE_CHAIN_GENERAL_FAILURE)$/,
  // In test 8 a certificate that may sign CRLs alone has signed another certificate.
  '4.5': /^(REVOKED_NO_POE|CERTIFICATE_CHAIN_GENERAL_FAILURE)$/,
  '4.6': /^CERTIFICATE_CHAIN_GENERAL_FAILURE$/,
  // Tests 4 and 5 are of the key that signs the CRL.
  '4.7': /^(CERTIFICATE_CHAIN_GENERAL_FAILURE|TRY_LATER)$/,
  '4.8': /^CHAIN_CONSTRAINTS_FAILURE$/,
  '4.9': /^CHAIN_CONSTRAINTS_FAILURE$/,
  '4.10': /^CHAIN_CONSTRAINTS_FAILURE$/,
  '4.11': /^CHAIN_CONSTRAINTS_FAILURE$/,
  '4.12': /^CHAIN_CONSTRAINTS_FAILURE$/,
  '4.13': /^CHAIN_CONSTRAINTS_FAILURE$/,
  '4.14': /^(REVOKED_NO_POE|TRY_LATER)$/,
  '4.15': /^(REVOKED_NO_POE|TRY_LATER)$/,
  '4.16': /^CERTIFICATE_CHAIN_GENERAL_FAILURE$/,
}

/** The sections that are about policies: what is invalid there is so by its policies. */
const policySections = new Set(['4.8', '4.9', '4.10', '4.11', '4.12'])

describe.skipIf(suites === undefined)('PKITS', () => {
  const cases: readonly Case[] =
    suites === undefined ? [] : JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8'))

  it('has every case', () => {
    expect(cases.length).toBe(249)
  })

  it.each(rows(cases, 'valid'))('accepts %s %s', (_id, _name, one) => {
    const verdict = verdictOn(one)
    expect(summary(verdict)).toBe('PASSED ')
    expect('path' in verdict && [...verdict.userConstrainedPolicySet].sort()).toEqual(
      [...one.userConstrainedPolicySet].sort(),
    )
  })

  it.each(rows(cases, 'invalid'))('does not accept %s %s', (_id, _name, one) => {
    const verdict = verdictOn(one)
    expect(passes(verdict)).toBe(false)
    expect(summary(verdict).split(' ')[1]).toMatch(reasons[one.section] ?? /^$/)
  })

  describe('by policies alone', () => {
    it.each(rows(cases, 'valid'))('finds the policies of %s %s', (_id, _name, one) => {
      expect(policiesAlone(one)).toEqual([...one.userConstrainedPolicySet].sort())
    })

    it.each(
      rows(
        cases.filter(({ section }) => policySections.has(section)),
        'invalid',
      ),
    )('refuses %s %s', (_id, _name, one) => {
      expect(policiesAlone(one)).toMatch(/^RFC 5280 §/)
    })
  })
})
