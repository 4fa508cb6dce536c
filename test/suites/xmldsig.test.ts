import { createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Budget } from '../../src/core/budget.ts'
import { VerifierError } from '../../src/core/errors.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { childElements } from '../../src/formats/xml/document.ts'
import type { XmlSignature } from '../../src/formats/xml/signature.ts'
import { readXmlSignatures } from '../../src/formats/xml/signatures.ts'
import { judgeIntegrity } from '../../src/validation/basic-signature.ts'
import { coreValidation } from '../formats/xml/core-validation.ts'
import { expectLessThanHashing } from '../growth.ts'
import { keptKeys } from './xmldsig/kept-keys.ts'
import { contentsOutside } from './xmldsig/outside.ts'
import { refusedByDesign } from './xmldsig/refused.ts'

interface Row {
  readonly path: string
  readonly expected: string
  readonly key?: string
  readonly why?: string
  readonly runs?: readonly { readonly options: readonly string[] }[]
}

const folder = process.env['SUITES_DIR']
const suite = join(folder ?? '.', 'xmldsig')
const crypto = nodeCrypto()
const exceptions = JSON.parse(
  readFileSync(join(import.meta.dirname, 'xmldsig.exceptions.json'), 'utf8'),
) as readonly Exception[]

/** Labels under which some signature must be intact; the others that are known say: none may be. */
const good = ['valid', 'valid-signed-part-only', 'crypto-valid-signing-cert-mismatch']
const bad =
  /^(invalid|invalid-as-is|not-valid|reject|reject-input|reject-no-fetch|reject-fast|unsigned-input)$/

describe.skipIf(folder === undefined)('the XMLDSig suite', () => {
  const rows = folder === undefined ? [] : readRows()
  const scoped = rows.map((row) => ({ row, refusals: refusedByDesign(textOf(row)) }))
  const goodRows = scoped.filter(({ row }) => good.includes(row.expected))
  const inScope = goodRows.filter(({ refusals }) => refusals.length === 0).map(({ row }) => row)

  for (const row of inScope) {
    it(`finds ${row.path} intact`, () => {
      expect(judged(row)).toBe(exceptionFor(row)?.actual ?? 'intact')
    })
  }

  for (const { row, refusals } of goodRows.filter(({ refusals }) => refusals.length > 0)) {
    it(`does not find ${row.path} intact: ${refusals.join('; ')}`, () => {
      expect(judged(row)).not.toBe('intact')
    })
  }

  for (const row of rows.filter(({ expected }) => bad.test(expected))) {
    it(`does not find ${row.path} intact`, () => {
      expect(judged(row)).not.toBe('intact')
    })
  }

  for (const row of rows.filter(({ expected }) => expected.startsWith('not-valid-for-'))) {
    it(`does not say of ${row.path} that the forged element is signed`, () => {
      const { document, signatures } = read(row)
      const [consumed] = childElements(document.root, document.root.namespace, 'Payment')
      const signed = signatures.flatMap(({ references }) => references.map(({ covers }) => covers))
      expect(consumed).toBeDefined()
      expect(
        signed.filter(
          (covers) =>
            covers.of === 'document' || (covers.of === 'element' && covers.element === consumed),
        ),
      ).toEqual([])
    })
  }

  it('reports each of two signatures by itself', () => {
    const { signatures } = read({ path: 'generated/two-signatures-one-bad.xml', expected: '' })
    expect(signatures.map((signature) => coreValidation(signature, crypto))).toEqual([
      'intact',
      'broken',
    ])
  })

  it.each(['attr-bomb', 'signature-bomb', 'many-references', 'xpath-dos', 'quadratic-blowup'])(
    'is done with %s before four gigabytes could be hashed',
    (name) => {
      expectLessThanHashing(4 << 10, () => judged({ path: `generated/${name}.xml`, expected: '' }))
    },
  )

  it('covers as many rows as when it was written', () => {
    expect(inScope.length).toBeGreaterThan(185)
  })

  it('has no exception for a row that is not in scope', () => {
    const ids = inScope.map(({ path }) => path)
    expect(exceptions.filter(({ id }) => !ids.includes(id))).toEqual([])
  })
})

function readRows(): readonly Row[] {
  const lines = readFileSync(join(suite, 'labels.jsonl'), 'utf8').trim().split('\n')
  const rows = lines.map((line) => JSON.parse(line) as Row)
  return [...new Map(rows.map((row) => [row.path, row])).values()]
}

function textOf(row: Row): string {
  return readFileSync(join(suite, row.path), 'latin1')
}

function read(row: Row) {
  const bytes = readFileSync(join(suite, row.path))
  const detached = contentsOutside(suite, row, textOf(row))
  return readXmlSignatures(bytes, { budget: new Budget(), crypto, detached })
}

/** intact: every signature is; otherwise what is wrong with the first that is not, or the error. */
function judged(row: Row): string {
  try {
    const { signatures } = read(row)
    const outcomes = signatures.map((signature) => coreWithAnyKey(signature, row))
    return outcomes.find((outcome) => outcome !== 'intact') ?? outcomes[0] ?? 'unsigned'
  } catch (error) {
    if (error instanceof VerifierError) return error.code
    throw error
  }
}

/**
 * The suite names no signer: any key that travels with the signature, or that is kept for its row.
 * With a bare key it is judged as in the product; with the others as there, too, a violation of the
 * format that leaves open what was signed breaks it.
 */
function coreWithAnyKey(signature: XmlSignature, row: Row): string {
  const { certificates, signer, formatChecks } = signature
  if (certificates.length === 0 && signer.bareKeys?.length === 1) {
    return judgeIntegrity(signature, { certificates: [], crypto, budget: new Budget() }).integrity
  }
  if (formatChecks.some(({ conclusion }) => conclusion.indication === 'FAILED')) return 'broken'
  const certified = certificates.map(({ spki }) => spki)
  const named = row.key?.endsWith('.pem') ? [spkiOf(row.key)] : []
  // Where a row is bad because its key is not to be found, one from elsewhere would hide it.
  const kept = good.includes(row.expected) ? keptKeys(suite, row) : []
  const keys = certified.length > 0 ? certified : [...named, ...kept]
  const outcomes = keys.map((spki) => coreValidation(signature, crypto, spki))
  return outcomes.find((outcome) => outcome === 'intact') ?? outcomes[0] ?? 'no key'
}

function spkiOf(path: string): Uint8Array {
  return createPublicKey(readFileSync(join(suite, path))).export({ format: 'der', type: 'spki' })
}

interface Exception {
  readonly id: string
  readonly expected: string
  readonly actual: string
  readonly reason: string
}

function exceptionFor(row: Row): Exception | undefined {
  return exceptions.find(({ id }) => id === row.path)
}
