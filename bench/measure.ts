/** One line of the report: what was compared, and by how much. */
export interface Comparison {
  readonly name: string
  readonly ours: number
  readonly theirs: number
  /** Ours by theirs, the median over the rounds; not the ratio of the medians. */
  readonly ratio: number
  readonly unit: string
  /** What stands on the other side. */
  readonly against: string
  readonly target: string
}

/** A piece of work, and how many things one call of it does. */
export interface Work {
  readonly calls: number
  run(): void
}

/**
 * Both sides in turns, so that a machine whose speed drifts slows both: rates by the second, and
 * the median of the ratios of the rounds. Warm-up rounds come first, for a program that is
 * compiled while it runs.
 */
export function inTurns(ours: Work, theirs: Work, rounds = 15, warmUp = 5) {
  for (let round = 0; round < warmUp; round += 1) ours.run()
  const pairs = Array.from({ length: rounds }, () => [perSecond(ours), perSecond(theirs)] as const)
  return mediansOf(pairs)
}

function mediansOf(pairs: readonly (readonly [number, number])[]) {
  return {
    ours: median(pairs.map(([own]) => own)),
    theirs: median(pairs.map(([, other]) => other)),
    ratio: median(pairs.map(([own, other]) => own / other)),
  }
}

/** The same of work that ends later; both sides are waited for. */
export async function inTurnsAwaited(
  ours: () => Promise<void>,
  theirs: () => void,
  rounds = 15,
  warmUp = 5,
) {
  const rate = async (run: () => Promise<void> | void) => {
    const start = performance.now()
    await run()
    return 1000 / (performance.now() - start)
  }
  for (let round = 0; round < warmUp; round += 1) await ours()
  const pairs: (readonly [number, number])[] = []
  for (let round = 0; round < rounds; round += 1) pairs.push([await rate(ours), await rate(theirs)])
  return mediansOf(pairs)
}

function perSecond({ calls, run }: Work): number {
  const start = performance.now()
  run()
  return (calls * 1000) / (performance.now() - start)
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

export function comparisonText(comparison: Comparison): string {
  const { name, ours, theirs, unit, against, ratio, target } = comparison
  return `${name}: ${round(ours)} ${unit} against ${round(theirs)} of ${against}: ${ratio.toFixed(2)}× (target ${target})`
}

function round(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)
}
