import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Budget } from '../../src/core/budget.ts'
import { type Certificate, parseCertificate } from '../../src/x509/certificate.ts'
import { anyPolicy, type PathPolicy } from '../../src/x509/policy-inputs.ts'
import {
  afterCertificate,
  concludePolicies,
  initialPolicyState,
} from '../../src/x509/policy-processing.ts'

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

/** The sections that are about policies: what is invalid there is so by its policies. */
const policySections = new Set(['4.8', '4.9', '4.10', '4.11', '4.12'])

describe.skipIf(suites === undefined)('PKITS', () => {
  const cases: readonly Case[] =
    suites === undefined ? [] : JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8'))

  it('has every case', () => {
    expect(cases.length).toBe(249)
  })

  describe('by policies alone', () => {
    it.each(
      cases
        .filter(({ expected }) => expected === 'valid')
        .map((one) => [one.id, one.name, one] as const),
    )('finds the policies of %s %s', (_id, _name, one) => {
      expect(policiesAlone(one)).toEqual([...one.userConstrainedPolicySet].sort())
    })

    it.each(
      cases
        .filter(({ expected, section }) => expected === 'invalid' && policySections.has(section))
        .map((one) => [one.id, one.name, one] as const),
    )('refuses %s %s', (_id, _name, one) => {
      expect(policiesAlone(one)).toMatch(/^RFC 5280 §/)
    })
  })
})
