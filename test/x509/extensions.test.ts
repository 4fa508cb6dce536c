import { describe, expect, it } from 'vitest'
import { crlDistributionUris } from '../../src/x509/extensions.ts'
import { sequence, tlv } from '../formats/cms/der.ts'
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
