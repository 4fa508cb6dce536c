import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { VerifierError } from '../../src/core/errors.ts'
import { defaultPolicy } from '../../src/validation/policy.ts'
import type { Purpose } from '../../src/x509/key-purposes.ts'
import reasoned from './boringssl-chains.exceptions.json' with { type: 'json' }
import {
  anyAlgorithm,
  certificatesOf,
  type Exception,
  passes,
  type Question,
  readJson,
  suiteFolder,
  summary,
  verdictOf,
} from './chain-requests.ts'

const folder = suiteFolder('boringssl-pki')
const file = join(folder, 'verify-chain-cases.json')

interface Case {
  readonly test: string
  readonly expected: 'valid' | 'invalid'
  readonly chain: string
  readonly last_cert_trust: string
  readonly utc_time: string
  readonly key_purpose: string
  readonly digest_policy?: 'STRONG'
  readonly expected_user_constrained_policy_set?: string
}

/** `actualPolicies` is ours where the chain passes with other policies than the suite says. */
interface ChainException extends Exception {
  readonly actualPolicies?: readonly string[]
}

/** The time of the suite's own runner where a case names none. */
const defaultTime = '211005120000Z'

function timeOf(utc: string): Date {
  const [year, month, day, hour, minute, second] = utc.match(/\d\d/g) ?? []
  return new Date(`20${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
}

/**
 * STRICT adds rules of the CA/Browser Forum to the purposes of RFC 5280 §4.2.1.12, and those of MLS and
 * C2PA are none of `Purpose`: they are asked for as any, and named as exceptions.
 */
function purposeOf(purpose: string): Purpose {
  if (purpose.startsWith('SERVER_AUTH')) return 'server-authentication'
  return purpose.startsWith('CLIENT_AUTH') ? 'client-authentication' : 'any'
}

function questionOf(one: Case): Question {
  const pem = readFileSync(
    join(folder, 'verify_certificate_chain_unittest', dirname(one.test), one.chain),
  )
  const chain = certificatesOf(pem)
  const [target, last] = [chain[0], chain[chain.length - 1]]
  if (target === undefined || last === undefined) {
    throw new VerifierError('certificate-malformed', 'no PEM')
  }
  return {
    target,
    intermediates: chain.slice(1, -1),
    anchors: /^TRUSTED/.test(one.last_cert_trust) ? [last] : [],
    at: timeOf(one.utc_time === 'DEFAULT' ? defaultTime : one.utc_time),
    policy: one.digest_policy === 'STRONG' ? defaultPolicy : anyAlgorithm,
    purpose: purposeOf(one.key_purpose),
  }
}

describe.skipIf(!existsSync(file))('boringssl-pki: verify_certificate_chain', () => {
  const cases = existsSync(file) ? (readJson(file) as readonly Case[]) : []
  const exceptions = new Map((reasoned as readonly ChainException[]).map((one) => [one.id, one]))

  it('has its cases, and no exception for what is not there', () => {
    expect(cases).toHaveLength(197)
    const ids = new Set(cases.map((one) => one.test))
    expect([...exceptions.keys()].filter((id) => !ids.has(id))).toEqual([])
  })

  it.each(cases.map((one) => [one.test, one] as const))('%s', (id, one) => {
    const verdict = verdictOf(() => questionOf(one))
    const actual = passes(verdict) ? 'valid' : 'invalid'
    const exception = exceptions.get(id)
    if (exception !== undefined) expect(exception.expected).toBe(one.expected)
    expect(actual, summary(verdict)).toBe(exception?.actual ?? one.expected)
  })

  it.each(
    cases
      .filter((one) => one.expected_user_constrained_policy_set !== undefined)
      .filter(({ test }) => exceptions.get(test)?.actual !== 'invalid')
      .map((one) => [one.test, one] as const),
  )('%s has the policies it should have', (id, one) => {
    const verdict = verdictOf(() => questionOf(one))
    const labelled = (one.expected_user_constrained_policy_set ?? '').split(', ').sort()
    const actual = verdict instanceof VerifierError ? null : verdict.userConstrainedPolicySet
    const ours = exceptions.get(id)?.actualPolicies
    if (ours !== undefined) expect(ours).not.toEqual(labelled)
    expect(actual === null ? null : [...actual].sort()).toEqual(ours ?? labelled)
  })
})
