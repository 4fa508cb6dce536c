import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { VerifierError } from '../../src/core/errors.ts'
import { fingerprint } from '../../src/core/fingerprint.ts'
import type { ChainVerdict } from '../../src/report/chain.ts'
import { defaultPolicy } from '../../src/validation/policy.ts'
import { type Certificate, pemBlocks } from '../../src/x509/certificate.ts'
import { parseCrl } from '../../src/x509/crl/crl.ts'
import { sameName } from '../../src/x509/names.ts'
import {
  certificatesOf,
  type Exception,
  passes,
  type Question,
  readJson,
  suiteFolder,
  summary,
  verdictOf,
} from './chain-requests.ts'
import reasoned from './limbo.exceptions.json' with { type: 'json' }
import { namesPeer, type PeerName } from './peer-names.ts'

const file = join(suiteFolder('limbo'), 'limbo.json')

interface Case {
  readonly id: string
  readonly validation_kind: 'SERVER' | 'CLIENT'
  readonly trusted_certs: readonly string[]
  readonly untrusted_intermediates: readonly string[]
  readonly peer_certificate: string
  readonly validation_time: string | null
  readonly expected_result: 'SUCCESS' | 'FAILURE'
  readonly expected_peer_name: PeerName | null
  readonly expected_peer_names: readonly PeerName[]
  readonly max_chain_depth: number | null
  readonly crls: readonly string[]
}

/** "Now" where a case names no time: all of them are valid then. */
const someTime = new Date('2025-01-01T00:00:00Z')

function certificateOf(pem: string): Certificate {
  const [certificate] = certificatesOf(pem)
  if (certificate === undefined) throw new VerifierError('certificate-malformed', 'no PEM')
  return certificate
}

function questionOf(one: Case): Question {
  return {
    target: certificateOf(one.peer_certificate),
    intermediates: one.untrusted_intermediates.map(certificateOf),
    anchors: one.trusted_certs.map(certificateOf),
    crls: one.crls.flatMap((pem) =>
      pemBlocks(Buffer.from(pem), 'X509 CRL').map((c) => parseCrl(c)),
    ),
    revocation: one.crls.length > 0 ? 'required' : 'none',
    at: one.validation_time === null ? someTime : new Date(one.validation_time),
    // The suite has certificates signed with SHA-1 that are to be refused: these are TS 119 312's dates.
    policy: defaultPolicy,
    purpose: one.validation_kind === 'SERVER' ? 'server-authentication' : 'client-authentication',
  }
}

/**
 * The label is of a connection. What it asks beside a path is done here: a peer of the name expected
 * (RFC 9525), and no more intermediates than it allows.
 */
function accepts(one: Case, verdict: ChainVerdict | VerifierError): boolean {
  if (verdict instanceof VerifierError || !passes(verdict)) return false
  const { target, intermediates } = questionOf(one)
  const expected = [one.expected_peer_name, ...one.expected_peer_names].flatMap(
    (name) => name ?? [],
  )
  const counted = verdict.path.slice(1, -1).filter(({ sha256 }) => {
    const found = intermediates.find((certificate) => fingerprint(certificate.der) === sha256)
    return found !== undefined && !sameName(found.issuer, found.subject)
  })
  return (
    expected.every((name) => namesPeer(target, name)) &&
    counted.length <= (one.max_chain_depth ?? Number.POSITIVE_INFINITY)
  )
}

describe.skipIf(!existsSync(file))('x509-limbo', () => {
  const cases = existsSync(file) ? (readJson(file) as { testcases: readonly Case[] }).testcases : []
  const exceptions = new Map((reasoned as readonly Exception[]).map((one) => [one.id, one]))

  it('has its cases, and no exception for what is not there', () => {
    expect(cases.length).toBeGreaterThan(1_200)
    const ids = new Set(cases.map((one) => one.id))
    expect([...exceptions.keys()].filter((id) => !ids.has(id))).toEqual([])
  })

  it.each(cases.map((one) => [one.id, one] as const))('%s', (id, one) => {
    const verdict = verdictOf(() => questionOf(one))
    const actual = accepts(one, verdict) ? 'SUCCESS' : 'FAILURE'
    const exception = exceptions.get(id)
    if (exception !== undefined) expect(exception.expected).toBe(one.expected_result)
    expect(actual, summary(verdict)).toBe(exception?.actual ?? one.expected_result)
  })
})
