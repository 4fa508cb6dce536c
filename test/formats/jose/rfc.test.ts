import { createHmac, createPublicKey, type JsonWebKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isUnsupported } from '../../../src/core/algorithm-names.ts'
import { wholeOf } from '../../../src/core/bytes.ts'
import { b64u, crypto, parse } from './material.ts'

/** The payload of RFC 7515 appendix A.1 to A.3. */
const claims =
  'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ'

interface Example {
  readonly where: string
  readonly jws: string
  readonly key: JsonWebKey
}

const p256 = {
  kty: 'EC',
  crv: 'P-256',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
}
const rsa = {
  kty: 'RSA',
  n:
    'ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yR' +
    'T-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXB' +
    'dQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9ia' +
    'GNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ',
  e: 'AQAB',
}
const ed25519 = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }
const p256Value =
  'DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q'
const rsaValue =
  'cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdb' +
  'F9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383' +
  'LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWy' +
  'wlVmtVrBp0igcN_IoypGlUPQGe77Rw'

const examples: readonly Example[] = [
  { where: 'RFC 7515 A.2', jws: `eyJhbGciOiJSUzI1NiJ9.${claims}.${rsaValue}`, key: rsa },
  { where: 'RFC 7515 A.3', jws: `eyJhbGciOiJFUzI1NiJ9.${claims}.${p256Value}`, key: p256 },
  {
    where: 'RFC 8037 A.4',
    jws: 'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg',
    key: ed25519,
  },
]

const general = JSON.stringify({
  payload: claims,
  signatures: [
    {
      protected: 'eyJhbGciOiJSUzI1NiJ9',
      header: { kid: '2010-12-29' },
      signature: rsaValue,
    },
    {
      protected: 'eyJhbGciOiJFUzI1NiJ9',
      header: { kid: 'e9bc097a-ce51-4036-9562-d2ade882db0d' },
      signature: p256Value,
    },
  ],
})

/** The outcome for each signature, by the key that the RFC gives: no certificate comes with them. */
function outcomes(document: string, keys: readonly JsonWebKey[]): readonly string[] {
  return parse(document).signatures.map(({ signatureAlgorithm, signedBytes, value }, index) => {
    if (isUnsupported(signatureAlgorithm) || signedBytes.kind === 'missing') return 'nothing'
    const spki = createPublicKey({ key: keys[index] ?? {}, format: 'jwk' }).export({
      format: 'der',
      type: 'spki',
    })
    return crypto.verify(spki, signatureAlgorithm, wholeOf(signedBytes), value).outcome
  })
}

describe('the examples of the RFCs', () => {
  it.each(examples)('verifies that of $where', ({ jws, key }) => {
    expect(outcomes(jws, [key])).toEqual(['valid'])
  })
  it.each(examples)('does not verify that of $where with another payload', ({ jws, key }) => {
    const [head, , value] = jws.split('.')
    expect(outcomes(`${head}.${b64u('another')}.${value}`, [key])).toEqual(['invalid'])
  })
  it('verifies both of the general serialisation of RFC 7515 A.6', () => {
    expect(outcomes(general, [rsa, p256])).toEqual(['valid', 'valid'])
  })
  it('verifies the flattened serialisation of RFC 7515 A.7', () => {
    const [, second] = JSON.parse(general).signatures
    expect(outcomes(JSON.stringify({ payload: claims, ...second }), [p256])).toEqual(['valid'])
  })
  it('are JWS, and no JAdES', () => {
    expect(parse(general).signatures.map(({ format }) => format)).toEqual([
      'JSON-NOT-ETSI',
      'JSON-NOT-ETSI',
    ])
  })
})

describe('what is no signature', () => {
  const hmacHeader = 'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9'
  const secret = Buffer.from(
    'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow',
    'base64url',
  )
  const hmacValue = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'

  it('is HMAC, though its value is right (RFC 7515 A.1)', () => {
    const value = createHmac('sha256', secret).update(`${hmacHeader}.${claims}`).digest()
    expect(b64u(value)).toBe(hmacValue)
    const [signature] = parse(`${hmacHeader}.${claims}.${hmacValue}`).signatures
    expect(signature?.formatChecks.find(({ id }) => id === 'jws-algorithm')?.conclusion).toEqual(
      expect.objectContaining({
        indication: 'FAILED',
        detail: expect.stringContaining('HMAC is no signature'),
      }),
    )
  })
  it.each(['none', 'None', 'NONE', 'hs512'])('is "%s" (RFC 7515 A.5)', (alg) => {
    const [signature] = parse(`${b64u(JSON.stringify({ alg }))}.${claims}.`).signatures
    expect(signature?.formatChecks.find(({ id }) => id === 'jws-algorithm')?.conclusion).toEqual(
      expect.objectContaining({ indication: 'FAILED', because: 'FORMAT_FAILURE' }),
    )
  })
})
