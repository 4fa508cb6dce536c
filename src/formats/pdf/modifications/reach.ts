import type { Budget } from '../../../core/budget.ts'
import type { PdfView } from '../file.ts'
import { dictionaryOf } from '../lookup.ts'
import type { References } from './references.ts'

/** By the number of each object that can be come to: the one that leads there, 0 for the trailer. */
type Reach = ReadonlyMap<number, number>

/**
 * Every object that a reader of a document can come to from its trailer, with the one that it is come
 * to from first: through the pages where there is one, then through the form, then through anything;
 * and only then by what leads across.
 */
function reachFrom(view: PdfView, references: References, budget: Budget): Reach {
  const from = new Map<number, number>()
  /** Pairs of an object and the one that leads there, one behind the other: there can be very many. */
  let later: number[] = []
  const go = (starts: readonly number[]) => {
    let level = starts
    while (level.length > 0) {
      const next: number[] = []
      for (let index = 0; index < level.length; index += 2) {
        const [to = 0, owner = 0] = [level[index], level[index + 1]]
        if (from.has(to)) continue
        budget.spendNodes()
        from.set(to, owner)
        for (const { to: further, way } of references.from(to, view.revision)) {
          if (!from.has(further)) (way === 'down' ? next : later).push(further, to)
        }
      }
      level = next
    }
  }
  const root = view.trailer.entries.get('Root')
  const catalog = dictionaryOf(view.resolve(root))
  for (const key of ['Pages', 'AcroForm']) {
    const start = catalog?.entries.get(key)
    if (start === undefined || root?.kind !== 'reference') continue
    go(references.numbersIn(start).flatMap((to) => [to, root.number]))
  }
  go(references.numbersIn(view.trailer).flatMap((to) => [to, 0]))
  while (later.length > 0) {
    const starts = later
    later = []
    go(starts)
  }
  return from
}

/**
 * Revisions whose forbidden changes are given their paths where those of an earlier one do not hold
 * any more: each takes a way through all of the document. One that was changed against the rules more
 * often is told to be changed all the same.
 */
const mostWays = 20

/** Objects of one path: genuine ones stand within a few dozen. */
const longestPath = 100

/** A path that is longer is cut: nothing genuine comes near. */
const mostCharacters = 300

/** Names the places of objects by the keys that lead there. */
export class Paths {
  readonly #references: References
  readonly #budget: Budget
  #reach: Reach = new Map()
  #view: PdfView | null = null
  #ways = 0

  constructor(references: References, budget: Budget) {
    this.#references = references
    this.#budget = budget
  }

  /** The keys from the trailer to an object; null where nothing leads there, or it takes too long to say. */
  to(view: PdfView, number: number): string | null {
    const known = this.#follow(view, number)
    if (known !== null || this.#view === view || this.#ways === mostWays) return known
    this.#view = view
    this.#ways += 1
    this.#reach = reachFrom(view, this.#references, this.#budget)
    return this.#follow(view, number)
  }

  /** The keys along the way that is known, null where it does not lead there in this document. */
  #follow(view: PdfView, number: number): string | null {
    let path = ''
    let at = number
    for (let steps = 0; steps < longestPath; steps += 1) {
      this.#budget.spendNodes()
      const owner = this.#reach.get(at)
      if (owner === undefined) return null
      const inner = this.#references.wayFrom(owner, at, view.revision)
      if (inner === null) return null
      // Cut before it is put together: V8 keeps all of a text of which a part is kept.
      path = `${inner.slice(0, mostCharacters + 1)}${path}`.slice(0, mostCharacters + 1)
      if (owner === 0) return path.slice(1)
      at = owner
    }
    return null
  }
}
