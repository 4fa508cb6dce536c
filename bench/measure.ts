/** One line of the report: what was compared, and by how much. */
export interface Comparison {
  readonly name: string
  readonly ours: number
  readonly theirs: number
  readonly unit: string
  /** What stands on the other side. */
  readonly against: string
  readonly target: string
}

/** Calls by the second, the best of several rounds: the machine is shared, and noise only slows. */
export function perSecond(calls: number, run: () => void, rounds = 5): number {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now()
    run()
    best = Math.min(best, performance.now() - start)
  }
  return (calls * 1000) / best
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

export function comparisonText(comparison: Comparison): string {
  const { name, ours, theirs, unit, against, target } = comparison
  const ratio = (ours / theirs).toFixed(2)
  return `${name}: ${round(ours)} ${unit} against ${round(theirs)} of ${against}: ${ratio}× (target ${target})`
}

function round(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)
}
