import { describe, expect, it } from 'vitest'
import { Budget } from '../../src/core/budget.ts'
import { failed } from '../../src/core/conclusion.ts'
import type { ParsedSignature } from '../../src/formats/format.ts'
import { judgeIntegrity } from '../../src/validation/basic-signature.ts'
import { verifyCryptographically } from '../../src/validation/cryptographic-verification.ts'
import { defaultPolicy } from '../../src/validation/policy.ts'
import { acceptSignature } from '../../src/validation/signature-acceptance.ts'
import { identifySigningCertificate } from '../../src/validation/signing-certificate.ts'
import type { Certificate } from '../../src/x509/certificate.ts'
import { onlySignature, parse, sha } from '../formats/cms/material.ts'
import { signedBy, signerCertificate } from '../scenarios/world.ts'
import { crypto } from '../x509/pki.ts'

const certificate = signerCertificate()
const signature = onlySignature(parse(signedBy(certificate)))
const at = new Date('2024-07-01T00:00:00Z')

const open = (checks: readonly { id: string; conclusion: { indication: string } }[]) =>
  checks.filter((check) => check.conclusion.indication !== 'PASSED').map((check) => check.id)

function because(checks: ReturnType<typeof verifyCryptographically>['checks']): string[] {
  return checks.flatMap(({ conclusion }) => {
    return conclusion.indication === 'PASSED'
      ? []
      : [`${conclusion.indication} ${conclusion.because}`]
  })
}

describe('the signing certificate (EN 319 102-1 §5.2.3)', () => {
  const identify = (differences: Partial<ParsedSignature>, given: readonly Certificate[] = []) =>
    identifySigningCertificate({ ...signature, ...differences }, [given], crypto)

  it('is found among those that travel with the signature', () => {
    const found = identify({})
    expect(found.certificate?.der).toEqual(certificate.der)
    expect(open(found.checks)).toEqual([])
  })

  it('is found among those that were given', () => {
    expect(identify({ certificates: [] }, [certificate]).certificate?.der).toEqual(certificate.der)
  })

  it('is missing where nothing at hand is named', () => {
    expect(open(identify({ certificates: [] }).checks)).toEqual(['signing-certificate-found'])
  })

  it('is the one that the signed digest binds, of several with the same issuer and serial number', () => {
    const twin = signerCertificate({ from: '2022-02-02' })
    const found = identify({ certificates: [twin, certificate] })
    expect(found.certificate?.der).toEqual(certificate.der)
    expect(open(found.checks)).toEqual([])
  })

  it('is refused where the signed digest is of another', () => {
    const twin = signerCertificate({ from: '2022-02-02' })
    expect(open(identify({ certificates: [twin] }).checks)).toEqual([
      'signing-certificate-reference',
    ])
  })
})

describe('the cryptographic verification (EN 319 102-1 §5.2.7)', () => {
  const verified = (differences: Partial<ParsedSignature>) =>
    verifyCryptographically({ ...signature, ...differences }, certificate, { crypto })
  const withOctets = (octets: ParsedSignature['references'][number]['octets']) =>
    signature.references.map((reference) => ({ ...reference, octets }))

  it('passes for what was signed', () => {
    expect(because(verified({}).checks)).toEqual([])
  })

  it('names what each reference that is intact is to', () => {
    const [reference, value] = verified({}).checks
    expect(reference).toMatchObject({
      id: 'reference-intact',
      conclusion: { indication: 'PASSED', detail: `"${signature.references[0]?.name}"` },
    })
    expect(value?.conclusion).toEqual({ indication: 'PASSED' })
  })

  it('fails for other content', () => {
    const references = withOctets({ kind: 'bytes', bytes: Buffer.from('other') })
    expect(because(verified({ references }).checks)).toEqual(['FAILED HASH_FAILURE'])
  })

  it('passes from the digest alone', () => {
    const digests = { 'SHA-256': sha('sha256', Buffer.from('Hello, Black Sea')) }
    expect(
      because(verified({ references: withOctets({ kind: 'digests', digests }) }).checks),
    ).toEqual([])
  })

  it('needs the content, or its digest by the right algorithm, where there is none', () => {
    for (const octets of [
      { kind: 'missing', name: 'a.txt' },
      { kind: 'digests', digests: {} },
    ] as const) {
      const result = verified({ references: withOctets(octets) })
      expect(because(result.checks)).toEqual(['INDETERMINATE SIGNED_DATA_NOT_FOUND'])
      expect(result.missing[0]?.digestAlgorithms).toEqual(['SHA-256'])
    }
  })

  it('needs nothing that could not be given: what is there and could not be processed', () => {
    const octets = { kind: 'missing', name: 'SignedInfo', because: 'not-processed' } as const
    const result = verified({ signedBytes: octets, references: withOctets(octets) })
    expect(because(result.checks)).toEqual([
      'INDETERMINATE SIGNED_DATA_NOT_FOUND',
      'INDETERMINATE SIGNED_DATA_NOT_FOUND',
    ])
    expect(result.missing).toEqual([])
  })

  it('fails for another value', () => {
    const value = Buffer.from(signature.value)
    value[value.length - 1] = (value[value.length - 1] ?? 0) ^ 1
    expect(because(verified({ value }).checks)).toEqual(['FAILED SIG_CRYPTO_FAILURE'])
  })

  it('is undecided for an algorithm that only has a name here', () => {
    const result = verified({ signatureAlgorithm: { unsupported: 'DSTU 4145-2002' } })
    expect(because(result.checks)).toEqual(['INDETERMINATE GENERIC'])
  })
})

describe('the content that a signature needs', () => {
  const [reference] = signature.references
  const missing = { ...reference, name: 'a.txt', octets: { kind: 'missing', name: 'a.txt' } }
  const changed = { ...reference, octets: { kind: 'bytes', bytes: Buffer.from('other') } }
  const needs = (differences: object) =>
    judgeIntegrity({ ...signature, ...differences } as ParsedSignature, {
      certificates: [],
      crypto,
      budget: new Budget(),
    }).missing.map((need) => need.for)

  it('is asked for while it could show that the signature is intact', () => {
    expect(needs({ references: [missing] })).toEqual(['a.txt'])
  })

  it('is not asked for where something else was changed', () => {
    expect(needs({ references: [changed, missing] })).toEqual([])
  })

  it('is not asked for where the signature is malformed', () => {
    const conclusion = failed('FORMAT_FAILURE', 'it is malformed')
    const formatChecks = [{ id: 'format', rule: 'a rule', conclusion }]
    expect(needs({ references: [missing], formatChecks })).toEqual([])
  })
})

describe('the acceptance (EN 319 102-1 §5.2.8)', () => {
  const accepted = (differences: Partial<ParsedSignature>, when = at) =>
    open(acceptSignature({ ...signature, ...differences }, certificate, defaultPolicy, when))

  it('asks for a signed reference to the signing certificate', () => {
    const signer = { ...signature.signer, signingCertificate: [] }
    expect(accepted({ signer })).toEqual(['signing-certificate-referenced'])
  })

  it('relies upon SHA-1 until 2012-08-01, exclusive', () => {
    const references = signature.references.map((one) => ({
      ...one,
      digestAlgorithm: 'SHA-1' as const,
    }))
    expect(accepted({ references }, new Date('2012-07-31T23:59:59Z'))).toEqual([])
    expect(accepted({ references }, new Date('2012-08-01T00:00:00Z'))).toEqual([
      'digest-algorithm-reliable',
    ])
  })
})
