import { formatTime } from '../../core/time.ts'
import type { Certificate } from '../certificate.ts'
import { nameKey } from '../names.ts'
import {
  type RevocationContext,
  type RevocationSource,
  type RevocationStatus,
  unknownStatus,
} from '../revocation-status.ts'
import type { Crl } from './crl.ts'
import { deltaFor } from './delta.ts'
import { allReasons, holdReason, type ReasonMask } from './extensions.ts'
import { factsOf } from './facts.ts'
import { combined, type Finding, findingIn, speaksOf } from './finding.ts'
import { coveredReasons } from './scope.ts'
import { signerOf } from './signer.ts'
import { isCurrent, sourceOf, type UsedCrl } from './source.ts'

type Stated = Extract<Finding, { readonly says: 'on-hold' | 'revoked' }>

/** CRLs that name the certificate not, and the reasons that they speak of together (§6.3.3 (l)). */
interface Coverage {
  reasons: ReasonMask
  readonly used: UsedCrl[]
}

/** A CRL that was left out, and whether a key of its issuer signed it, if that was asked. */
interface Rejected {
  readonly crl: Crl
  readonly problem: string
  readonly genuine: 'yes' | 'no' | 'not-asked'
}

/**
 * RFC 5280 §6.3.3 for one certificate, CRL by CRL, newest first. The clause assumes that a cache
 * holds the newest CRLs only; here old and new ones come together, and what they say is joined:
 *
 * - a revocation stands, whichever CRL states it, for it cannot be lifted (§5.3.1), and a newer CRL
 *   without the entry has dropped it for a certificate that expired (§3.3) or contradicts itself;
 * - a hold stands until a CRL of a later time that speaks of the certificate and of holds has no entry;
 * - a genuine CRL that cannot be processed and names the certificate leaves nothing cleared, nor
 *   does one that was issued later and dates the entry back.
 *
 * What could change nothing is not looked at: an archive must stay cheap. There is no other limit
 * than the budget, for what is counted before its signature is checked can be pushed aside.
 */
export class CrlReview {
  readonly #certificate: Certificate
  readonly #context: RevocationContext
  readonly #issuerKey: string
  readonly #deltas: readonly Crl[]
  /** Delta CRLs that were used with a complete one. */
  readonly #joined = new Set<Crl>()
  readonly #rejected: Rejected[] = []
  readonly #notes: string[] = []
  readonly #clear: Coverage = { reasons: 0, used: [] }
  readonly #current: Coverage = { reasons: 0, used: [] }
  /** The latest time at which a CRL that speaks of holds says that the certificate is not listed. */
  #lifted = Number.NEGATIVE_INFINITY
  #revoked: { readonly found: Stated; readonly by: UsedCrl } | null = null
  #onHold: { readonly found: Stated; readonly source: RevocationSource } | null = null

  constructor(certificate: Certificate, deltas: readonly Crl[], context: RevocationContext) {
    this.#certificate = certificate
    this.#context = context
    this.#deltas = deltas
    this.#issuerKey = nameKey(context.issuer.subject)
  }

