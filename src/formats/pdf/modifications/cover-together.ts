import type { Budget } from '../../../core/budget.ts'
import { type Area, sizeOf } from './area.ts'
import type { Change, Cover } from './change.ts'

/** Part of a page above which a signature is told to cover it: real ones take a twentieth, or less. */
export const modest = 1 / 8
/** Part of a page above which nothing is left of what was signed that a reader could go by. */
const most = 1 / 2

/** Areas of a page whose union is computed: nobody signs a page as often. Of more, they are added up. */
const mostAreas = 50

/**
 * Judges the fields that were put on pages after a signature by what those on a page cover together,
 * whichever revision put them there: over most of it they are forbidden, and where they cover little, and
 * nothing else lies below, they are not told. Throws `budget-exceeded`.
 */
export function coverTogether(changes: readonly Change[], budget: Budget): readonly Change[] {
  const pages = new Map<number, Covered>()
  return changes.flatMap((change) => {
    const { covers } = change
    if (covers === undefined) return change
    const covered = pages.get(covers.page) ?? { areas: [], sum: 0 }
    pages.set(covers.page, covered)
    const part = partWith(covered, covers, budget)
    // What is no number is not below it either.
    if (!(part <= most)) return overMost(change)
    return part <= modest && !covers.meets ? [] : change
  })
}

/** What is covered of a page so far. */
interface Covered {
  readonly areas: Area[]
  /** In parts of the page; what is covered twice counts twice. */
  sum: number
}

/** Which part of its page one alone covers. */
export function partOf({ area, of }: Cover): number {
  return area === null ? 1 : sizeOf(area) / of
}

/** Which part of its page is covered as soon as another area is. */
function partWith(covered: Covered, cover: Cover, budget: Budget): number {
  const { area, of } = cover
  covered.sum += partOf(cover)
  if (area !== null) covered.areas.push(area)
  const { areas, sum } = covered
  // Never less than what they cover, and in most files little.
  if (area === null || sum <= modest || areas.length > mostAreas) return sum
  return Math.min(sum, sizeOfUnion(areas, budget) / of)
}

/** Strip by strip between the sides of the areas. */
function sizeOfUnion(areas: readonly Area[], budget: Budget): number {
  budget.spendNodes(areas.length ** 2)
  const upwards = [...areas].sort(([, one], [, other]) => one - other)
  const sides = areas.flatMap(([left, , right]) => [left, right]).sort((a, b) => a - b)
  return sides.reduce((size, side, index) => {
    const width = (sides[index + 1] ?? side) - side
    const across = upwards.filter(([left, , right]) => left <= side && side < right)
    return width > 0 ? size + width * heightOf(across) : size
  }, 0)
}

/** What areas that begin one above the other take of the height. */
function heightOf(upwards: readonly Area[]): number {
  let [height, reached] = [0, Number.NEGATIVE_INFINITY]
  for (const [, bottom, , top] of upwards) {
    height += Math.max(0, top - Math.max(bottom, reached))
    reached = Math.max(reached, top)
  }
  return height
}

/** Every signature asks again. */
const known = new WeakMap<Change, Change>()

function overMost(change: Change): Change {
  const before = known.get(change)
  if (before !== undefined) return before
  const reason = 'ISO 32000-2 §12.8.2.2.2: a signature field is put over most of a page'
  const made: Change = { ...change, effect: 'other', reason }
  known.set(change, made)
  return made
}
