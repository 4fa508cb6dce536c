import type { ChainRequest } from '../chain.ts'
import type { Crypto } from '../core/crypto.ts'
import { VerifierError } from '../core/errors.ts'
import type { ExtractRequest } from '../extract.ts'
import type { DetachedContent } from '../formats/format.ts'
import { policyOfJson, readPolicyFile } from '../policy/policy-file.ts'
import type { Trust } from '../trust.ts'
import { defaultPolicy, type Policy } from '../validation/policy.ts'
import type { VerifyRequest } from '../verify.ts'
import { type Certificate, parseCertificate } from '../x509/certificate.ts'
import { type Crl, parseCrl } from '../x509/crl/crl.ts'
import { type OcspResponse, parseOcspResponse } from '../x509/ocsp/response.ts'
import { derOrPem, type ItemKind } from './der-or-pem.ts'
import type { KeptSources } from './kept-sources.ts'
import { type LargeContainer, readDocument } from './large-container.ts'
import type { LargeContent } from './large-content.ts'
import type { ChainOrder, ExtractOrder, GivenDigest, Order, Source, VerifyOrder } from './order.ts'
import { type Base, itemsOf, nameOf, pathOf, readSource, sizeOf } from './read-source.ts'

/** Detached files above this are hashed as streams. 8 MiB: below it, reading costs less than asking twice. */
const largestHeld = 8 << 20

/** What the orders of one caller share. */
export interface OrderContext {
  readonly base: Base
  readonly crypto: Crypto
  /** The time of asking, for orders that name none. */
  readonly now: Date
  /** What was read for earlier orders, for a caller that has many. */
  readonly kept?: KeptSources
  trustFor(order: Order): Promise<Trust>
}

/**
 * A verify order with all that it names read, but for large detached content, which `large` stands
 * for, and large files of a container.
 */
export async function loadVerifyOrder(
  order: VerifyOrder,
  context: OrderContext,
): Promise<{ request: VerifyRequest; large: LargeContent; container: LargeContainer | null }> {
  const { base } = context
  const { document, container } = await readDocument(order.document, base)
  const { detached, large } = await readDetached(order, base)
  const request: VerifyRequest = {
    document,
    detached,
    certificates: await readCertificates(order.certificates, base, context.kept),
    evidenceRecords: await readEach(order.evidenceRecords, base),
    ...givenPassword(order),
    ...(await loadCommon(order, context)),
  }
  return { request, large, container }
}

/**
 * An extract order with all that it names read, large content too: it is what is to be given back.
 */
export async function loadExtractOrder(
  order: ExtractOrder,
  { base, crypto }: Pick<OrderContext, 'base' | 'crypto'>,
): Promise<ExtractRequest> {
  const detached: DetachedContent[] = []
  for (const source of order.detached) {
    detached.push({ ...(await readSource(source, base)), digests: {} })
  }
  return {
    document: await readSource(order.document, base),
    detached: [...detached, ...byDigest(order.digests)],
    certificates: await readCertificates(order.certificates, base),
    signature: order.signature,
    revision: order.revision,
    crypto,
    ...givenPassword(order),
  }
}

function givenPassword({ password }: Pick<VerifyOrder, 'password'>): { password?: string } {
  return password === null ? {} : { password }
}

async function readEach(sources: readonly Source[], base: Base): Promise<Uint8Array[]> {
  const read: Uint8Array[] = []
  for (const source of sources) read.push((await readSource(source, base)).bytes)
  return read
}

/** A chain order with the bytes of everything that it names. */
export async function loadChainOrder(
  order: ChainOrder,
  context: OrderContext,
): Promise<ChainRequest> {
  const [target, ...beside] = await readItems([order.target], context.base, certificatesIn)
  if (target === undefined) throw new VerifierError('certificate-malformed', 'no certificate')
  const { initialPolicySet, purpose } = order
  const { requireExplicitPolicy, inhibitPolicyMapping, inhibitAnyPolicy } = order
  const common = await loadCommon(order, context)
  const { revocation, statesRevocation } = common.policy
  const given = await readCertificates(order.intermediates, context.base, context.kept)
  return {
    target,
    // In the file of a certificate its issuers follow it as a rule.
    intermediates: beside.length === 0 ? given : [...given, ...beside],
    revocation: order.revocation ?? (statesRevocation === 'yes' ? revocation : 'when-available'),
    initialPolicySet,
    requireExplicitPolicy,
    inhibitPolicyMapping,
    inhibitAnyPolicy,
    purpose,
    // Last: V8 spends a microsecond on each member that comes after what is spread.
    ...common,
  }
}

