import { describe, expect, it } from 'vitest'
import { oid, sequence, tlv } from '../formats/cms/der.ts'
import { authority, crl, entity, extension, issue } from '../x509/pki.ts'
import { anchors, ask, crls, issuing, middle, root, signer } from './signer-chain.ts'

describe('the paths of a signer', () => {
  it('are all reported, with what came of each', () => {
    const other = entity('other root')
    const bridge = authority(issuing, other, { serial: 8, to: '2026-01-01' })
    const { indication, anchor, otherPaths } = ask({
      anchors: [...anchors, authority(other, other)],
      intermediates: [bridge, middle],
      crls: [...crls({}), crl(other)],
    })
    expect(indication).toBe('PASSED')
    expect(anchor?.subject).toBe('CN=root')
    expect(otherPaths).toEqual([])
    const failing = ask({
      anchors: [...anchors, authority(other, other)],
      intermediates: [bridge],
      crls: crls({}),
    })
    expect(failing.subIndication).toBe('OUT_OF_BOUNDS_NO_POE')
  })

  it('keep the reason of each where none passes', () => {
    const again = authority(issuing, root, { serial: 8, to: '2026-01-01' })
    const { otherPaths, subIndication } = ask({ intermediates: [again, middle] })
    expect(subIndication).toBe('TRY_LATER')
    expect(otherPaths.map((one) => one.subIndication)).toEqual(['TRY_LATER'])
    const reasons = ask({ intermediates: [again, middle], revocation: 'none' })
    expect(reasons.indication).toBe('PASSED')
  })

  it('carry the policies of the target with their qualifiers', () => {
    const place = tlv(0x16, Buffer.from('https://cps.example'))
    const qualifier = sequence(oid('1.3.6.1.5.5.7.2.1'), place)
    const policies = sequence(sequence(oid('1.2.3.4'), sequence(qualifier)))
    const any = sequence(sequence(oid('2.5.29.32.0')))
    const stated = [extension('2.5.29.32', policies, false)]
    const verdict = ask({
      target: issue(signer, issuing, { extensions: stated }),
      intermediates: [
        authority(issuing, root, { extensions: [extension('2.5.29.32', any, false)] }),
      ],
      revocation: 'none',
      requireExplicitPolicy: 'yes',
    })
    expect(verdict.userConstrainedPolicySet).toEqual(['1.2.3.4'])
    const qualifiers = [Buffer.from(qualifier).toString('base64')]
    expect(verdict.policies).toEqual([{ oid: '1.2.3.4', qualifiers }])
  })
})
