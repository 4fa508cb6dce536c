import { createPublicKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Budget, defaultLimits } from '../../../src/core/budget.ts'
import type { Crypto } from '../../../src/core/crypto.ts'
import type { Certificate } from '../../../src/x509/certificate.ts'
import { buildPaths } from '../../../src/x509/paths/building.ts'
import { spendOnVerification } from '../../../src/x509/signed.ts'
import { oid, sequence, tlv } from '../../formats/cms/der.ts'
import { authority, crypto, entity, issue } from '../pki.ts'
import { at, build, issuing, root, rootCertificate, signer } from './material.ts'

describe('building paths', () => {
  it('cuts a CA of the right name and the wrong key, and says so', () => {
    const impostor = authority(entity('issuing'), root)
    const built = build(issue(signer, issuing), [impostor], [rootCertificate])
    expect(built.paths).toEqual([])
    expect(built.deadEnds.map((one) => one.why)).toContain('signature-invalid')
  })

  it('finds a path to each anchor: origin is a property of the path', () => {
    const other = entity('other root')
    const anchors = [rootCertificate, authority(other, other)]
    const pool = [authority(issuing, root), authority(issuing, other)]
    const built = build(issue(signer, issuing), pool, anchors)
    expect(built.paths.map((path) => path.anchor.id).sort()).toEqual(['anchor 0', 'anchor 1'])
  })

  it('does not depend on the order of the certificates', () => {
    const pool = [
      authority(issuing, root),
      authority(issuing, root, { serial: 2 }),
      authority(root, issuing),
    ]
    const target = issue(signer, issuing)
    const octetsOf = (certificates: readonly Certificate[]) =>
      build(target, certificates, [rootCertificate]).paths.map((path) =>
        path.certificates.map((one) => one.der),
      )
    expect(octetsOf([...pool].reverse())).toEqual(octetsOf(pool))
  })

  it('ends on a loop of three', () => {
    const [a, b, c] = [entity('a'), entity('b'), entity('c')] as const
    const loop = [authority(a, b), authority(b, c), authority(c, a)]
    const built = build(issue(signer, a), loop, [rootCertificate])
    expect(built.paths).toEqual([])
    expect(built.exhausted).toBeNull()
  })

  it('finds the short path through the thirteen states, each of which certifies all others', () => {
    const states = Array.from({ length: 13 }, (_, i) => entity(`state ${i}`))
    const [first, last] = [states[0] ?? root, states[12] ?? root]
    const pool = states.flatMap((one) =>
      states.filter((other) => other !== one).map((other) => authority(one, other)),
    )
    const built = build(issue(signer, first), [...pool, authority(last, root)], [rootCertificate])
    expect(built.paths[0]?.certificates).toHaveLength(3)
    expect(built.exhausted).toBe('pathNodes')
  })

  it('stops within its budget on a mesh, and says that it was stopped', () => {
    const mesh = Array.from({ length: 12 }, (_, i) => entity(`ca ${i}`))
    const pool = mesh.flatMap((one) =>
      mesh.filter((x) => x !== one).map((other) => authority(one, other)),
    )
    const built = buildPaths(issue(signer, mesh[0] ?? root), [pool], [], {
      at,
      crypto,
      stops: [],
      budget: new Budget({ ...defaultLimits, signatureChecks: 50 }),
    })
    expect(built.exhausted).toBe('signatureChecks')
  })

  it('ends at an anchor in whatever certificate it travels', () => {
    const listed = authority(issuing, root)
    const renewed = authority(issuing, root, { serial: 9 })
    const built = build(issue(signer, issuing), [renewed], [rootCertificate, listed])
    expect(built.paths.map((path) => path.anchor.id)).toEqual(['anchor 1'])
  })

  it('leads through no entity that a list names without trusting it', () => {
    const named = authority(issuing, root)
    const renewed = authority(issuing, root, { serial: 9 })
    const target = issue(signer, issuing)
    expect(build(target, [renewed], [rootCertificate], [named]).paths).toEqual([])
    expect(build(target, [renewed], [rootCertificate]).paths).toHaveLength(1)
  })

  it('leads through no key that a list names without trusting it, however it is named or written', () => {
    const named = authority(issuing, root)
    const { x = '' } = createPublicKey(issuing.key).export({ format: 'jwk' })
    const form = (issuing.spki[issuing.spki.length - 1] ?? 0) & 1
    const point = Buffer.concat([Buffer.of(0, 2 + form), Buffer.from(x, 'base64url')])
    const algorithm = sequence(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7'))
    const compressed = { ...issuing, spki: sequence(algorithm, tlv(0x03, point)) }
    const renamed = { ...entity('another name'), key: issuing.key, spki: issuing.spki }
    for (const holder of [compressed, renamed]) {
      const target = issue(signer, holder)
      const pool = [authority(holder, root)]
      expect(build(target, pool, [rootCertificate]).paths).toHaveLength(1)
      expect(build(target, pool, [rootCertificate], [named]).paths).toEqual([])
    }
  })

  it('leads to no target that a list names without trusting it', () => {
    const target = authority(issuing, root)
    const { paths, deadEnds } = build(target, [], [rootCertificate], [authority(issuing, root)])
    expect(paths).toEqual([])
    expect(deadEnds.map((one) => one.why)).toEqual(['stopped'])
  })

  it('bounds a flood of issuers of one name', () => {
    const flood = Array.from({ length: 60 }, () => authority(entity('issuing'), root))
    const built = buildPaths(issue(signer, issuing), [flood], [], {
      at,
      crypto,
      stops: [],
      budget: new Budget({ ...defaultLimits, pathNodes: 50 }),
    })
    expect(built.exhausted).toBe('pathNodes')
  })

  it('tries each key of one name once, however many and however often it is certified', () => {
    const keys = Array.from({ length: 70 }, () => entity('issuing'))
    const flood = [1, 2].flatMap((day) =>
      keys.map((key, i) => authority(key, root, { from: `2025-01-0${day}`, serial: i + 1 })),
    )
    const target = issue(signer, issuing)
    let checks = 0
    const counting: Crypto = {
      ...crypto,
      verify: (...asked) => {
        checks += asked[2] === target.tbs ? 1 : 0
        return crypto.verify(...asked)
      },
    }
    const context = { at, crypto: counting, budget: new Budget(), stops: [] }
    expect(buildPaths(target, [flood], [], context).paths).toEqual([])
    expect(checks).toBe(70)
  })

  it('counts what is long by its length, as each key that is tried hashes it', () => {
    const target = issue(signer, issuing)
    const spent = (octets: number): number =>
      spendOnVerification({ ...target, tbs: new Uint8Array(octets) }, root.spki, new Budget())
    expect([0, 262_143, 262_144, 30 * 262_144].map(spent)).toEqual([1, 1, 2, 31])
  })

  it('takes an anchor that is the target itself', () => {
    expect(build(rootCertificate, [], [rootCertificate]).paths[0]?.certificates).toEqual([])
  })
})
