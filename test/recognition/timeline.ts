import type {
  Agreement,
  Recognition,
  RecognitionFacts,
  Term,
  TimeBasis,
} from '../../src/recognition/model.ts'
import { recognise } from '../../src/recognition/recognise.ts'
import { agreement, day, facts, inForce2020, official } from './sample.ts'

/** In force from 2020, then something else from 2023. */
export function until2023(next: Omit<Term, 'from'>): Agreement {
  return agreement({
    timeline: [
      { ...inForce2020, to: day('2023-01-01') },
      { ...next, from: day('2023-01-01') },
    ],
  })
}

/** The agreement with another basis of time. */
export function withBasis(one: Agreement, differences: Partial<TimeBasis>): Agreement {
  return { ...one, timeBasis: { ...one.timeBasis, ...differences } }
}

/** What is decided under one agreement. */
export function decide(one: Agreement, differences: Partial<RecognitionFacts> = {}): Recognition {
  return recognise(facts(differences), [one], official)
}

/** The outcome, and the reason where it is not “recognised”. */
export function summary({ outcome, reason }: Recognition): string {
  return outcome === 'recognised' ? outcome : `${outcome}: ${reason}`
}
