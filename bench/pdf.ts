import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readOrNull } from '../src/core/errors.ts'
import { nodeCrypto } from '../src/crypto/node.ts'
import { againstHashing, isIntact } from './against-hashing.ts'
import { makeLargePdf } from './large-pdf.ts'
import { type Comparison, inTurns } from './measure.ts'

/** Files of one round: pdfsig takes two seconds for them. */
const mostFiles = 100

/** Pages of 1 MiB each. */
const largePages = 100

/**
 * Signed PDFs of the pyHanko suite, their integrity judged in one process, against poppler's pdfsig,
 * which reads one file in a process; and a PDF of 100 MiB against nothing but SHA-256 of it. The
 * first is empty, with the reason on the standard error, where the suite or pdfsig is absent.
 */
export async function pdfs(): Promise<Comparison[]> {
  return [...signedFiles(), ...(await largeFile())]
}

function signedFiles(): Comparison[] {
  const folder = join(process.env['SUITES_DIR'] ?? '', 'pyhanko')
  const missing = whatIsMissing(folder)
  const paths = missing === null ? verifiedByBoth(folder) : []
  if (paths.length === 0) {
    process.stderr.write(`signed PDFs are not measured: ${missing ?? 'none verifies in both'}\n`)
    return []
  }
  const run = () => {
    // Keys are remembered from one file to the next, and not from round to round.
    const crypto = nodeCrypto()
    if (!paths.every((path) => isIntact(readFileSync(path), crypto))) throw new Error('not intact')
  }
  const runTheirs = () => {
    if (!paths.every(isValidForPdfsig)) throw new Error('pdfsig changed its mind')
  }
  const calls = paths.length
  return [
    {
      name: `signed PDFs, ${calls} files, integrity and modifications`,
      ...inTurns({ calls, run }, { calls, run: runTheirs }, 5, 20),
      unit: 'per second',
      against: 'pdfsig -nocert, a process for each file',
      target: '≥ 3',
    },
  ]
}

function whatIsMissing(folder: string): string | null {
  if (process.env['SUITES_DIR'] === undefined) return 'SUITES_DIR is not set'
  if (!existsSync(join(folder, 'labels.jsonl'))) return 'there is no pyhanko in SUITES_DIR'
  return spawnSync('pdfsig', ['-v']).status === 0 ? null : 'pdfsig is not installed'
}

/** In the order of the labels. Neither has the roots: who signed is not asked. */
function verifiedByBoth(folder: string): readonly string[] {
  const lines = readFileSync(join(folder, 'labels.jsonl'), 'utf8').split('\n').filter(Boolean)
  const named = lines.map((line) => (JSON.parse(line) as { readonly path: string }).path)
  const paths = [...new Set(named)].filter((path) => path.endsWith('.pdf'))
  const crypto = nodeCrypto()
  const found: string[] = []
  for (const path of paths.map((one) => join(folder, one))) {
    const ours = readOrNull(() => isIntact(readFileSync(path), crypto))
    if (ours === true && isValidForPdfsig(path)) found.push(path)
    if (found.length === mostFiles) break
  }
  return found
}

/** Every signature of the file, as pdfsig says; its status is 0 for broken ones as well. */
function isValidForPdfsig(path: string): boolean {
  const { stdout } = spawnSync('pdfsig', ['-nocert', path], { encoding: 'utf8' })
  const answers = stdout.split('\n').filter((line) => line.includes('Signature Validation:'))
  return answers.length > 0 && answers.every((line) => line.endsWith('Signature is Valid.'))
}

async function largeFile(): Promise<Comparison[]> {
  const large = await makeLargePdf(largePages)
  const hash = { of: large.bytes, called: 'it', target: '≥ 0.6' }
  return againstHashing('PDF of 100 MiB', large, hash)
}
