import { type ChainRequest, verifyChain } from '../../src/chain.ts'
import type { ChainVerdict } from '../../src/report/chain.ts'
import { defaultSourceLimits, type SourceLimits } from '../../src/sources/limits.ts'
import { chainOnline, goOnline, type Online } from '../../src/sources/online.ts'
import { defaultPolicy } from '../../src/validation/policy.ts'
import type { Certificate } from '../../src/x509/certificate.ts'
import { defaultPathPolicy } from '../../src/x509/policies/inputs.ts'
import { authority, crl, crypto, entity, issue } from '../x509/pki.ts'
import { access, distribution, type Site } from './published.ts'
import { network } from './server.ts'

/** The validation time of every story; the CRLs of the PKIs are current then. */
export const at = new Date('2026-06-01T00:00:00Z')

export interface Published {
  readonly target: Certificate
  readonly root: Certificate
}

/** A person below so many authorities below the root; the site has what their certificates say. */
export function publish(
  { origin, files }: Site,
  depth: number,
  revokedSerial: number | null = null,
): Published {
  const people = Array.from({ length: depth + 1 }, (_, i) => entity(`CA ${i}`))
  const [rootEntity = entity('root')] = people
  const root = authority(rootEntity, rootEntity)
  for (const [i, one] of people.entries()) {
    const issuer = people[i - 1] ?? one
    const extensions = [
      distribution(`${origin}/${i - 1}.crl`),
      access('issuer', `${origin}/${i - 1}.cer`),
    ]
    const der = i === 0 ? root.der : authority(one, issuer, { serial: i, extensions }).der
    files.set(`/${i}.cer`, der)
    const last = i === depth && revokedSerial !== null
    const revoked = last ? [{ serial: revokedSerial, at: '2026-02-01' }] : []
    files.set(`/${i}.crl`, crl(one, { to: '2026-07-01', revoked }).der)
  }
  const extensions = [
    distribution(`${origin}/${depth}.crl`),
    access('issuer', `${origin}/${depth}.cer`),
  ]
  const target = issue(entity('person'), people[depth] ?? rootEntity, { serial: 77, extensions })
  return { target, root }
}

export const nobody = {
  federation: 'none',
  fictional: false,
  lists: [],
  agreements: [],
  certificates: [],
  crls: [],
  ocspResponses: [],
  problems: [],
}

export function requestOf(
  { target, root }: Published,
  partly: Partial<ChainRequest> = {},
): ChainRequest {
  return {
    ...defaultPathPolicy,
    target,
    intermediates: [],
    anchors: [root],
    crls: [],
    at,
    relying: null,
    trust: nobody,
    revocation: 'required',
    policy: defaultPolicy,
    crypto,
    ...partly,
  }
}

export interface Circumstances {
  readonly now?: () => Date
  readonly limits?: Partial<SourceLimits>
  readonly hosts?: ReadonlySet<string>
}

/** The network of the tests, at the validation time unless told otherwise. */
export function onlineWith({ now = () => at, limits, hosts }: Circumstances = {}): Online {
  const all = { ...defaultSourceLimits, ...limits }
  return goOnline({ now, network, limits: all, ...(hosts && { hosts }) })
}

export function ask(
  published: Published,
  online: Online = onlineWith(),
  partly: Partial<ChainRequest> = {},
): Promise<ChainVerdict> {
  const request = requestOf(published, partly)
  return chainOnline(online, request, verifyChain, request.at)
}

/** The same without a validation time of its own: it was put at `at`, and means the present. */
export function askPresent(published: Published, online: Online): Promise<ChainVerdict> {
  return chainOnline(online, requestOf(published), verifyChain, null)
}

export function warningsOf({ warnings = [] }: ChainVerdict): string[] {
  return warnings.map(({ message }) => message)
}
