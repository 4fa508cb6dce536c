import { defaultLimits } from '../core/budget.ts'
import { concatBytes } from '../core/bytes.ts'
import { VerifierError } from '../core/errors.ts'
import type { Source } from '../store/order.ts'
import type { Input, Io } from './io.ts'

/** What stands for the standard input in place of a path; a file of that name is `./-`. */
export const standardInput = '-'

/**
 * A document by its path, not read yet; or what comes by the standard input, read to its end and
 * without a name. Throws `document-too-large`.
 */
export async function documentSource(path: string, io: Io): Promise<Source> {
  return path === standardInput ? { name: null, bytes: await readWhole(io.input) } : { path }
}

async function readWhole(input: Input): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let total = 0
  for await (const part of input) {
    total += part.length
    if (total > defaultLimits.bytes) {
      const message = `the standard input has more than ${defaultLimits.bytes} bytes`
      throw new VerifierError('document-too-large', message, { hint: 'name the file instead' })
    }
    parts.push(part)
  }
  return concatBytes(parts)
}
