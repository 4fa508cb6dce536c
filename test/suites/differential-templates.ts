import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readOrNull } from '../../src/core/errors.ts'
import { type Certificate, parseCertificate, pemBlocks } from '../../src/x509/certificate.ts'
import { nameKey, sameName } from '../../src/x509/names.ts'
import { verifySigned } from '../../src/x509/signed.ts'
import { type Template, templateOf } from '../properties/certificate-mutations.ts'
import { certificatesOf, crypto, readJson, suiteFolder } from './chain-requests.ts'

/** Chains of others, target first and anchor last, for their structure: they are signed anew. */
export function templates(): readonly Template[] {
  return [...limbo(), ...pkits(), ...boringssl(), ...states()]
}

function made(id: string, read: () => readonly Certificate[]): readonly Template[] {
  const template = readOrNull(() => templateOf(id, read()))
  return template === null || template.bodies.length < 2 ? [] : [template]
}

interface LimboCase {
  readonly id: string
  readonly expected_result: string
  readonly trusted_certs: readonly string[]
  readonly untrusted_intermediates: readonly string[]
  readonly peer_certificate: string
}

/** The cases with one way to go, in the order in which their certificates are named. */
function limbo(): readonly Template[] {
  const file = join(suiteFolder('limbo'), 'limbo.json')
  if (!existsSync(file)) return []
  const { testcases } = readJson(file) as { readonly testcases: readonly LimboCase[] }
  return testcases
    .filter((one) => one.expected_result === 'SUCCESS' && one.untrusted_intermediates.length < 3)
    .flatMap((one) =>
      made(one.id, () => {
        const between = one.untrusted_intermediates.flatMap(certificatesOf)
        return [
          ...certificatesOf(one.peer_certificate),
          ...between,
          ...certificatesOf(one.trusted_certs[0] ?? ''),
        ]
      }),
    )
}

interface PkitsCase {
  readonly id: string
  readonly expected: string
  readonly path: readonly string[]
}

function pkits(): readonly Template[] {
  const folder = suiteFolder('pkits')
  if (!existsSync(folder)) return []
  const cases = readJson(join(folder, 'cases.json')) as readonly PkitsCase[]
  return cases
    .filter((one) => one.expected === 'valid')
    .flatMap((one) =>
      made(one.id, () =>
        [...one.path]
          .reverse()
          .map((file) => parseCertificate(readFileSync(join(folder, 'certs', file)))),
      ),
    )
}

interface BoringsslCase {
  readonly test: string
  readonly expected: string
  readonly chain: string
}

function boringssl(): readonly Template[] {
  const folder = suiteFolder('boringssl-pki')
  if (!existsSync(folder)) return []
  const cases = readJson(join(folder, 'verify-chain-cases.json')) as readonly BoringsslCase[]
  return cases
    .filter((one) => one.expected === 'valid')
    .flatMap((one) =>
      made(one.test, () =>
        certificatesOf(
          readFileSync(
            join(folder, 'verify_certificate_chain_unittest', dirname(one.test), one.chain),
          ),
        ),
      ),
    )
}

/** The certificates of Black Sea states under those that signed them, up to a root. */
function states(): readonly Template[] {
  const folder = join(process.env['TRUST_DATA_DIR'] ?? '', 'bsec')
  if (!existsSync(folder)) return []
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:cer|crt|der|pem)$/.test(file))
    .flatMap((file) => {
      const bytes = readFileSync(join(folder, file))
      const blocks = pemBlocks(bytes, 'CERTIFICATE')
      return (blocks.length > 0 ? blocks : [bytes]).flatMap((der) => {
        const certificate = readOrNull(() => parseCertificate(der))
        return certificate === null ? [] : [certificate]
      })
    })
  const bySubject = new Map(all.map((one) => [nameKey(one.subject), one]))
  return all.flatMap((one, i) => made(`bsec ${i}`, () => upwards(one, bySubject)))
}

function upwards(
  certificate: Certificate,
  bySubject: ReadonlyMap<string, Certificate>,
): readonly Certificate[] {
  const issuer = bySubject.get(nameKey(certificate.issuer))
  const selfIssued = sameName(certificate.issuer, certificate.subject)
  if (issuer === undefined || selfIssued) return [certificate]
  const signs = verifySigned(certificate, issuer.spki, crypto).outcome === 'valid'
  return signs ? [certificate, ...upwards(issuer, bySubject)] : [certificate]
}
