import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Budget } from '../../src/core/budget.ts'
import { VerifierError } from '../../src/core/errors.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import type { Coverage, DetachedContent } from '../../src/formats/format.ts'
import { readPdf } from '../../src/formats/pdf/read.ts'
import { isDocumentTimestamp } from '../../src/formats/pdf/signatures/document-timestamp.ts'
import { findSignatures } from '../../src/formats/pdf/signatures/found.ts'
import type { SignatureVerdict, Verdict } from '../../src/report/verdict.ts'
import { verdictOn } from './cms-rows.ts'
import type { Says } from './dss-rows.ts'
import { judgePdf, mayPass } from './pdf-rows.ts'

/** A row of the suite: what pyHanko found in its own passing test; trust and time are not compared. */
export interface PyhankoRow {
  readonly path: string
  readonly kind: string
  readonly test: string
  readonly field?: string
  readonly encrypted?: boolean
  /** Detached content of a CMS, or its SHA-256. */
  readonly content?: string
  readonly rawDigest?: string
  readonly options?: { readonly skip_diff?: boolean }
  readonly expectation: {
    readonly intact?: boolean
    readonly valid?: boolean
    readonly coverage?: string
    readonly modificationLevel?: string | null
    readonly docmdpOk?: boolean | null
    readonly error?: { readonly type: string; readonly msg: string }
  }
}

/** Those that pyHanko's tests encrypt with; the empty one needs no asking. */
const passwords = [undefined, 'ownersecret', 'usersecret', 'secret']

/** A verdict, and the fields that its signatures stand in, in the same order. */
export interface JudgedPdf {
  readonly verdict: Verdict
  readonly fields: readonly string[]
}

function judge(path: string, password: string | undefined): JudgedPdf | VerifierError {
  const verdict = judgePdf(path, password)
  if (verdict instanceof VerifierError) return verdict
  const budget = new Budget()
  const options = { budget, crypto: nodeCrypto(), ...(password !== undefined && { password }) }
  const file = readPdf(readFileSync(path), options)
  const found = findSignatures(file, budget, () => {})
  const signatures = found.filter((one) => !isDocumentTimestamp(one, file.at(one.revision)))
  return { verdict, fields: signatures.map(({ field }) => field.name) }
}

/** The documents of the suite, each judged once. */
export class PyhankoDocuments {
  readonly #folder: string
  readonly #judged = new Map<string, JudgedPdf | VerifierError>()

  constructor(folder: string) {
    this.#folder = folder
  }

  pdf({ path, encrypted }: PyhankoRow): JudgedPdf | VerifierError {
    const known = this.#judged.get(path)
    if (known !== undefined) return known
    const file = join(this.#folder, path)
    const tries = encrypted ? passwords : [undefined]
    const answers = tries.map((password) => judge(file, password))
    const [first] = answers
    if (first === undefined) throw new Error('nothing was tried')
    const found = answers.find((answer) => !(answer instanceof VerifierError)) ?? first
    this.#judged.set(path, found)
    return found
  }

  /** The first signature of a CMS; the error where it is refused. */
  cms({ path, content, rawDigest }: PyhankoRow): SignatureVerdict | VerifierError {
    const detached: DetachedContent[] = []
    if (content !== undefined) {
      detached.push({ name: null, bytes: readFileSync(join(this.#folder, content)), digests: {} })
    } else if (rawDigest !== undefined) {
      const digests = { 'SHA-256': Buffer.from(rawDigest, 'hex') }
      detached.push({ name: null, bytes: null, digests })
    }
    try {
      const [first] = verdictOn(join(this.#folder, path), { detached }).signatures
      if (first === undefined) throw new Error(`${path} has no signature`)
      return first
    } catch (error) {
      if (error instanceof VerifierError) return error
      throw error
    }
  }
}

/** Compares a row over a CMS with the verdict on it. */
export function compareCmsRow(
  { expectation }: PyhankoRow,
  found: SignatureVerdict | VerifierError,
  says: Says,
): void {
  const refused = found instanceof VerifierError
  if (expectation.error !== undefined) {
    const failed =
      refused ||
      found.integrity !== 'intact' ||
      found.indication === 'TOTAL-FAILED' ||
      found.subIndication === 'NO_SIGNING_CERTIFICATE_FOUND'
    says('outcome', 'refused or failed', failed ? 'refused or failed' : 'may pass')
    return
  }
  const good = expectation.intact === true && expectation.valid === true
  const intact = !refused && found.integrity === 'intact'
  says('integrity', good ? 'intact' : 'not intact', intact ? 'intact' : 'not intact')
}

/** Compares a row over a PDF with the verdict on it. */
export function comparePdfRow(row: PyhankoRow, found: JudgedPdf | VerifierError, says: Says): void {
  if (row.expectation.error !== undefined) {
    says('outcome', 'refused or failed', refusedOrFailed(found, row))
    return
  }
  if (found instanceof VerifierError) {
    says('outcome', 'read', `refused: ${found.message}`)
    return
  }
  const signature = signatureOf(found, row)
  if (signature === undefined) says('outcome', 'found', 'not found')
  else compareSignature(row, signature, says)
}

function compareSignature(row: PyhankoRow, signature: SignatureVerdict, says: Says): void {
  const { intact, valid, coverage, modificationLevel: level, docmdpOk } = row.expectation
  const expected = intact === true && valid === true ? 'intact' : 'not intact'
  says('integrity', expected, signature.integrity === 'intact' ? 'intact' : 'not intact')
  if (coverage !== undefined) says('coverage', coverage, coverageOf(signature))
  if (row.options?.skip_diff || typeof level !== 'string') return
  says('modifications', expectedChanges(level, docmdpOk !== false), changesFound(signature))
}

/** No signature that the row is about may be such that it could pass; none at all is refusal enough. */
function refusedOrFailed(found: JudgedPdf | VerifierError, row: PyhankoRow): string {
  if (found instanceof VerifierError) return 'refused or failed'
  const { signatures } = found.verdict
  const own = row.field === undefined ? signatures : [signatureOf(found, row)]
  const passing = own.filter((one) => one !== undefined && mayPass(one))
  return passing.length === 0 ? 'refused or failed' : 'may pass'
}

/** The signature of the field that the row names. */
function signatureOf({ verdict, fields }: JudgedPdf, { field = '' }: PyhankoRow) {
  return verdict.signatures[fields.indexOf(field)]
}

const extents: Readonly<Record<Coverage['extent'], string>> = {
  file: 'ENTIRE_FILE',
  revision: 'ENTIRE_REVISION',
  beginning: 'CONTIGUOUS_BLOCK_FROM_START',
  unclear: 'UNCLEAR',
}

function coverageOf({ coverage }: SignatureVerdict): string {
  return coverage === null ? 'none' : extents[coverage.extent]
}

/** What pyHanko calls how far changes go. */
const levels: Readonly<Record<string, string>> = {
  NONE: 'none',
  LTA_UPDATES: 'permitted, validation-data',
  FORM_FILLING: 'permitted, form-filling',
  ANNOTATIONS: 'permitted, annotations',
  OTHER: 'forbidden',
}

function expectedChanges(level: string, allowed: boolean): string {
  const expected = levels[level]
  if (expected === undefined) throw new Error(`unknown level ${level}`)
  return allowed ? expected : 'forbidden'
}

function changesFound({ modifications, modificationExtent }: SignatureVerdict): string {
  return modifications === 'permitted' ? `permitted, ${modificationExtent}` : `${modifications}`
}
