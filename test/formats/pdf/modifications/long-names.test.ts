import { describe, expect, it } from 'vitest'
import { Budget, defaultLimits } from '../../../../src/core/budget.ts'
import { isLocked } from '../../../../src/formats/pdf/modifications/locks.ts'
import { References } from '../../../../src/formats/pdf/modifications/references.ts'
import { at, atTrailer, pathOf } from '../../../../src/formats/pdf/modifications/spot.ts'
import { onePage } from '../pdf-writer.ts'
import { read } from '../structure/reading.ts'

const thousand = { ...defaultLimits, nodes: 1_000 }

function askedFor(name: string): () => boolean {
  const lock = { action: 'Include', fields: ['other'], permissions: null } as const
  return () => isLocked(lock, name, new Budget(thousand))
}

/** Which references lead to the page of a file whose key to it, twice, has so many characters. */
function edgesBehind(characters: number): () => number {
  const pdf = onePage()
  pdf.object(5, `<< /${'a'.repeat(characters)} [3 0 R 3 0 R] >>`)
  pdf.save()
  const references = new References(read(pdf), new Budget(thousand))
  return () => references.to(3, 1).length
}

describe('a long name', () => {
  it('of a field counts where a lock is asked for it', () => {
    expect(askedFor('a'.repeat(1_000))()).toBe(false)
    expect(askedFor('a'.repeat(10_000))).toThrow('the limit of 1000 nodes is exceeded')
  })

  it('of a key counts where references behind it are asked for', () => {
    expect(edgesBehind(900)()).toBe(3)
    expect(edgesBehind(10_000)).toThrow('the limit of 1000 nodes is exceeded')
  })

  it('of a key is cut in a path as it would be in the whole of it', () => {
    const spot = at(at(at(atTrailer, 'Root'), 'a'.repeat(200)), 'b'.repeat(100_000))
    expect(pathOf(spot)).toBe(`Root/${'a'.repeat(200)}/${'b'.repeat(94)}`)
  })
})
