import { type ChainRequest, verifyChain } from '../../src/chain.ts'
import { defaultPolicy } from '../../src/validation/policy.ts'
import { parseOcspResponse } from '../../src/x509/ocsp/response.ts'
import { defaultPathPolicy } from '../../src/x509/policies/inputs.ts'
import { type OcspPlan, ocspDer } from '../x509/ocsp/ocsp.ts'
import { authority, type CrlPlan, crl, crypto, entity, issue } from '../x509/pki.ts'

// A signer under one authority under one root, on the first of June 2026, and what is known of them.
export const at = new Date('2026-06-01T00:00:00Z')
export const root = entity('root')
export const issuing = entity('issuing')
export const signer = entity('signer')
export const responder = entity('responder')
export const anchors = [authority(root, root)]
export const middle = authority(issuing, root, { serial: 7 })
export const target = issue(signer, issuing, { serial: 5 })
const rootCrl = crl(root)

const trust: ChainRequest['trust'] = {
  federation: 'none',
  fictional: false,
  lists: [],
  agreements: [],
  certificates: [],
  crls: [],
  ocspResponses: [],
  problems: [],
}

/** The answer on the signer at that time, its status required, unless asked otherwise. */
export function ask(question: Partial<ChainRequest>) {
  return verifyChain({
    ...defaultPathPolicy,
    target,
    intermediates: [middle],
    anchors,
    crls: [rootCrl],
    at,
    relying: null,
    trust,
    revocation: 'required',
    policy: defaultPolicy,
    crypto,
    ...question,
  })
}

/** The list of the root, and lists of the issuing authority. */
export const crls = (...plans: readonly CrlPlan[]) => [
  rootCrl,
  ...plans.map((one) => crl(issuing, one)),
]

/** What a responder says of the signer. */
export const ocsp = (plan: OcspPlan, by = issuing) => [
  parseOcspResponse(ocspDer(target, issuing, by, plan)),
]

/** A response of one answer, as old and valid as it says. */
export const answer = (status: Uint8Array, from = '2026-05-31', to = '2026-06-02'): OcspPlan => ({
  producedAt: from,
  answers: [{ status, from, to }],
})

/** What the check on the target's status says. */
export function statusCheck(question: Partial<ChainRequest>) {
  const check = ask(question).checks.find(({ id }) => id === 'certificate-not-revoked')
  return { conclusion: check?.conclusion, detail: check?.detail }
}
