import { Budget } from '../core/budget.ts'
import type { Crypto } from '../core/crypto.ts'
import { VerifierError } from '../core/errors.ts'
import { sha256Hex } from '../core/fingerprint.ts'
import { parseXml } from '../formats/xml/parse.ts'
import { duplicateServices } from './anchors.ts'
import type { ListProblem, TrustList } from './model.ts'
import { parseTrustListUnverified } from './parse.ts'
import { checkList, type Expectations } from './rules.ts'
import { type ListSignature, verifyListSignature } from './signature.ts'

/** A list of TS 119 612 with its signature, before it is known who its signer is. */
export interface ExaminedList {
  readonly list: TrustList | null
  /** Null where the file cannot be read at all. */
  readonly signature: ListSignature | null
  readonly problems: readonly ListProblem[]
}

/** Lists of any time and place are examined, so nothing but the list itself is held against it. */
const nothingExpected: Expectations = { territory: null, type: null, lastSeen: null, at: null }

/** Reads a list and verifies its signature, whoever signed it; gives no trust. */
export function examineList(bytes: Uint8Array, crypto: Crypto): ExaminedList {
  const budget = new Budget()
  let signature: ListSignature | null = null
  try {
    const document = parseXml(bytes, budget)
    signature = verifyListSignature(document, [], { crypto, budget })
    const list = parseTrustListUnverified(document.root, budget)
    const problems = [
      ...signature.problems,
      ...checkList(list, sha256Hex(bytes), nothingExpected),
      ...(signature.integrity === 'intact' ? duplicateServices(list) : []),
    ]
    return { list, signature, problems }
  } catch (error) {
    if (!(error instanceof VerifierError)) throw error
    const code = error.code === 'trust-list-malformed' ? 'malformed' : 'unreadable'
    return { list: null, signature, problems: [{ code, message: error.message }] }
  }
}
