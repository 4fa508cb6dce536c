/** Counters in the text format of Prometheus, version 0.0.4. */
export class Metrics {
  readonly #counts = new Map<string, number>()

  /** Labels must come from small closed sets, never from what a caller sent. */
  count(name: string, labels: Readonly<Record<string, string>>): void {
    const pairs = Object.entries(labels).map(([label, value]) => `${label}="${escaped(value)}"`)
    const key = `${name}{${pairs.join(',')}}`
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
  }

  text(): string {
    const keys = [...this.#counts.keys()].sort()
    let last = ''
    const lines: string[] = []
    for (const key of keys) {
      const name = key.slice(0, key.indexOf('{'))
      if (name !== last) lines.push(`# TYPE ${name} counter`)
      last = name
      lines.push(`${key} ${this.#counts.get(key)}`)
    }
    return `${lines.join('\n')}\n`
  }
}

function escaped(value: string): string {
  return value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')
}
