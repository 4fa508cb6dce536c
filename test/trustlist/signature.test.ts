import { beforeAll, describe, expect, it } from 'vitest'
import { VerifierError } from '../../src/core/errors.ts'
import { sameCertificate } from '../../src/x509/certificate.ts'
import {
  certificateXml,
  codesOf,
  type Identity,
  identity,
  listXml,
  loaded,
  providerXml,
  serviceXml,
  signed,
} from './lists.ts'

let operator: Identity
let stranger: Identity

beforeAll(async () => {
  operator = await identity('Operator')
  stranger = await identity('Operator')
})

const pinned = () => ({ pins: [operator.certificate] })

describe('the signature of a list', () => {
  it('verifies by a pinned signer, who is named', () => {
    const list = loaded(signed(listXml(), operator), pinned())
    expect(list.signature).toBe('verified')
    expect(list.signer && sameCertificate(list.signer, operator.certificate)).toBe(true)
    expect(codesOf(list)).toEqual(['signature-not-xades'])
  })

  it('verifies where the list has a byte order mark', () => {
    const bytes = Buffer.concat([
      Buffer.from([0xef, 0xbb, 0xbf]),
      Buffer.from(signed(listXml(), operator)),
    ])
    expect(loaded(bytes, pinned()).signature).toBe('verified')
  })

  it('is needed', () => {
    expect(codesOf(loaded(listXml(), pinned()))).toEqual(['unsigned'])
  })

  it('proves nothing by another key of the same name', () => {
    const list = loaded(signed(listXml(), stranger), pinned())
    expect(list.signature).toBe('broken')
    expect(codesOf(list)).toContain('signer-not-pinned')
  })

  it('proves nothing by another certificate of the pinned key', async () => {
    const again = await identity('Operator renewed', operator)
    expect(codesOf(loaded(signed(listXml(), again), pinned()))).toContain('signer-not-pinned')
  })

  it('proves nothing by an authority that the list itself names', () => {
    const providers = providerXml('P', [serviceXml({ identities: certificateXml(stranger) })])
    const list = loaded(signed(listXml({ providers }), stranger), pinned())
    expect(list.signature).toBe('broken')
  })

  it('breaks with one changed character', () => {
    const xml = signed(listXml(), operator).replace('XX:test', 'XX:tost')
    expect(codesOf(loaded(xml, pinned()))).toEqual(['signature-broken'])
  })

  it('breaks where another one stands beside it', () => {
    const xml = signed(signed(listXml(), operator), operator)
    expect(codesOf(loaded(xml, pinned()))).toEqual(['signature-broken'])
  })

  it('breaks where it stands anywhere but at the root', () => {
    const xml = signed(listXml(), operator)
    const signature = /<ds:Signature.*<\/ds:Signature>/.exec(xml)?.[0] ?? ''
    const moved = xml
      .replace(signature, '')
      .replace('</SchemeInformation>', `${signature}</SchemeInformation>`)
    expect(codesOf(loaded(moved, pinned()))).toEqual(['signature-broken'])
  })

  it('breaks where a signed list is wrapped into another one', () => {
    const genuine = signed(listXml(), operator)
    const forged = listXml({ sequence: '99' })
    const wrapped = forged.replace(
      '</TrustServiceStatusList>',
      `${genuine}</TrustServiceStatusList>`,
    )
    expect(loaded(wrapped, pinned()).signature).toBe('broken')
  })

  it('with SHA-1 is intact and not to be trusted', () => {
    const list = loaded(signed(listXml(), operator, 'sha1'), pinned())
    expect(list.signature).toBe('broken')
    expect(codesOf(list)).toContain('algorithm-weak')
  })

  it('is not asked for where the user takes lists unverified', () => {
    expect(loaded(listXml(), { unverified: 'yes' }).signature).toBe('unverified')
  })
})

describe('a list that is pinned by its digest', () => {
  it('is verified without a signature', () => {
    const { sha256 } = loaded(listXml())
    expect(loaded(listXml(), { sha256 }).signature).toBe('verified')
  })

  it('is refused where the digest differs', () => {
    const { sha256 } = loaded(listXml({ sequence: '9' }))
    const list = loaded(listXml(), { sha256 })
    expect(list.signature).toBe('broken')
    expect(codesOf(list)).toEqual(['digest-mismatch'])
  })
})

describe('a file that is no list', () => {
  it.each(['', 'hello', '<a>', '<a/>', '<!DOCTYPE a><a/>', '\0\0\0\0'])(
    'is refused without an error: %j',
    (text) => {
      const list = loaded(text)
      expect(list.signature).toBe('broken')
      expect(list.list).toBeNull()
      expect(list.problems).toHaveLength(1)
    },
  )

  it('is refused as such in every other form', () => {
    for (const form of ['kamusm-depo', 'ru-e-trust', 'certificate-manifest'] as const) {
      expect(() => loaded('<a/>', { form })).not.toThrow(VerifierError)
      expect(loaded('<a/>', { form }).list).toBeNull()
    }
  })
})
