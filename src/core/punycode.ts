/** RFC 3492 with the parameters of its section 5: what an A-label of RFC 5890 holds. */

const base = 36
const leastThreshold = 1
const mostThreshold = 26
const skew = 38
const damp = 700
const firstBias = 72
const firstCode = 0x80

/** Code points of the longest label (RFC 1035 §2.3.4): longer ones have no A-label. */
const longestLabel = 63

/** RFC 3492 §6.3: the text in the letters, digits and hyphens of ASCII; null where it is too long. */
export function toPunycode(text: string): string | null {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0)
  if (codes.length > longestLabel) return null
  const basic = codes.filter((code) => code < firstCode)
  let output = String.fromCodePoint(...basic) + (basic.length > 0 ? '-' : '')
  let handled = basic.length
  let reached = firstCode
  let delta = 0
  let bias = firstBias
  while (handled < codes.length) {
    const next = Math.min(...codes.filter((code) => code >= reached))
    // 63 code points below 2^21 keep this below 2^27: the overflow of §6.4 cannot happen.
    delta += (next - reached) * (handled + 1)
    for (const code of codes) {
      if (code < next) delta += 1
      if (code !== next) continue
      output += variableLength(delta, bias)
      bias = adapted(delta, handled + 1, handled === basic.length ? damp : 2)
      delta = 0
      handled += 1
    }
    delta += 1
    reached = next + 1
  }
  return output
}

/** §3.3: the number in digits of growing weight. */
function variableLength(number: number, bias: number): string {
  let output = ''
  let left = number
  for (let weight = base; ; weight += base) {
    const threshold = Math.min(Math.max(weight - bias, leastThreshold), mostThreshold)
    if (left < threshold) return output + digit(left)
    output += digit(threshold + ((left - threshold) % (base - threshold)))
    left = Math.floor((left - threshold) / (base - threshold))
  }
}

/** §5: a to z stand for 0 to 25, 0 to 9 for 26 to 35. */
function digit(value: number): string {
  return String.fromCharCode(value < 26 ? value + 0x61 : value - 26 + 0x30)
}

/** §6.1. */
function adapted(delta: number, points: number, divisor: number): number {
  let left = Math.floor(delta / divisor)
  left += Math.floor(left / points)
  let weight = 0
  while (left > ((base - leastThreshold) * mostThreshold) / 2) {
    left = Math.floor(left / (base - leastThreshold))
    weight += base
  }
  return weight + Math.floor(((base - leastThreshold + 1) * left) / (left + skew))
}
