import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { examineList } from '../../src/trustlist/examine.ts'

const data = process.env['TRUST_DATA_DIR'] ?? ''
const folders = ['eu/test/lotlCache', 'bsec/EU', 'bsec/BG', 'bsec/EL', 'bsec/RO'].map((name) =>
  join(data, name),
)
const present = data !== '' && folders.every((folder) => existsSync(folder))
const crypto = nodeCrypto()
const changesOfEach = 12
const spoilt = /broken-sig|compliant|empty|no-sig|not-|two-sigs|missing/

/** Every list whose name does not say that it was spoilt. */
const lists = (present ? folders : []).flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => /\.xml$/i.test(name) && !spoilt.test(name))
    .map((name) => join(folder, name)),
)

function integrityOf(bytes: Uint8Array): string {
  return examineList(bytes, crypto).signature?.integrity ?? 'unreadable'
}

/** Where letters and digits stand that are signed: anywhere in the root but in the signature. */
function signedPlaces(text: string): readonly number[] {
  const start = text.search(/<[A-Za-z]/)
  const end = text.search(/<(?:\w+:)?Signature[ >]/)
  const step = Math.floor((end - start) / changesOfEach)
  return Array.from({ length: changesOfEach }, (_, i) => {
    const from = start + i * step
    return from + text.slice(from, end).search(/[A-Za-z0-9]/)
  })
}

/** Another letter or digit, and never the same letter in the other case. */
function changed(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes)
  const letter = String.fromCharCode(copy[at] ?? 0)
  copy[at] = (
    letter === '7' ? '8' : letter === 'q' ? 'x' : /\d/.test(letter) ? '7' : 'q'
  ).charCodeAt(0)
  return copy
}

describe.skipIf(!present)('the lists of the states', () => {
  it('are those of 31 states and more', () => expect(lists.length).toBeGreaterThan(31))

  it.each(lists.map((path) => [path.slice(data.length + 1), path]))(
    '%s verifies, and does not with a character changed anywhere',
    (_, path = '') => {
      const bytes = readFileSync(path)
      expect(integrityOf(bytes)).toBe('intact')
      for (const at of signedPlaces(bytes.toString('latin1'))) {
        expect([at, integrityOf(changed(bytes, at))]).not.toEqual([at, 'intact'])
      }
    },
    60_000,
  )
})
