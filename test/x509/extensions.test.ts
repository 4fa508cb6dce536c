import { describe, expect, it } from 'vitest'
import { VerifierError } from '../../src/core/errors.ts'
import {
  authorityInformationUris,
  authorityKeyIdentifier,
  crlDistributionUris,
  extendedKeyUsage,
  namesResponder,
} from '../../src/x509/extensions.ts'
import { oid, sequence, tlv } from '../formats/cms/der.ts'
import { entity, extension, issue } from './pki.ts'

const root = entity('root')
const uri = tlv(0x86, Buffer.from('http://crl.example/a.crl'))

/** One distribution point with so many names. */
function certificateWith(names: number) {
  const fullName = tlv(0xa0, Buffer.concat(Array.from({ length: names }, () => uri)))
  const points = sequence(sequence(tlv(0xa0, fullName)))
  return issue(entity('signer'), root, { extensions: [extension('2.5.29.31', points, false)] })
}

describe('addresses of CRLs', () => {
  it('are those of the distribution points', () => {
    expect(crlDistributionUris(certificateWith(1))).toEqual(['http://crl.example/a.crl'])
  })

  it('are a few, of a flood of them', () => {
    expect(crlDistributionUris(certificateWith(200_000))).toHaveLength(20)
  })
})

describe('addresses of responders and issuers', () => {
  const location = (method: string, address: string): Uint8Array =>
    sequence(oid(`1.3.6.1.5.5.7.48.${method}`), tlv(0x86, Buffer.from(address)))
  const read = (...locations: readonly Uint8Array[]) =>
    issue(entity('signer'), root, {
      extensions: [extension('1.3.6.1.5.5.7.1.1', sequence(...locations), false)],
    })

  it('are told by their method', () => {
    const signer = read(location('2', 'http://a.example'), location('1', 'http://b.example'))
    expect(authorityInformationUris(signer, 'ca-issuers')).toEqual(['http://a.example'])
    expect(authorityInformationUris(signer, 'ocsp')).toEqual(['http://b.example'])
    expect(namesResponder(signer)).toBe(true)
    expect(namesResponder(read(location('2', 'http://a.example')))).toBe(false)
  })

  it('are none where there is no extension', () => {
    expect(authorityInformationUris(issue(entity('signer'), root), 'ocsp')).toEqual([])
  })
})

describe('extensions that may be large', () => {
  const purposes = (...members: readonly Uint8Array[]) =>
    issue(entity('signer'), root, {
      extensions: [extension('2.5.29.37', sequence(...members), false)],
    })

  it('are read once, on however many paths the certificate stands', () => {
    const signer = purposes(oid('1.2.3'))
    expect(extendedKeyUsage(signer)).toEqual(['1.2.3'])
    expect(extendedKeyUsage({ ...signer })).toBe(extendedKeyUsage(signer))
    const listed = certificateWith(2)
    expect(crlDistributionUris({ ...listed })).toBe(crlDistributionUris(listed))
  })

  it('are refused in the same way each time where they cannot be read', () => {
    const signer = purposes(oid('1.2.3'), tlv(0x05))
    const errors = [1, 2].map(() => {
      try {
        return extendedKeyUsage(signer)
      } catch (error) {
        return error
      }
    })
    expect(errors[0]).toBeInstanceOf(VerifierError)
    expect(errors[1]).toBe(errors[0])
  })
})

describe('the key identifier of an authority', () => {
  const key = tlv(0x80, Uint8Array.of(1, 2))
  const issuer = tlv(0xa1, tlv(0xa4, entity('root').name))
  const serial = tlv(0x82, Uint8Array.of(5))
  const read = (...members: readonly Uint8Array[]) => {
    const extensions = [extension('2.5.29.35', sequence(...members), false)]
    return authorityKeyIdentifier(issue(entity('signer'), entity('root'), { extensions }))
  }

  it('is read, with the issuer and serial number or without', () => {
    expect(read(key)).toEqual(Buffer.from([1, 2]))
    expect(read(key, issuer, serial)).toEqual(Buffer.from([1, 2]))
    expect(read(issuer, serial)).toBeNull()
    expect(read()).toBeNull()
  })

  it.each([
    ['an issuer without a serial number', [key, issuer]],
    ['a serial number without an issuer', [key, serial]],
    ['an issuer of no name', [tlv(0xa1), serial]],
    ['an empty serial number', [issuer, tlv(0x82)]],
    ['anything else', [issuer, serial, tlv(0x83, Uint8Array.of(1))]],
  ])('cannot be read with %s', (_, members) => {
    expect(() => read(...members)).toThrow(VerifierError)
  })
})
