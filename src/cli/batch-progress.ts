import type { AnsweredPiece } from './batch-answers.ts'
import { Tallies, type Tally } from './batch-tally.ts'

/** What came of a batch; the JSON of `--summary`. */
export interface BatchSummary {
  readonly schema: 'euxine/batch-summary/1'
  /** Lines with an answer; blank ones have none. */
  readonly lines: number
  readonly answered: number
  readonly refused: number
  readonly seconds: number
  readonly threads: number
  readonly counts: readonly Tally[]
}

/** Counts what a batch has done; `size` is that of the input in bytes, or null where it has no end. */
export class BatchProgress {
  readonly #tallies = new Tallies()
  readonly #start: number
  readonly #size: number | null
  #answered = 0
  #refused = 0
  #bytes = 0

  /** @param start milliseconds, on the same clock as those of `line` and `summary` */
  constructor(size: number | null, start: number) {
    this.#size = size
    this.#start = start
  }

  add({ answered, refused, tallies }: AnsweredPiece, end: number): void {
    this.#answered += answered
    this.#refused += refused
    this.#bytes = end
    this.#tallies.add(tallies)
  }

  get refused(): number {
    return this.#refused
  }

  /** One line for who waits: lines, speed, and of a file how much is done and how long it will take. */
  line(now: number): string {
    const seconds = (now - this.#start) / 1000
    const lines = this.#answered + this.#refused
    const parts = [`${grouped(lines)} lines`, `${grouped(lines / seconds)} a second`]
    if (this.#size !== null && this.#size > 0 && this.#bytes > 0) {
      const share = Math.min(1, this.#bytes / this.#size)
      parts.push(`${Math.floor(share * 100)} %`, `${duration(seconds / share - seconds)} left`)
    }
    return parts.join(' · ')
  }

  summary(now: number, threads: number): BatchSummary {
    return {
      schema: 'euxine/batch-summary/1',
      lines: this.#answered + this.#refused,
      answered: this.#answered,
      refused: this.#refused,
      seconds: Math.round(now - this.#start) / 1000,
      threads,
      counts: this.#tallies.list(),
    }
  }
}

/** The summary for a person. */
export function summaryText({ lines, seconds, threads, counts }: BatchSummary): string {
  const speed = seconds > 0 ? `, ${grouped(lines / seconds)} a second` : ''
  const head = `${grouped(lines)} lines in ${seconds.toFixed(1)} s${speed}, threads: ${threads}`
  const width = Math.max(0, ...counts.map(({ count }) => grouped(count).length))
  const rows = counts.map(({ of, outcome, subIndication, reason, count }) => {
    const words = [of, outcome, subIndication, reason].filter((word) => word !== null)
    return `  ${grouped(count).padStart(width)}  ${words.join(' · ')}`
  })
  return `${[head, ...rows].join('\n')}\n`
}

function grouped(value: number): string {
  return Math.round(value).toLocaleString('en')
}

function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60]
  const two = (value: number) => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`
}
