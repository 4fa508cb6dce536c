import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VerifierError } from '../../src/core/errors.ts'
import { type Certificate, parseCertificate } from '../../src/x509/certificate.ts'
import {
  at,
  bridge,
  chainOf,
  nameConstraints,
  oneNameManyKeys,
  policyTree,
} from '../scenarios/worst-chains.ts'
import { passes, type Question, verdictOf } from '../suites/chain-requests.ts'
import { anyChanges, extensionsOf, signedChain, templateOf } from './certificate-mutations.ts'

/** Small chains with every kind of extension that a path looks at. */
const questions = [
  chainOf(4, () => ({ serial: 7 })),
  nameConstraints(4, 2),
  policyTree(4, 2),
  oneNameManyKeys(1, 'right'),
]

/** Target first, anchor last. */
function chainIn({ target, intermediates, anchors }: Question): readonly Certificate[] {
  return [target, ...[...intermediates].reverse(), ...anchors]
}

const templates = questions.flatMap((question, i) => templateOf(`${i}`, chainIn(question)) ?? [])
const pool = templates.flatMap(({ bodies }) => bodies.flatMap(extensionsOf))

function ask(chain: readonly Uint8Array[]) {
  return verdictOf(() => {
    const [target, ...above] = chain.map((der) => parseCertificate(der)) as [
      Certificate,
      ...Certificate[],
    ]
    return { target, intermediates: above.slice(0, -1), anchors: above.slice(-1), at }
  })
}

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = bytes.slice()
  copy[bit >> 3] = (copy[bit >> 3] as number) ^ (1 << (bit & 7))
  return copy
}

describe('a chain', () => {
  it('passes as it was made, and signed anew', () => {
    expect(templates).toHaveLength(questions.length)
    for (const question of [...questions, bridge('own')]) {
      expect(passes(verdictOf(() => question))).toBe(true)
    }
    for (const template of templates) {
      expect(passes(ask(signedChain(template, [], pool, at)))).toBe(true)
    }
  })

  it('never passes with any bit of its signed certificates changed', () => {
    const property = (question: Question, which: number, position: number) => {
      const chain = chainIn(question).map(({ der }) => der)
      const index = which % (chain.length - 1)
      const bit = position % ((chain[index] as Uint8Array).length * 8)
      const changed = chain.map((der, i) => (i === index ? flipped(der, bit) : der))
      expect(passes(ask(changed))).toBe(false)
    }
    fc.assert(fc.property(fc.constantFrom(...questions), fc.nat(), fc.nat(), property), {
      numRuns: 500,
    })
  })

  it('never throws anything but VerifierError, whatever its issuers signed', () => {
    let unread = 0
    const property = (
      template: (typeof templates)[number],
      changes: Parameters<typeof signedChain>[1],
    ) => {
      const verdict = ask(signedChain(template, changes, pool, at))
      if (verdict instanceof VerifierError) unread += 1
      else expect(['PASSED', 'FAILED', 'INDETERMINATE']).toContain(verdict.indication)
    }
    fc.assert(fc.property(fc.constantFrom(...templates), anyChanges, property), { numRuns: 500 })
    expect(unread).toBeGreaterThan(0)
  })
})
