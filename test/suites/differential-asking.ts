import type { VerifierError } from '../../src/core/errors.ts'
import type { ChainVerdict } from '../../src/report/chain.ts'
import { parseCertificate } from '../../src/x509/certificate.ts'
import { type Question, verdictOf } from './chain-requests.ts'
import { unexplained } from './differential-reasons.ts'
import { type AskedFor, askPeers, versionOf } from './peers.ts'

/** GnuTLS takes its time from the clock, so that these chains are made to be valid today. */
export const now = new Date()
export const runs = Number(process.env['FUZZ_RUNS'] ?? 300)
export const seed = Number(process.env['FUZZ_SEED'] ?? 1)

/** The programs that are to be asked and are not installed here. */
export const absent: readonly string[] = [
  ['openssl', 'version'] as const,
  ['certtool', '--version'] as const,
].flatMap(([program, argument]) => (versionOf(program, argument) === null ? [program] : []))

/** What we say of a chain, target first and anchor last. */
export function ours(
  chain: readonly Uint8Array[],
  question: Partial<Question> = {},
): ChainVerdict | VerifierError {
  const [target, ...above] = chain as [Uint8Array, ...Uint8Array[]]
  return verdictOf(() => ({
    target: parseCertificate(target),
    intermediates: above.slice(0, -1).map((der) => parseCertificate(der)),
    anchors: [parseCertificate(above[above.length - 1] as Uint8Array)],
    at: now,
    ...question,
  }))
}

/** True where the chain passes, or would if nobody looked at some checks. */
export function passesBut(
  verdict: ChainVerdict | VerifierError,
  ignored: readonly string[],
): boolean {
  if (!('checks' in verdict)) return false
  if (verdict.indication === 'PASSED' || ignored.length === 0) {
    return verdict.indication === 'PASSED'
  }
  return verdict.checks.every(
    ({ id, conclusion }) =>
      conclusion === 'PASSED' || conclusion === 'IGNORED' || ignored.includes(id),
  )
}

/** What both peers have against a chain that no reason explains; nothing where one of them takes it. */
export function complaintsAbout(chain: readonly Uint8Array[], asked: AskedFor): readonly string[] {
  const [target, ...above] = chain as [Uint8Array, ...Uint8Array[]]
  const anchor = above[above.length - 1] as Uint8Array
  const { openssl, gnutls } = askPeers({ target, intermediates: above.slice(0, -1), anchor }, asked)
  if (openssl.accepted === 'yes' || gnutls.accepted === 'yes') return []
  const certificates = chain.map((der) => parseCertificate(der))
  const { complaints } = unexplained({ chain: certificates, now, openssl, gnutls })
  return complaints
}