  /** Looks at a CRL that is no delta CRL; the newest must come first. */
  lookAt(crl: Crl): void {
    const found = this.#findingIn(crl)
    if (!this.#matters(found, crl)) return
    const usable = this.#usable(crl)
    if (usable === null) return
    const { signer, reasons } = usable
    const delta = deltaFor(crl, signer, this.#deltas, this.#context)
    if (delta === null) {
      this.#take(found, { crl, delta, signer }, reasons)
      return
    }
    this.#joined.add(delta)
    const joined = combined(found, this.#findingIn(delta), delta, this.#certificate)
    this.#take(joined, { crl, delta, signer }, reasons)
  }

  /**
   * Looks at a delta CRL after all that are none: what it says against the certificate needs no
   * complete CRL beside it.
   */
  lookAtDelta(delta: Crl): void {
    const found = this.#findingIn(delta)
    if (found.says === 'nothing' || found.says === 'removed') {
      if (!this.#joined.has(delta)) {
        this.#reject(delta, factsOf(delta).problem ?? 'goes with no CRL at hand', 'not-asked')
      }
    } else if (this.#matters(found, delta)) {
      const usable = this.#usable(delta)
      if (usable === null) return
      this.#take(found, { crl: delta, delta: null, signer: usable.signer }, usable.reasons)
    }
  }

  /** Looks at a CRL that was issued after the time in question. */
  lookAtLater(crl: Crl): void {
    this.#reject(crl, 'was issued after the validation time', 'not-asked')
  }

  /** Looks at an indirect CRL of an issuer that the certificate does not name: only its entry counts. */
  lookAtForeign(crl: Crl): void {
    if (this.#findingIn(crl).says !== 'nothing') this.#reject(crl, `names it, and ${foreign}`, 'no')
    else if (this.#notes.length === 0)
      this.#notes.push(`an indirect CRL is at hand that ${foreign}`)
  }

  /** What came of it. */
  status(): RevocationStatus {
    if (this.#revoked !== null) {
      const { found, by } = this.#revoked
      const { revokedAt, reason } = found
      return { status: 'revoked', source: sourceOf([by]), revokedAt, reason }
    }
    const held = this.#holdThatStands()
    const against = this.#leftOutAgainst(held?.source.thisUpdate ?? null)
    if (against !== null) {
      this.#reject(against.crl, 'is genuine, and names it', 'yes')
      return this.#unknown('yes', this.#isHold(against) ? against.crl.thisUpdate : undefined)
    }
    if (held !== null) {
      const { found, source } = held
      return { status: 'on-hold', source, revokedAt: found.revokedAt }
    }
    if (this.#clear.reasons !== allReasons) return this.#unknown('no')
    const { used } = this.#current.reasons === allReasons ? this.#current : this.#clear
    const [first, ...rest] = used
    return first === undefined
      ? this.#unknown('no')
      : { status: 'good', source: sourceOf([first, ...rest]) }
  }

  #findingIn(crl: Crl): Finding {
    return findingIn(crl, this.#certificate.serialNumber, this.#issuerKey)
  }

  /** §6.3.3 (b), (d), (f) and (g); null where the CRL was left out. */
  #usable(crl: Crl): { readonly reasons: ReasonMask; readonly signer: Certificate } | null {
    const facts = factsOf(crl)
    const reasons = coveredReasons(this.#certificate, crl, facts)
    if (facts.problem !== null || reasons === 0) {
      this.#reject(crl, facts.problem ?? outOfScope, 'not-asked')
      return null
    }
    const signed = signerOf(crl, this.#certificate, this.#context)
    if (signed.signer !== null) return { reasons, signer: signed.signer }
    this.#reject(crl, signed.problem, signed.genuine)
    return null
  }

  /** Whether what a CRL says could change anything, were it genuine. */
  #matters(found: Finding, crl: Crl): boolean {
    if (this.#revoked !== null) {
      return found.says === 'revoked' && found.revokedAt < this.#revoked.found.revokedAt
    }
    switch (found.says) {
      case 'on-hold': {
        const known = this.#onHold?.source.thisUpdate ?? null
        return (known === null || known < crl.thisUpdate) && !this.#isLifted(crl.thisUpdate)
      }
      case 'nothing':
        return this.#silenceMatters(crl)
      default:
        return true
    }
  }

  /** The silence of a CRL clears nothing where newer ones have done so of every reason. */
  #silenceMatters(crl: Crl): boolean {
    if (this.#current.reasons !== allReasons) {
      if (this.#clear.reasons !== allReasons || this.#deltas.length > 0) return true
      if (isCurrent(crl, this.#context)) return true
    }
    return this.#lifted === Number.NEGATIVE_INFINITY && speaksOf(crl, this.#certificate)
  }

  /** "Only what is said later lifts a hold": of one instant the worse counts (RFC 5280 §5.3.1). */
  #isLifted(held: Date): boolean {
    return held.getTime() < this.#lifted
  }

  #take(found: Finding, by: UsedCrl, reasons: ReasonMask): void {
    switch (found.says) {
      case 'revoked':
        if (this.#revoked === null || found.revokedAt < this.#revoked.found.revokedAt) {
          this.#revoked = { found, by }
        }
        return
      case 'on-hold': {
        const source = sourceOf([by])
        const known = this.#onHold?.source.thisUpdate ?? null
        if (known === null || known < source.thisUpdate) this.#onHold = { found, source }
        return
      }
      case 'unreadable':
        this.#reject(by.crl, 'has an entry for it that cannot be read', 'yes')
        return
      default:
        this.#clearBy(by, reasons)
    }
  }

  #clearBy(by: UsedCrl, reasons: ReasonMask): void {
    const dates = by.delta === null ? by.crl : sourceOf([by])
    if ((reasons & holdReason) !== 0 && speaksOf(by.delta ?? by.crl, this.#certificate)) {
      this.#lifted = Math.max(this.#lifted, dates.thisUpdate.getTime())
    }
    add(this.#clear, by, reasons)
    if (isCurrent(dates, this.#context)) add(this.#current, by, reasons)
  }

  #reject(crl: Crl, problem: string, genuine: Rejected['genuine']): void {
    this.#rejected.push({ crl, problem, genuine })
  }

  #holdThatStands() {
    if (this.#onHold === null || this.#isLifted(this.#onHold.source.thisUpdate)) return null
    return this.#onHold
  }

  /** The gravest of what was left out: a revocation, else the latest hold that is later than a known one. */
  #leftOutAgainst(held: Date | null): Rejected | null {
    const revoking = this.#rejected.filter((one) => !this.#isHold(one))
    const holding = this.#rejected
      .filter((one) => this.#isHold(one) && (held === null || held < one.crl.thisUpdate))
      .sort((a, b) => b.crl.thisUpdate.getTime() - a.crl.thisUpdate.getTime())
    return [...revoking, ...holding].find((one) => this.#isNamedBy(one)) ?? null
  }

  #isHold({ crl }: Rejected): boolean {
    return this.#findingIn(crl).says === 'on-hold'
  }

  /** Whether a CRL that was left out is genuine and has an entry for the certificate. */
  #isNamedBy({ crl, genuine }: Rejected): boolean {
    const found = this.#findingIn(crl)
    if (genuine === 'no' || found.says === 'nothing' || found.says === 'removed') return false
    // A hold that was lifted since is none, whoever set it.
    if (found.says === 'on-hold' && this.#isLifted(crl.thisUpdate)) return false
    const { at } = this.#context
    if (crl.thisUpdate > at && 'revokedAt' in found && found.revokedAt > at) return false
    if (genuine === 'yes') return true
    const signed = signerOf(crl, this.#certificate, this.#context)
    return signed.signer !== null || signed.genuine === 'yes'
  }

  #unknown(contradicts: 'yes' | 'no', heldAt?: Date): RevocationStatus {
    const rejected = this.#rejected.map(({ crl, problem }) => {
      const kind = factsOf(crl).base === null ? 'CRL' : 'delta CRL'
      return `the ${kind} of ${formatTime(crl.thisUpdate)} ${problem}`
    })
    // What contradicts was found last, and is told first.
    if (contradicts === 'yes') rejected.unshift(...rejected.splice(-1))
    const { reasons } = this.#clear
    if (reasons !== 0 && reasons !== allReasons) {
      rejected.push('the CRLs at hand speak of some reasons for revocation only')
    }
    const notes = this.#notes
    return unknownStatus(rejected, { notes, contradicts, ...(heldAt && { heldAt }) })
  }
}

const foreign = 'is of an issuer that the certificate does not name'
const outOfScope = 'is not about this certificate (RFC 5280 §6.3.3 (b))'

function add(coverage: Coverage, by: UsedCrl, reasons: ReasonMask): void {
  // §6.3.3 (e): only what brings a reason that is still missing.
  if ((reasons & ~coverage.reasons) === 0) return
  coverage.reasons |= reasons
  coverage.used.push(by)
}
