import { createHash } from 'node:crypto'
import { expect } from 'vitest'

/** How much more of something is given the second time. */
const times = 8
const tries = 3

/**
 * Expects that eight times as much takes about eight times the processor's time, and not sixty-four
 * times: what is compared is the best of a few tries, so that other work on the machine matters little.
 *
 * @param prepare makes what is needed for a size, and gives the work that is measured
 */
export function expectLinearGrowth(prepare: (size: number) => () => unknown, size: number): void {
  const [small, large] = [prepare(size), prepare(size * times)]
  const one = best(small)
  expect(best(large) / one).toBeLessThan((times * times) / 2)
}

const hashed = Buffer.alloc(32 << 20)

/**
 * Expects that something takes less of the processor's time than SHA-256 over so many MiB, which is
 * measured beside it.
 */
export function expectLessThanHashing(mebibytes: number, work: () => unknown): void {
  const each = best(() => createHash('sha256').update(hashed).digest()) / (hashed.length >> 20)
  expect(spentBy(work) / each).toBeLessThan(mebibytes)
}

function best(work: () => unknown): number {
  return Math.min(...Array.from({ length: tries }, () => spentBy(work)))
}

/** Microseconds of the processor. */
function spentBy(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return Math.max(1, user + system)
}
