import { describe, expect, it } from 'vitest'
import { Budget } from '../../src/core/budget.ts'
import { validateBasicSignature } from '../../src/validation/basic-signature.ts'
import { defaultPolicy } from '../../src/validation/policy.ts'
import { onlySignature, parse } from '../formats/cms/material.ts'
import { signedBy, signerCertificate } from '../scenarios/world.ts'
import { entry, issuingPoint } from '../x509/crl/builder.ts'
import { crlDer, crypto, entity, name } from '../x509/pki.ts'

const signature = onlySignature(parse(signedBy(signerCertificate())))
const bureau = entity('bureau')

function validate(crls: readonly Uint8Array[]) {
  return validateBasicSignature(
    { ...signature, crls },
    {
      evidence: {
        at: new Date('2024-07-01T00:00:00Z'),
        anchors: [],
        stops: [],
        certificates: [],
        crls: [],
        ocspResponses: [],
      },
      policy: defaultPolicy,
      crypto,
      budget: new Budget(),
    },
  )
}

describe('a CRL that travels with a signature', () => {
  /** Names of certificate issuers count by the octet: more than the four million that are allowed. */
  const long = Array.from({ length: 41 }, (_, i) => ({
    ...bureau,
    name: name(`${i}`.padEnd(100_000, 'x')),
  }))
  const endless = crlDer(bureau, {
    extensions: [issuingPoint({ indirect: 'yes' })],
    entries: long.map((issuer, i) => entry({ serial: i + 1, issuer })),
  })

  it('is as good as none where it cannot be read', () => {
    expect(validate([Uint8Array.of(0x30, 0)]).conclusion).toMatchObject({
      reason: 'NO_TRUST_ANCHOR',
    })
  })

  it('is not as good as none where it is too much to read', () => {
    expect(() => validate([endless])).toThrow(/limit of 4000000 nodes/)
  })
})
