/** A DER writer apart from the one in src, so that the tests do not check a thing against itself. */
export function tlv(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts)
  if (content.length < 0x80) return Buffer.concat([Uint8Array.of(tag, content.length), content])
  const hex = content.length.toString(16)
  const length = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  return Buffer.concat([Uint8Array.of(tag, 0x80 | length.length), length, content])
}

export const sequence = (...parts: readonly Uint8Array[]) => tlv(0x30, ...parts)
export const octets = (bytes: Uint8Array) => tlv(0x04, bytes)
export const integer = (value: number) => tlv(0x02, Uint8Array.of(value))
export const nothing = tlv(0x05)

/** SET OF in the order that DER demands. */
export const setOf = (...parts: readonly Uint8Array[]) =>
  tlv(0x31, ...[...parts].sort(Buffer.compare))

export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const base128 = (value: number) => {
    const groups = [value & 0x7f]
    for (let left = value >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80)
    return groups
  }
  return tlv(0x06, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)))
}

export function utcTime(time: Date): Uint8Array {
  return tlv(0x17, Buffer.from(`${time.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`))
}

/** The same element in indefinite length, its members as they are. */
export const indefinite = (tag: number, ...parts: readonly Uint8Array[]) =>
  Buffer.concat([Uint8Array.of(tag, 0x80), ...parts, Uint8Array.of(0, 0)])
