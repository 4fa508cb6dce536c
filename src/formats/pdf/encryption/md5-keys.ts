import { concatBytes, equalBytes } from '../../../core/bytes.ts'
import { rc4 } from './rc4.ts'
import type { Scheme } from './scheme.ts'

/** MD5 of the parts together. */
export type Md5 = (...parts: readonly Uint8Array[]) => Uint8Array

/**
 * The file encryption key of revisions 2 to 4 that one of the passwords opens, as the user's or as the
 * owner's (ISO 32000-2 §7.6.4.4, algorithms 6 and 7); null where none does.
 */
export function openByMd5(
  passwords: readonly Uint8Array[],
  scheme: Scheme,
  md5: Md5,
): Uint8Array | null {
  for (const length of scheme.keyLengths) {
    for (const password of passwords) {
      const key =
        keyOfUser(password, length, scheme, md5) ??
        keyOfUser(userPassword(password, length, scheme, md5), length, scheme, md5)
      if (key !== null) return key
    }
  }
  return null
}

/** Algorithm 6: the key where the password is the user's, null where it is not. */
function keyOfUser(
  password: Uint8Array,
  length: number,
  scheme: Scheme,
  md5: Md5,
): Uint8Array | null {
  const key = fileKey(password, length, scheme, md5)
  if (scheme.revision === 2) return equalBytes(rc4(key, padding), scheme.user) ? key : null
  // Of 32 octets the last 16 are arbitrary (algorithm 5 step f)).
  const expected = rc4Rounds(key, md5(padding, scheme.id), upwards)
  return equalBytes(expected, scheme.user.subarray(0, 16)) ? key : null
}

/** ISO 32000-2 §7.6.4.3, algorithm 2. */
function fileKey(password: Uint8Array, length: number, scheme: Scheme, md5: Md5): Uint8Array {
  const { owner, permissions, id, revision, metadata } = scheme
  const bits = new Uint8Array(4)
  new DataView(bits.buffer).setInt32(0, permissions, true)
  const unencrypted =
    revision >= 4 && metadata === 'plain' ? new Uint8Array(4).fill(0xff) : new Uint8Array()
  const hash = md5(padded(password), owner, bits, id, unencrypted)
  return (revision === 2 ? hash : again(hash, length, md5)).subarray(0, length)
}

/** Algorithm 7: the user's password, which the owner's decrypts out of `O`. */
function userPassword(password: Uint8Array, length: number, scheme: Scheme, md5: Md5): Uint8Array {
  const hash = md5(padded(password))
  if (scheme.revision === 2) return rc4(hash.subarray(0, length), scheme.owner)
  // Algorithm 3 step c) takes all 16 octets of each digest, where algorithm 2 takes those of the key.
  const key = again(hash, 16, md5).subarray(0, length)
  return rc4Rounds(key, scheme.owner, downwards)
}

/** 50 times more, over the first octets of the last (algorithm 2 step g), algorithm 3 step c)). */
function again(hash: Uint8Array, octets: number, md5: Md5): Uint8Array {
  let last = hash
  for (let i = 0; i < 50; i++) last = md5(last.subarray(0, octets))
  return last
}

const upwards = Array.from({ length: 20 }, (_, i) => i)
const downwards = upwards.toReversed()

/** Twenty times RC4, each with all octets of the key XOR the number of the round. */
function rc4Rounds(key: Uint8Array, octets: Uint8Array, rounds: readonly number[]): Uint8Array {
  return rounds.reduce(
    (last, round) =>
      rc4(
        key.map((octet) => octet ^ round),
        last,
      ),
    octets,
  )
}

function padded(password: Uint8Array): Uint8Array {
  return concatBytes([password, padding]).subarray(0, 32)
}

/** ISO 32000-2 §7.6.4.3, algorithm 2 step a). */
const padding = Uint8Array.of(
  ...[0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01],
  ...[0x08, 0x2e, 0x2e, 0x00, 0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53],
  ...[0x69, 0x7a],
)
