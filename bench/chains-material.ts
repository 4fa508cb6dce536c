import { type KeyObject, verify } from 'node:crypto'
import type { ChainRequest } from '../src/chain.ts'
import type { Crypto } from '../src/core/crypto.ts'
import { defaultPolicy } from '../src/validation/policy.ts'
import { type Certificate, parseCertificate } from '../src/x509/certificate.ts'
import {
  authorityCertificate,
  benchTime,
  endEntityCertificate,
  type KeyPlan,
  type Signer,
  signer,
} from './chains-pki.ts'

/** A signature with the key that made it, ready for node:crypto. */
export interface RawCheck {
  readonly key: KeyObject
  readonly bytes: Uint8Array
  readonly value: Uint8Array
}

/** A chain as bytes, from the certificate in question to its anchor. */
export interface ChainBytes {
  readonly target: Uint8Array
  readonly issuer: Uint8Array
  readonly anchor: Uint8Array
  readonly issuerKey: KeyObject
  readonly anchorKey: KeyObject
}

/** Authorities below one root. */
export interface Authorities {
  readonly plan: KeyPlan
  readonly root: Signer
  readonly anchor: Uint8Array
  readonly issuers: readonly { readonly signer: Signer; readonly certificate: Uint8Array }[]
}

export function authorities(plan: KeyPlan, count: number): Authorities {
  const root = signer('Bench Root', plan)
  const issuers = Array.from({ length: count }, (_, i) => {
    const issuer = signer(`Bench CA ${i}`, plan)
    return { signer: issuer, certificate: authorityCertificate(issuer, root, i + 2) }
  })
  return { plan, root, anchor: authorityCertificate(root, root), issuers }
}

/** Different end-entity certificates, each with a key of its own, in turns by each authority. */
export function chainsOf({ root, anchor, issuers }: Authorities, count: number, from = 0) {
  return Array.from({ length: count }, (_, i): ChainBytes => {
    const { signer: issuer, certificate } = issuers[i % issuers.length] as Authorities['issuers'][0]
    const serial = from + i + 1_000
    return {
      target: endEntityCertificate(serial, signer(`Holder ${serial}`, 'P-256'), issuer),
      issuer: certificate,
      anchor,
      issuerKey: issuer.publicKey,
      anchorKey: root.publicKey,
    }
  })
}

/** Parses each authority once, and gives chains of the same authorities the same sets. */
export class ChainReader {
  readonly #crypto: Crypto
  readonly #sets = new Map<Uint8Array, readonly Certificate[]>()

  constructor(crypto: Crypto) {
    this.#crypto = crypto
  }

  request({ target, issuer, anchor }: ChainBytes): ChainRequest {
    return {
      target: parseCertificate(target),
      intermediates: this.#set(issuer),
      anchors: this.#set(anchor),
      crls,
      at: benchTime,
      relying: null,
      trust: noTrust,
      revocation: 'none',
      policy: defaultPolicy,
      crypto: this.#crypto,
      initialPolicySet: anyPolicy,
      requireExplicitPolicy: 'no',
      inhibitPolicyMapping: 'no',
      inhibitAnyPolicy: 'no',
    }
  }

  #set(der: Uint8Array): readonly Certificate[] {
    const known = this.#sets.get(der)
    if (known !== undefined) return known
    const set = [parseCertificate(der)]
    this.#sets.set(der, set)
    return set
  }
}

const crls: readonly never[] = []
const anyPolicy: readonly string[] = ['2.5.29.32.0']
const noTrust = {
  federation: 'bench',
  fictional: true,
  lists: [],
  agreements: [],
  certificates: [],
  crls: [],
  ocspResponses: [],
  problems: [],
}

/** The signatures of a chain, that of its target first. */
export function signaturesOf(chain: ChainBytes): readonly RawCheck[] {
  return [
    raw(parseCertificate(chain.target), chain.issuerKey),
    raw(parseCertificate(chain.issuer), chain.anchorKey),
  ]
}

function raw({ tbs, signature }: Certificate, key: KeyObject): RawCheck {
  return { key, bytes: tbs, value: signature }
}

export function checkAll(checks: readonly RawCheck[]): void {
  for (const { key, bytes, value } of checks) {
    if (!verify('sha256', bytes, key, value)) throw new Error('a signature is broken')
  }
}
