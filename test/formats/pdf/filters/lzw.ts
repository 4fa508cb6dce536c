/** LZW as ISO 32000-2 §7.4.4.2 has it, for tests: codes of 9 to 12 bits, clear and end with them. */
export function encodeLzw(octets: Uint8Array, early: 0 | 1): Uint8Array {
  const codes = new Codes()
  let table = new Map<string, number>()
  let size = 258
  let held = ''
  const put = () => codes.put(held.length === 1 ? held.charCodeAt(0) : (table.get(held) ?? 0))
  codes.put(256)
  for (const octet of octets) {
    const next = held + String.fromCharCode(octet)
    if (next.length === 1 || table.has(next)) {
      held = next
      continue
    }
    put()
    table.set(next, size)
    size += 1
    codes.width = widthFor(size, early)
    held = String.fromCharCode(octet)
    if (size === 4094) {
      codes.put(256)
      table = new Map()
      size = 258
      codes.width = 9
    }
  }
  if (held !== '') {
    put()
    codes.width = widthFor(size + 1, early)
  }
  codes.put(257)
  return codes.octets()
}

/** The reader is one entry behind the writer: it knows a code only when the next one has come. */
function widthFor(size: number, early: 0 | 1): number {
  const known = size - 1 + early
  if (known < 512) return 9
  if (known < 1024) return 10
  return known < 2048 ? 11 : 12
}

class Codes {
  width = 9
  #bits = ''

  put(code: number): void {
    this.#bits += code.toString(2).padStart(this.width, '0')
  }

  octets(): Uint8Array {
    const octets = this.#bits.match(/.{1,8}/g) ?? []
    return Uint8Array.from(octets, (bits) => Number.parseInt(bits.padEnd(8, '0'), 2))
  }
}
