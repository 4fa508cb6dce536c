/**
 * Groups of digits with one space, dot or hyphen between them, those that do not break a line
 * included. A digit alone behind a letter belongs to that, as in "G2 20260101".
 */
const groups = /(?<!\d|[A-Za-z](?=\d\D))\d+(?:[ \u00a0\u2007\u202f.\u2010\u2011\u2013-]\d+)+/g

/** As many as the shortest identifiers of persons have (Greece's AFM); a span of years has eight. */
const leastDigits = 9

const year = String.raw`(?:1[89]|2[01])\d{2}`
const month = '(?:0?[1-9]|1[0-2])'
const day = String.raw`(?:0?[1-9]|[12]\d|3[01])`
const between = '[-./]'
const date = [
  [year, month, day],
  [day, month, year],
  [month, day, year],
].map((parts) => parts.join(between))
const time = String.raw`[T ,]{1,2}\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d{1,9})?)?`
const zone = String.raw` ?(?:Z|[+-]\d{2}:?\d{2})`
const instant = `(?:${date.join('|')})(?:${time}(?:${zone})?)?`

/** A date, with or without its time, or a span from one to another. */
const dates = String.raw`(?<!\d[-./]?)${instant}(?: ?[-\u2013] ?${instant})?(?![-./]?\d)`

/** Four arcs and more, the first two as ITU-T X.660 §7.6 has them, none with a 0 before it. */
const oid = String.raw`(?<![\d.])(?:[01]\.[123]?\d|2\.(?:0|[1-9]\d*))(?:\.(?:0|[1-9]\d*)){2,}(?!\.?\d)`

const noIdentifier = new RegExp(`(${dates}|${oid})`)

/**
 * A text in which numbers of nine digits and more that are written in groups, such as
 * "1234 5678 901", are masked by `mask`; dates, times and object identifiers stay.
 */
export function maskGroupedNumbers(text: string, mask: (found: string) => string): string {
  return text
    .split(noIdentifier)
    .map((part, index) => (index % 2 === 1 ? part : maskGroups(part, mask)))
    .join('')
}

function maskGroups(text: string, mask: (found: string) => string): string {
  return text.replace(groups, (found) =>
    found.replace(/\D/g, '').length < leastDigits ? found : mask(found),
  )
}
