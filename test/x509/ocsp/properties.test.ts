import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Budget, defaultLimits } from '../../../src/core/budget.ts'
import { VerifierError } from '../../../src/core/errors.ts'
import { type OcspResponse, parseOcspResponse } from '../../../src/x509/ocsp/response.ts'
import { ocspStatus } from '../../../src/x509/ocsp/status.ts'
import type { RevocationStatus } from '../../../src/x509/revocation-status.ts'
import { oid, sequence } from '../../formats/cms/der.ts'
import { authority, crypto, entity, extension, issue } from '../pki.ts'
import { certHash, good, ocspDer, revoked, unknown } from './ocsp.ts'

const root = entity('root')
const issuer = authority(root, root)
const certificate = issue(entity('signer'), root, { serial: 5 })
const responder = entity('responder')
const purpose = extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.9')), false)
const delegate = issue(responder, root, { serial: 9, keyUsage: 0x80, extensions: [purpose] })

const hash = extension('1.3.36.8.3.13', certHash(certificate), false)
const by = (signer: typeof root, status: Uint8Array): Buffer =>
  Buffer.from(
    ocspDer(certificate, root, signer, {
      sent: [delegate],
      answers: [{ status, extensions: [hash] }, { serial: 6 }],
    }),
  )
const revoking = by(responder, revoked('2026-03-01', 1))

function statusOf(...responses: readonly OcspResponse[]): RevocationStatus {
  return ocspStatus(certificate, [responses], {
    at: new Date('2026-06-01T00:00:00Z'),
    crypto,
    budget: new Budget({ ...defaultLimits, signatureChecks: 1e9 }),
    issuer,
    anchor: { id: 'root', certificate: issuer },
    certificates: [],
    signerProblem: () => null,
  })
}

/** What is read, or null where it is refused; any other error is the test's. */
function parsed(der: Uint8Array): OcspResponse | null {
  try {
    return parseOcspResponse(der)
  } catch (error) {
    if (error instanceof VerifierError) return null
    throw error
  }
}

function mutated(der: Buffer, at: number, bits: number): Buffer {
  const copy = Buffer.from(der)
  copy[at % copy.length] = (copy[at % copy.length] ?? 0) ^ bits
  return copy
}

const octet = fc.integer({ min: 1, max: 255 })
const place = fc.nat(revoking.length - 1)

describe('whatever becomes of an OCSP response', () => {
  it('no octet turned makes a revoked certificate good', () => {
    for (let at = 0; at < revoking.length; at += 1) {
      for (const bits of [0x01, 0x02, 0x80, 0xff]) {
        const response = parsed(mutated(revoking, at, bits))
        if (response !== null) expect(statusOf(response).status).not.toBe('good')
      }
    }
    expect(statusOf(parseOcspResponse(revoking)).status).toBe('revoked')
  })

  it('no number of octets turned, cut or put in throws anything but VerifierError, or clears', () => {
    const changes = fc.array(fc.tuple(place, octet), { maxLength: 8 })
    const insertion = fc.tuple(place, fc.uint8Array({ maxLength: 8 }))
    fc.assert(
      fc.property(changes, insertion, place, (turned, [where, put], cut) => {
        const changed = turned.reduce((der, [at, bits]) => mutated(der, at, bits), revoking)
        const widened = Buffer.concat([changed.subarray(0, where), put, changed.subarray(where)])
        for (const der of [changed, widened, changed.subarray(0, cut)]) {
          const response = parsed(der)
          if (response !== null) expect(statusOf(response).status).not.toBe('good')
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('bytes of any kind are read or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        parsed(bytes)
        parsed(sequence(bytes))
      }),
    )
  })

  it('neither order nor repetition changes what several say', () => {
    const signers = [root, responder]
    const pool = signers
      .flatMap((signer) => [
        by(signer, good),
        by(signer, unknown),
        by(signer, revoked('2026-03-01', 6)),
        by(signer, revoked('2026-03-01', 1)),
        mutated(by(signer, good), 80, 0xff),
      ])
      .flatMap((der) => parsed(der) ?? [])
    fc.assert(
      fc.property(fc.shuffledSubarray(pool), fc.shuffledSubarray(pool), (some, more) => {
        const before = statusOf(...some)
        expect(statusOf(...[...some].reverse(), ...some).status).toBe(before.status)
        // More evidence never takes a revocation back.
        if (before.status === 'revoked') {
          expect(statusOf(...some, ...more).status).toBe('revoked')
        }
      }),
    )
  })
})
