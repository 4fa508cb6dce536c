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
