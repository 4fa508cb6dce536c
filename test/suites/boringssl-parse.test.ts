import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Budget } from '../../src/core/budget.ts'
import { readOrNull } from '../../src/core/errors.ts'
import { type Certificate, parseCertificate, pemBlocks } from '../../src/x509/certificate.ts'
import { profileProblems } from '../../src/x509/certificate-profile.ts'
import {
  authorityInformationUris,
  authorityKeyIdentifier,
  basicConstraints,
  crlDistributionUris,
  extendedKeyUsage,
  keyUsage,
  subjectKeyIdentifier,
} from '../../src/x509/extensions.ts'
import {
  nameConstraintProblem,
  noNameConstraints,
  withConstraintsOf,
} from '../../src/x509/name-constraints/name-constraints.ts'
import {
  inhibitAnyPolicy,
  policyConstraints,
  policyInformation,
  policyMappings,
} from '../../src/x509/policies/extensions.ts'
import { oid, sequence, tlv } from '../formats/cms/der.ts'
import { entity, extension, issue } from '../x509/pki.ts'
import reasoned from './boringssl-parse.exceptions.json' with { type: 'json' }
import { type Exception, suiteFolder } from './chain-requests.ts'

const folder = join(suiteFolder('boringssl-pki'), 'parse_certificate_unittest')

/** Everything that a path may ask of a certificate. */
const readers: readonly ((certificate: Certificate) => unknown)[] = [
  (certificate) => authorityInformationUris(certificate, 'ocsp'),
  authorityKeyIdentifier,
  basicConstraints,
  crlDistributionUris,
  extendedKeyUsage,
  keyUsage,
  subjectKeyIdentifier,
  inhibitAnyPolicy,
  policyConstraints,
  policyInformation,
  policyMappings,
]

const root = entity('root')

/** A certificate with an address, for name constraints to be asked about. */
const address = sequence(tlv(0x87, Uint8Array.of(192, 0, 2, 1)))
const addressed = issue(entity('host'), root, { extensions: [extension('2.5.29.17', address)] })

/** Read whole, with no departure that a path would not forgive, and nothing against its profile. */
function isSound(der: Uint8Array): boolean {
  const sound = readOrNull(() => {
    const certificate = parseCertificate(der)
    for (const read of readers) read(certificate)
    const state = withConstraintsOf(noNameConstraints, certificate)
    if (nameConstraintProblem(state, addressed, new Budget()) !== null) return false
    const serious = certificate.departures.filter((one) => one !== 'default-value-encoded')
    return serious.length === 0 && profileProblems(certificate, 'target').length === 0
  })
  return sound === true
}

/** A file holds a certificate, its body, or one extension; the rest is put around it here. */
function certificateIn(pem: Uint8Array): Uint8Array {
  const [certificate] = pemBlocks(pem, 'CERTIFICATE')
  if (certificate !== undefined) return certificate
  const [body] = pemBlocks(pem, 'TBS CERTIFICATE')
  if (body !== undefined) {
    const algorithm = sequence(oid('1.2.840.10045.4.3.2'))
    return sequence(body, algorithm, tlv(0x03, Uint8Array.of(0)))
  }
  const [identifier] = pemBlocks(pem, 'AUTHORITY_KEY_IDENTIFIER')
  const extensions = [extension('2.5.29.35', identifier ?? new Uint8Array(), false)]
  return issue(entity('subject'), root, { extensions }).der
}

/** By the errors that the file lists; the files of one extension have none, and say it by their names. */
function labelOf(file: string, pem: Uint8Array): 'valid' | 'invalid' {
  const errors = pemBlocks(pem, 'ERRORS').map((bytes) => Buffer.from(bytes).toString('latin1'))
  if (errors.some((text) => text.includes('ERROR:'))) return 'invalid'
  // RFC 5280 appendix A.2: issuer and serial number are both present or both absent.
  return /^authority_key_identifier\/(?:extra|invalid|.*_only)/.test(file) ? 'invalid' : 'valid'
}

function filesIn(path: string): readonly string[] {
  if (!existsSync(path)) return []
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' })
  return files.filter((file) => file.endsWith('.pem')).sort()
}

describe.skipIf(!existsSync(folder))('boringssl-pki: parse_certificate', () => {
  const files = filesIn(folder)
  const exceptions = new Map((reasoned as readonly Exception[]).map((one) => [one.id, one]))

  it('has its files, and no exception for what is not there', () => {
    expect(files).toHaveLength(103)
    expect([...exceptions.keys()].filter((id) => !files.includes(id))).toEqual([])
  })

  it.each(files)('%s', (file) => {
    const pem = readFileSync(join(folder, file))
    const label = labelOf(file, pem)
    const exception = exceptions.get(file)
    if (exception !== undefined) expect(exception.expected).toBe(label)
    expect(isSound(certificateIn(pem)) ? 'valid' : 'invalid').toBe(exception?.actual ?? label)
  })
})