async function loadCommon(order: Order, context: OrderContext) {
  const { base, crypto, kept } = context
  return {
    at: order.at ?? context.now,
    relying: order.relying,
    trust: await context.trustFor(order),
    anchors: await readCertificates(order.anchors, base, kept),
    crls: await readCrls(order.crls, base, kept),
    ocspResponses: await readOcspResponses(order.ocsps, base, kept),
    policy: await readPolicy(order.policy, base, kept),
    drafts: order.drafts,
    identifiers: order.identifiers,
    crypto,
  }
}

async function readDetached(
  order: VerifyOrder,
  base: Base,
): Promise<{ detached: readonly DetachedContent[]; large: LargeContent }> {
  const detached: DetachedContent[] = []
  const large = new Map<DetachedContent, string>()
  for (const source of order.detached) {
    if ('path' in source && (await sizeOf(source.path, base)) > largestHeld) {
      const content = { name: nameOf(source), bytes: null, digests: {} }
      large.set(content, pathOf(source.path, base))
      detached.push(content)
    } else {
      detached.push({ ...(await readSource(source, base)), digests: {} })
    }
  }
  return { detached: [...detached, ...byDigest(order.digests)], large }
}

/** Several digests of one name describe one content. */
function byDigest(digests: readonly GivenDigest[]): DetachedContent[] {
  const names = [...new Set(digests.map(({ name }) => name))]
  return names.map((name) => {
    const same = digests.filter((digest) => digest.name === name)
    const values = Object.fromEntries(same.map(({ algorithm, value }) => [algorithm, value]))
    return { name, bytes: null, digests: values }
  })
}

/** Every certificate of files in DER or PEM. */
export async function readCertificates(
  sources: readonly Source[],
  base: Base,
  kept?: KeptSources,
): Promise<readonly Certificate[]> {
  if (kept !== undefined) return kept.certificates.read(sources, base, certificatesIn)
  return readItems(sources, base, certificatesIn)
}

const certificateFile: ItemKind = {
  label: 'CERTIFICATE',
  called: 'a certificate',
  code: 'certificate-malformed',
}
const crlFile: ItemKind = { label: 'X509 CRL', called: 'a CRL', code: 'crl-malformed' }
const ocspFile: ItemKind = {
  label: 'OCSP RESPONSE',
  called: 'an OCSP response',
  code: 'ocsp-malformed',
}

function certificatesIn(bytes: Uint8Array): readonly Certificate[] {
  return derOrPem(bytes, certificateFile).map((der) => parseCertificate(der))
}

async function readCrls(
  sources: readonly Source[],
  base: Base,
  kept?: KeptSources,
): Promise<readonly Crl[]> {
  if (kept !== undefined) return kept.crls.read(sources, base, crlsIn)
  return readItems(sources, base, crlsIn)
}

function crlsIn(bytes: Uint8Array): readonly Crl[] {
  return derOrPem(bytes, crlFile).map((der) => parseCrl(der))
}

async function readOcspResponses(
  sources: readonly Source[],
  base: Base,
  kept?: KeptSources,
): Promise<readonly OcspResponse[]> {
  if (kept !== undefined) return kept.ocspResponses.read(sources, base, ocspResponsesIn)
  return readItems(sources, base, ocspResponsesIn)
}

function ocspResponsesIn(bytes: Uint8Array): readonly OcspResponse[] {
  return derOrPem(bytes, ocspFile).map((der) => parseOcspResponse(der))
}

async function readItems<T>(
  sources: readonly Source[],
  base: Base,
  read: (bytes: Uint8Array) => readonly T[],
): Promise<readonly T[]> {
  const items: T[] = []
  for (const source of sources) {
    items.push(...itemsOf(source, (await readSource(source, base)).bytes, read))
  }
  return items
}

async function readPolicy(
  policy: Order['policy'],
  base: Base,
  kept?: KeptSources,
): Promise<Policy> {
  if (policy === null) return defaultPolicy
  if ('json' in policy) return policyOfJson(policy.json)
  const [known] = kept?.policies.read([policy], base, (bytes) => [readPolicyFile(bytes)]) ?? []
  return known ?? readPolicyFile((await readSource(policy, base)).bytes)
}
