import { shown } from './inside.ts'
import type { Edge } from './references.ts'

/**
 * Where a value stands: in which object (0: the trailer), and the step that leads to it. Kept as
 * steps, since most are never told: their way is put together when somebody asks.
 */
export interface Spot {
  readonly owner: number
  /** Null at the trailer itself. */
  readonly up: Spot | null
  /** The entry or the item; null where the step is from a reference to its object. */
  readonly key: string | number | null
}

export const atTrailer: Spot = { owner: 0, up: null, key: null }

/** A way that is longer is cut: nothing genuine comes near. */
const longestPath = 300

/** One step further: into an entry of a dictionary, or an item of an array. */
export function at(up: Spot, key: string | number): Spot {
  return { owner: up.owner, up, key }
}

/** One step further: into an object of its own. */
export function into(up: Spot, owner: number): Spot {
  return { owner, up, key: null }
}

/** The object, and the keys within it. */
export function edgeOf(spot: Spot): Edge {
  const keys: string[] = []
  for (let one: Spot | null = spot; one !== null && one.key !== null; one = one.up) {
    keys.push(`/${shown(one.key)}`)
  }
  return { owner: spot.owner, inner: keys.reverse().join('') }
}

/**
 * The keys from the trailer, such as "Root/Pages/Kids/0/Contents". Each is cut before they are put
 * together: V8 keeps all of a text of which a part is kept.
 */
export function pathOf(spot: Spot): string {
  const keys: string[] = []
  for (let one: Spot | null = spot; one !== null; one = one.up) {
    if (one.key !== null) keys.push(shown(one.key).slice(0, longestPath))
  }
  return keys.reverse().join('/').slice(0, longestPath)
}
