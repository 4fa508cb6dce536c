import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCertificate } from '../../src/x509/certificate.ts'
import {
  anyChanges,
  type Change,
  extensionsOf,
  signedChain,
  type Template,
} from '../properties/certificate-mutations.ts'
import { passes, verdictOf } from './chain-requests.ts'
import { unexplained } from './differential-reasons.ts'
import { templates } from './differential-templates.ts'
import { askPeers, versionOf } from './peers.ts'

/** GnuTLS takes its time from the clock, so that these chains are made to be valid today. */
const now = new Date()
const runs = Number(process.env['FUZZ_RUNS'] ?? 300)
const seed = Number(process.env['FUZZ_SEED'] ?? 1)

const programs = {
  openssl: versionOf('openssl', 'version'),
  certtool: versionOf('certtool', '--version'),
}
const absent = Object.entries(programs).flatMap(([name, version]) =>
  version === null ? [name] : [],
)

function ours(chain: readonly Uint8Array[]) {
  const [target, ...above] = chain as [Uint8Array, ...Uint8Array[]]
  return verdictOf(() => ({
    target: parseCertificate(target),
    intermediates: above.slice(0, -1).map((der) => parseCertificate(der)),
    anchors: [parseCertificate(above[above.length - 1] as Uint8Array)],
    at: now,
  }))
}

describe.skipIf(absent.length > 0)(
  `mutated chains, beside OpenSSL and GnuTLS${absent.length > 0 ? ` (absent: ${absent.join(', ')})` : ''}`,
  () => {
    const all =
      absent.length > 0
        ? []
        : templates().filter((one) => passes(ours(signedChain(one, [], [], now))))
    const pool = all.flatMap(({ bodies }) => bodies.flatMap(extensionsOf))

    it('start from chains that pass', () => {
      expect(all.length).toBeGreaterThan(100)
    })

    it('never pass where both refuse', () => {
      let accepted = 0
      const property = (which: number, changes: readonly Change[]) => {
        const template = all[which] as Template
        const chain = signedChain(template, changes, pool, now)
        const verdict = ours(chain)
        if (!passes(verdict)) return
        accepted += 1
        const [target, ...above] = chain as [Uint8Array, ...Uint8Array[]]
        const { openssl, gnutls } = askPeers({
          target,
          intermediates: above.slice(0, -1),
          anchor: above[above.length - 1] as Uint8Array,
        })
        if (openssl.accepted === 'yes' || gnutls.accepted === 'yes') return
        const certificates = chain.map((der) => parseCertificate(der))
        const { complaints } = unexplained({ chain: certificates, now, openssl, gnutls })
        if (complaints.length > 0) expect.fail(`${template.id}: ${complaints.join('; ')}`)
      }
      // By its number, so that a counterexample can be read.
      const any = fc.nat(all.length - 1)
      fc.assert(fc.property(any, anyChanges, property), { numRuns: runs, seed })
      expect(accepted).toBeGreaterThan(runs / 20)
    })
  },
)
