import { formatTime } from '../core/time.ts'
import type { Certificate } from './certificate.ts'
import type { Crl } from './crl.ts'
import { deltasFor } from './crl-delta.ts'
import { allReasons, holdReason, type ReasonMask } from './crl-extensions.ts'
import { factsOf } from './crl-facts.ts'
import { combined, type Finding, findingIn, speaksOf } from './crl-finding.ts'
import { coveredReasons } from './crl-scope.ts'
import { signerOf } from './crl-signer.ts'
import { isCurrent, sourceOf, type UsedCrl } from './crl-source.ts'
import { nameKey, sameName } from './names.ts'
import type { RevocationContext, RevocationStatus } from './revocation-status.ts'
import { spendOnVerification, verifySigned } from './signed.ts'

type Stated = Extract<Finding, { readonly says: 'on-hold' | 'revoked' }>

/** CRLs that name the certificate not, and the reasons that they speak of together (§6.3.3 (l)). */
interface Coverage {
  reasons: ReasonMask
  readonly used: UsedCrl[]
}

/**
 * RFC 5280 §6.3.3 for one certificate, CRL by CRL, newest first. The clause assumes that a cache
 * holds the newest CRLs only; here old and new ones come together, and what they say is joined:
 *
 * - a revocation stands, whichever CRL states it, for it cannot be lifted (§5.3.1), and a newer CRL
 *   without the entry has dropped it for a certificate that expired (§3.3) or contradicts itself;
 * - a hold stands until a newer CRL that speaks of the certificate and of holds has no entry;
 * - a genuine CRL that cannot be processed and names the certificate leaves nothing cleared.
 */
export class CrlReview {
  readonly #certificate: Certificate
  readonly #context: RevocationContext
  readonly #issuerKey: string
  readonly #deltas: readonly Crl[]
  /** Delta CRLs that were used, or that say nothing more beside those that were. */
  readonly #settled = new Set<Crl>()
  readonly #rejected: { readonly crl: Crl; readonly problem: string }[] = []
  readonly #notes: string[] = []
  readonly #clear: Coverage = { reasons: 0, used: [] }
  readonly #current: Coverage = { reasons: 0, used: [] }
  /** The reasons of which CRLs that were looked at say that the certificate is not listed. */
  #lifted: ReasonMask = 0
  #revoked: { readonly found: Stated; readonly by: UsedCrl } | null = null
  #onHold: { readonly found: Stated; readonly by: UsedCrl } | null = null
  #unreadable: 'yes' | 'no' = 'no'

  constructor(certificate: Certificate, deltas: readonly Crl[], context: RevocationContext) {
    this.#certificate = certificate
    this.#context = context
    this.#deltas = deltas
    this.#issuerKey = nameKey(context.issuer.subject)
  }

