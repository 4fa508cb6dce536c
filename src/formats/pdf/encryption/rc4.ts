/**
 * RC4 as PDF uses it (ISO 32000-2 §7.6.3.2): encryption and decryption are the same. Our own, for
 * OpenSSL 3 has it in its legacy provider only, which Node does not load. Broken as a cipher, and
 * here to read with.
 */
export function rc4(key: Uint8Array, octets: Uint8Array): Uint8Array {
  if (octets.length === 0) return octets
  const state = scheduled(key)
  const result = new Uint8Array(octets.length)
  let i = 0
  let j = 0
  for (let at = 0; at < octets.length; at++) {
    i = (i + 1) & 0xff
    const a = state[i] ?? 0
    j = (j + a) & 0xff
    const b = state[j] ?? 0
    state[i] = b
    state[j] = a
    result[at] = (octets[at] ?? 0) ^ (state[(a + b) & 0xff] ?? 0)
  }
  return result
}

const ascending = Uint8Array.from({ length: 256 }, (_, i) => i)

function scheduled(key: Uint8Array): Uint8Array {
  const state = ascending.slice()
  let j = 0
  for (let i = 0; i < 256; i++) {
    const a = state[i] ?? 0
    j = (j + a + (key[i % key.length] ?? 0)) & 0xff
    state[i] = state[j] ?? 0
    state[j] = a
  }
  return state
}
