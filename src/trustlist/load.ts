import { Budget } from '../core/budget.ts'
import type { Crypto } from '../core/crypto.ts'
import { VerifierError } from '../core/errors.ts'
import { sha256Hex } from '../core/fingerprint.ts'
import type { State } from '../core/state.ts'
import { cms } from '../formats/cms/cms.ts'
import type { ParsedSignature } from '../formats/format.ts'
import type { XmlDocument } from '../formats/xml/document.ts'
import { parseXml } from '../formats/xml/parse.ts'
import type { Certificate } from '../x509/certificate.ts'
import { duplicateServices } from './anchors.ts'
import { parseKamusmDepoUnverified } from './kamusm-depo.ts'
import { parseManifest } from './manifest.ts'
import { type ManifestFiles, manifestList } from './manifest-list.ts'
import type { ListForm, ListProblem, LoadedList, StalePolicy, TrustList } from './model.ts'
import { parseTrustListUnverified } from './parse.ts'
import { parseRussianListUnverified } from './ru-e-trust.ts'
import { checkList, type Expectations } from './rules.ts'
import { type ListSignature, verifyBy, verifyListSignature } from './signature.ts'

/** A list as it was found, and by what it is to be known as genuine. */
export interface ListInput extends Expectations {
  readonly id: string
  readonly form: ListForm
  readonly location: string
  readonly bytes: Uint8Array
  readonly stalePolicy: StalePolicy
  /** Who may sign it. */
  readonly pins: readonly Certificate[]
  /** The digest it is pinned by, for a form that carries no signature. */
  readonly sha256: string | null
  /** A CMS beside it, over its octets. */
  readonly detachedSignature: Uint8Array | null
  /** The files beside a certificate manifest. */
  readonly files: ManifestFiles
  /** yes: take it without any proof, because the user said so. */
  readonly unverified: 'yes' | 'no'
}

/** What is only odd about a list; every other problem makes it unusable. */
const remarks: ReadonlySet<ListProblem['code']> = new Set<ListProblem['code']>([
  'version-unknown',
  'duplicate-service',
  'empty',
  'signature-not-xades',
])

const isRemark = ({ code }: ListProblem): boolean => remarks.has(code)

/** Reads, verifies and judges one list of any form; what cannot be used is said in `problems`. */
export function loadList(input: ListInput, crypto: Crypto): LoadedList {
  const { id, territory, location, stalePolicy, bytes } = input
  const sha256 = sha256Hex(bytes)
  const base = { id, territory, location, stalePolicy, sha256 }
  try {
    const budget = new Budget()
    const read = readForm(input, budget)
    const proof = proofOf(read, input, sha256, { crypto, budget })
    const problems = [
      ...proof.problems,
      ...checkList(read.list, sha256, input),
      // What nobody proves is not worth comparing service by service.
      ...(proof.problems.every(isRemark) ? duplicateServices(read.list) : []),
    ]
    const usable = problems.every(isRemark)
    const signature = !usable ? 'broken' : input.unverified === 'yes' ? 'unverified' : 'verified'
    return { ...base, signature, signer: proof.signer, list: read.list, problems }
  } catch (error) {
    if (!(error instanceof VerifierError)) throw error
    const code = error.code === 'trust-list-malformed' ? 'malformed' : 'unreadable'
    const problems: ListProblem[] = [{ code, message: error.message }]
    return { ...base, signature: 'broken', signer: null, list: null, problems }
  }
}

interface ReadList {
  readonly list: TrustList
  /** Null where the form is no XML. */
  readonly document: XmlDocument | null
}

function readForm({ form, bytes, location, files }: ListInput, budget: Budget): ReadList {
  if (form === 'certificate-manifest') {
    return {
      list: manifestList(parseManifest(bytes, location), files, budget),
      document: null,
    }
  }
  const document = parseXml(bytes, budget)
  return { list: xmlForms[form](document.root, budget), document }
}

const xmlForms = {
  'etsi-119612': parseTrustListUnverified,
  'kamusm-depo': parseKamusmDepoUnverified,
  'ru-e-trust': parseRussianListUnverified,
} as const

type Proof = Pick<ListSignature, 'signer' | 'problems'>

/** By what a list is known as genuine: its signer, or its digest, as it was pinned. */
function proofOf(
  { document }: ReadList,
  input: ListInput,
  sha256: string,
  context: { readonly crypto: Crypto; readonly budget: Budget },
): Proof {
  if (input.unverified === 'yes') return { signer: null, problems: [] }
  const { pins, bytes, detachedSignature } = input
  if (input.sha256 !== null) {
    if (input.sha256 === sha256) return { signer: null, problems: [] }
    const message = `its sha256 is ${sha256}, pinned is ${input.sha256}`
    return { signer: null, problems: [{ code: 'digest-mismatch', message }] }
  }
  if (detachedSignature !== null) return detachedProof(bytes, detachedSignature, pins, context)
  if (document !== null) return verifyListSignature(document, pins, context)
  const message = 'it has neither a signature beside it nor a pinned sha256'
  return { signer: null, problems: [{ code: 'unsigned', message }] }
}

/** One external signature (RFC 5652 §5.2) over the octets of the list, by a pinned signer. */
function detachedProof(
  bytes: Uint8Array,
  signature: Uint8Array,
  pins: readonly Certificate[],
  context: { readonly crypto: Crypto; readonly budget: Budget },
): Proof {
  const detached = [{ name: null, bytes, digests: {} }]
  const { signatures } = cms.parse(signature, { ...context, detached })
  const [only, ...others] = signatures
  if (only === undefined || others.length > 0) {
    return broken(`the file beside it carries ${signatures.length} signatures; one is needed`)
  }
  if (!coversExactly(only, bytes)) {
    return broken('the signature beside it is not over it: it holds content of its own, or none')
  }
  return verifyBy(only, pins, context)
}

/**
 * RFC 5652 §5.4: the content is what message-digest vouches for, or what the value is over where
 * there are no signed attributes. It must be the very array that was given: a signature with an
 * eContent vouches for that and leaves the given octets unread, whatever list stands beside it.
 */
function coversExactly({ references, signedBytes }: ParsedSignature, bytes: Uint8Array): boolean {
  const [content, ...others] = references
  const { octets } = content ?? { octets: signedBytes }
  return others.length === 0 && octets.kind === 'bytes' && octets.bytes === bytes
}

function broken(message: string): Proof {
  return { signer: null, problems: [{ code: 'signature-broken', message }] }
}

/** A list that was not to be found or could not be fetched. */
export function absentList(
  input: { readonly id: string; readonly territory: State | null; readonly location: string },
  stalePolicy: StalePolicy,
  message: string,
): LoadedList {
  const problems: ListProblem[] = [{ code: 'unreadable', message }]
  const base = { sha256: '', signature: 'broken' as const, signer: null, list: null }
  return { ...input, ...base, stalePolicy, problems }
}