  /** Looks at a CRL that is no delta CRL; the newest must come first. */
  lookAt(crl: Crl): void {
    const found = this.#findingIn(crl)
    if (found.says === 'nothing' && this.#isSuperfluous(crl)) return
    const usable = this.#usable(crl)
    if (usable === null) return
    const { signer, reasons } = usable
    const { newest, superseded } = deltasFor(crl, signer, this.#deltas, this.#context)
    for (const delta of superseded) this.#settled.add(delta)
    if (newest === null) {
      this.#take(found, { crl, delta: null, signer }, reasons)
      return
    }
    this.#settled.add(newest)
    const joined = combined(found, this.#findingIn(newest), newest, this.#certificate)
    this.#take(joined, { crl, delta: newest, signer }, reasons)
  }

  /** Looks at a delta CRL after all others: a revocation in it needs no complete CRL beside it. */
  lookAtDelta(delta: Crl): void {
    const found = this.#findingIn(delta)
    if (found.says === 'revoked' || found.says === 'unreadable') {
      const usable = this.#usable(delta)
      if (usable === null) return
      this.#take(found, { crl: delta, delta: null, signer: usable.signer }, usable.reasons)
    } else if (!this.#settled.has(delta)) {
      this.reject(delta, factsOf(delta).problem ?? 'goes with no CRL at hand')
    }
  }

  /** Leaves a CRL out, and says why; put behind "the CRL of …". */
  reject(crl: Crl, problem: string): void {
    this.#rejected.push({ crl, problem })
  }

  /** Adds to the reasons why nothing is known. */
  note(text: string): void {
    this.#notes.push(text)
  }

  /** What came of it. */
  status(): RevocationStatus {
    if (this.#revoked !== null) {
      const { found, by } = this.#revoked
      const { revokedAt, reason } = found
      return { status: 'revoked', source: sourceOf([by]), revokedAt, reason }
    }
    if (this.#unreadable === 'yes') return this.#unknown()
    if (this.#onHold !== null) {
      const { found, by } = this.#onHold
      return { status: 'on-hold', source: sourceOf([by]), revokedAt: found.revokedAt }
    }
    if (this.#clear.reasons !== allReasons) return this.#unknown()
    if (this.#rejected.some(({ crl }) => this.#isNamedBy(crl))) {
      this.note('and one that is not processed names it')
      return this.#unknown()
    }
    const { used } = this.#current.reasons === allReasons ? this.#current : this.#clear
    const [first, ...rest] = used
    return first === undefined
      ? this.#unknown()
      : { status: 'good', source: sourceOf([first, ...rest]) }
  }

  #findingIn(crl: Crl): Finding {
    const { at } = this.#context
    return findingIn(crl, this.#certificate.serialNumber, this.#issuerKey, at)
  }

  /** §6.3.3 (b), (d), (f) and (g); null where the CRL was left out. */
  #usable(crl: Crl): { readonly reasons: ReasonMask; readonly signer: Certificate } | null {
    const facts = factsOf(crl)
    const reasons = coveredReasons(this.#certificate, crl, facts)
    const signed =
      facts.problem === null && reasons !== 0
        ? signerOf(crl, this.#certificate, this.#context)
        : null
    if (signed !== null && signed.signer !== null) return { reasons, signer: signed.signer }
    this.reject(crl, facts.problem ?? signed?.problem ?? outOfScope)
    return null
  }

  /** A silent CRL adds nothing where newer ones have cleared the certificate of every reason. */
  #isSuperfluous(crl: Crl): boolean {
    if (this.#current.reasons !== allReasons) return false
    return (this.#lifted & holdReason) !== 0 || !speaksOf(crl, this.#certificate)
  }

  #take(found: Finding, by: UsedCrl, reasons: ReasonMask): void {
    switch (found.says) {
      case 'revoked':
        if (this.#revoked === null || found.revokedAt < this.#revoked.found.revokedAt) {
          this.#revoked = { found, by }
        }
        return
      case 'on-hold':
        if ((this.#lifted & holdReason) === 0) this.#onHold ??= { found, by }
        return
      case 'unreadable':
        this.#unreadable = 'yes'
        this.reject(by.crl, 'has an entry for it that cannot be read')
        return
      default:
        this.#clearBy(by, reasons)
    }
  }

  #clearBy(by: UsedCrl, reasons: ReasonMask): void {
    if (speaksOf(by.delta ?? by.crl, this.#certificate)) this.#lifted |= reasons
    add(this.#clear, by, reasons)
    if (isCurrent(by, this.#context.at.getTime())) add(this.#current, by, reasons)
  }

  /** Whether a CRL that was left out is genuine and has an entry for the certificate. */
  #isNamedBy(crl: Crl): boolean {
    const { says } = this.#findingIn(crl)
    if (says === 'nothing' || says === 'removed') return false
    const { issuer, crypto, budget } = this.#context
    spendOnVerification(crl, issuer.spki, budget)
    const own = sameName(crl.issuer, issuer.subject)
    if (own && verifySigned(crl, issuer.spki, crypto).outcome === 'valid') return true
    return signerOf(crl, this.#certificate, this.#context).signer !== null
  }

  #unknown(): RevocationStatus {
    const rejected = this.#rejected.map(({ crl, problem }) => {
      const kind = factsOf(crl).base === null ? 'CRL' : 'delta CRL'
      return `the ${kind} of ${formatTime(crl.thisUpdate)} ${problem}`
    })
    const { reasons } = this.#clear
    if (reasons !== 0 && reasons !== allReasons) {
      rejected.push('the CRLs at hand speak of some reasons for revocation only')
    }
    return { status: 'unknown', rejected: [...rejected, ...this.#notes] }
  }
}

const outOfScope = 'is not about this certificate (RFC 5280 §6.3.3 (b))'

function add(coverage: Coverage, by: UsedCrl, reasons: ReasonMask): void {
  // §6.3.3 (e): only what brings a reason that is still missing.
  if ((reasons & ~coverage.reasons) === 0) return
  coverage.reasons |= reasons
  coverage.used.push(by)
}
