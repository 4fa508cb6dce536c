import { zipOf } from '../../../scripts/sample/zip.ts'
import { VerifierError } from '../../../src/core/errors.ts'
import { compareChecksum, contentOf, readZip } from '../../../src/formats/asic/zip.ts'
import { wholeSource } from '../../../src/formats/asic/zip-source.ts'
import { file } from './material.ts'

/** The names and contents of a ZIP file, or why it is refused. */
export function listed(bytes: Uint8Array): string | readonly (readonly [string, string])[] {
  const source = wholeSource(bytes)
  try {
    const { entries } = readZip(source)
    return entries.map((entry) => {
      const content = contentOf(source, entry) ?? new Uint8Array()
      compareChecksum(content, entry)
      return [entry.name, Buffer.from(content).toString()]
    })
  } catch (error) {
    if (error instanceof VerifierError && error.code === 'document-unreadable') {
      return error.message.replace('the container cannot be read: ', '')
    }
    throw error
  }
}

export const text = 'twelve crates of tea, twelve crates of coffee'
export const one = file('a.txt', text)
export const two = file('b.txt', 'b')
/** Both files, stored. */
export const plain = zipOf([one, two])

/** The file with some octets changed, each given as an offset and what stands there then. */
export function spoilt(bytes: Buffer, ...changes: readonly (readonly [number, number])[]): Buffer {
  const copy = Buffer.from(bytes)
  for (const [at, octet] of changes) copy[at] = octet
  return copy
}

/** Where its directory begins, the two headers of its second file, and its end. */
export const directory = plain.indexOf('PK\x01\x02')
export const secondLocal = plain.indexOf('PK\x03\x04', 4)
export const secondCentral = plain.indexOf('PK\x01\x02', directory + 4)
export const end = plain.indexOf('PK\x05\x06')
