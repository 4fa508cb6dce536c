import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Budget } from '../src/core/budget.ts'
import { nodeCrypto } from '../src/crypto/node.ts'
import { parseDocument } from '../src/formats/index.ts'
import { judgeIntegrity } from '../src/validation/basic-signature.ts'
import { type Comparison, inTurns } from './measure.ts'

const vectors = join(import.meta.dirname, '..', 'test-vectors')

/** Signed documents in XAdES that both verify; xmlsec1 1.2 has no RSASSA-PSS without parameters. */
const names = [
  'contract.xml',
  'enveloping.xml',
  'enveloping-xml.xml',
  'countersigned.xml',
  'claims.xml',
  'sealed.xml',
  'brainpool.xml',
]

const contract = 'urn:example:euxine:contract:Contract'
const xmlsecOptions = [
  '--verify',
  '--insecure',
  '--id-attr:Id',
  'http://uri.etsi.org/01903/v1.3.2#:SignedProperties',
  '--id-attr:Id',
  contract,
]

/** Each file this often in one process, so that its start is not what is measured. */
const repeats = 20

/**
 * The XAdES documents of the test vectors, their integrity judged, against one process of xmlsec1
 * over the same files; neither asks whom to trust. Empty, with the reason on the standard error,
 * where xmlsec1 or the vectors are absent.
 */
export function xadesDocuments(): Comparison[] {
  const paths = readdirSync(vectors, { recursive: true, encoding: 'utf8' })
    .filter((path) => names.some((name) => path.endsWith(`/${name}`)))
    .map((path) => join(vectors, path))
  const missing = whatIsMissing(paths)
  if (missing !== null) {
    process.stderr.write(`XAdES documents are not measured: ${missing}\n`)
    return []
  }
  const documents = paths.map((path) => readFileSync(path))
  const runOurs = () => {
    for (let round = 0; round < repeats; round += 1) judgeAll(documents)
  }
  const runTheirs = () => {
    const args = [...xmlsecOptions, '--repeat', String(repeats), ...paths]
    if (spawnSync('xmlsec1', args).status !== 0) {
      throw new Error('xmlsec1 does not verify a document that it should')
    }
  }
  const calls = paths.length * repeats
  return [
    {
      name: `XAdES documents, ${paths.length} files`,
      ...inTurns({ calls, run: runOurs }, { calls, run: runTheirs }, 9, 3),
      unit: 'per second',
      against: 'xmlsec1 in one process',
      target: '≥ 1.25, which is 0.8 of its time',
    },
  ]
}

function whatIsMissing(paths: readonly string[]): string | null {
  if (paths.length === 0) return 'test-vectors has none; npm run sample makes them'
  return spawnSync('xmlsec1', ['--version']).status === 0 ? null : 'xmlsec1 is not installed'
}

/** Keys are remembered from one document to the next, and not from round to round: no file comes twice. */
function judgeAll(documents: readonly Uint8Array[]): void {
  const crypto = nodeCrypto()
  for (const bytes of documents) {
    const { signatures } = parseDocument(bytes, { detached: [], crypto, budget: new Budget() })
    const context = { certificates: [], crypto, budget: new Budget() }
    const intact = signatures.every((one) => judgeIntegrity(one, context).integrity === 'intact')
    if (signatures.length === 0 || !intact) {
      throw new Error('a document that should verify does not')
    }
  }
}
