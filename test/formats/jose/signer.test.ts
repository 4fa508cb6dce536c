import { createPublicKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Budget } from '../../../src/core/budget.ts'
import { judgeIntegrity } from '../../../src/validation/basic-signature.ts'
import { parseCertificate } from '../../../src/x509/certificate.ts'
import {
  alice,
  b64u,
  baselineHeader,
  bob,
  compact,
  crypto,
  departures,
  type Header,
  integrities,
  type JoseSigner,
  makeSigner,
  parse,
  sha256,
  signJws,
} from './material.ts'

const jwk = ({ key }: JoseSigner) => createPublicKey(key).export({ format: 'jwk' })

/** Whose the signature is, of the certificates that are given beside it, and whether it is intact. */
function judged(document: string, ...given: readonly JoseSigner[]) {
  const [signature] = parse(document).signatures
  if (signature === undefined) throw new Error('no signature')
  const certificates = [given.map(({ certificate }) => parseCertificate(certificate, new Budget()))]
  const found = judgeIntegrity(signature, { certificates, crypto, budget: new Budget() })
  const who = [alice, bob].find(({ certificate }) =>
    certificate.equals(found.signer?.der ?? Buffer.of()),
  )
  return { integrity: found.integrity, whose: who ?? found.signer }
}

/** A header that names no certificate. */
const bare = (more: Header) => ({ alg: 'ES256', iat: 1_780_000_000, ...more })

describe('"jwk"', () => {
  it('is nobody’s key', () => {
    const document = compact(signJws({ header: bare({ jwk: jwk(alice) }) }))
    expect(judged(document)).toEqual({ integrity: 'unknown', whose: null })
    expect(parse(document).signatures[0]?.signer.bareKeys ?? []).toEqual([])
  })

  it('does not take the place of the certificate', () => {
    const header = baselineHeader(bob, { jwk: jwk(alice) })
    expect(judged(compact(signJws({ header })))).toEqual({ integrity: 'broken', whose: bob })
  })

  it.each(['ES256', 'ES512', 'PS256', 'Ed25519'])(
    'may be the key of the certificate: %s',
    (alg) => {
      const signer = makeSigner(alg)
      const header = baselineHeader(signer, { jwk: jwk(signer) })
      expect(departures(compact(signJws({ signer, header })))).toEqual({})
    },
  )

  it.each([
    ['of the same kind', jwk(bob)],
    ['of another', jwk(makeSigner('PS256'))],
  ])('breaks the signature where it is another key %s', (_, key) => {
    const document = compact(signJws({ header: baselineHeader(alice, { jwk: key }) }))
    expect(departures(document)).toEqual({ 'jws-bare-key': 'FAILED' })
    expect(integrities(document)).toEqual(['broken'])
  })

  it('breaks the signature as well where it stands unprotected', () => {
    const document = JSON.stringify({ ...signJws(), header: { jwk: jwk(bob) } })
    expect(departures(document)).toEqual({ 'jws-bare-key': 'FAILED' })
  })
})

describe('the signer where no certificate travels', () => {
  const digest = (signer: JoseSigner) => b64u(sha256(signer.certificate))

  it('is the one whose certificate has the digest that is signed', () => {
    const document = compact(signJws({ header: bare({ 'x5t#S256': digest(alice) }) }))
    expect(judged(document, bob, alice)).toEqual({ integrity: 'intact', whose: alice })
    expect(judged(document, bob)).toEqual({ integrity: 'unknown', whose: null })
  })

  it('is not the one that "kid" names where the digest is of another', () => {
    const name = '3011310f300d06035504030c065369676e6572'
    const kid = Buffer.from(`301a3015a413${name}020105`, 'hex').toString('base64')
    const header = bare({ kid, 'x5t#S256': digest(alice) })
    expect(judged(compact(signJws({ header })), bob)).toEqual({ integrity: 'unknown', whose: null })
    expect(judged(compact(signJws({ header })), bob, alice)).toEqual({
      integrity: 'intact',
      whose: alice,
    })
  })

  it('is not known where several may be, and none is named', () => {
    const document = compact(signJws({ header: bare({ kid: 'my key' }) }))
    expect(judged(document, bob, alice)).toEqual({ integrity: 'unknown', whose: null })
  })
})
