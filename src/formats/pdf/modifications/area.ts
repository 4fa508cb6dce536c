/** Left, bottom, right and top, in the units of a page (ISO 32000-2 §7.9.5). */
export type Area = readonly [number, number, number, number]

/** The size of an area. */
export function sizeOf([left, bottom, right, top]: Area): number {
  return (right - left) * (top - bottom)
}

/** What two areas have in common: of no size where that is nothing. */
export function commonOf(one: Area, other: Area): Area {
  const [left, bottom] = [Math.max(one[0], other[0]), Math.max(one[1], other[1])]
  const [right, top] = [Math.min(one[2], other[2]), Math.min(one[3], other[3])]
  return right > left && top > bottom ? [left, bottom, right, top] : [0, 0, 0, 0]
}
