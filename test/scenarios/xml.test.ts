import { describe, expect, it } from 'vitest'
import { verify } from '../../src/verify.ts'
import { stamp, type XadesPlan, xadesDocument } from '../formats/xml/xades/document.ts'
import { request, revokedCrl, signerCertificate, told, type World, xmlSigner } from './world.ts'

const certificate = signerCertificate()
const signed = (plan: XadesPlan = {}) => Buffer.from(xadesDocument(plan, xmlSigner(certificate)))
const verdict = (plan: XadesPlan = {}, world: World = {}) =>
  verify(request({ document: signed(plan), ...world }))

/** SigningTime of the documents is 2026-03-01. */
const at = '2026-06-01'

const role = (text: string) =>
  `<xades:SignerRoleV2><xades:ClaimedRoles><xades:ClaimedRole>${text}</xades:ClaimedRole></xades:ClaimedRoles></xades:SignerRoleV2>`

describe('signed as XAdES in Tbilisi, verified in Athens', () => {
  it.each<[string, XadesPlan, World, string]>([
    ['with everything in order', {}, {}, 'TOTAL-PASSED, recognised: agreement-in-force'],
    ['at home', {}, { relying: 'GE' }, 'TOTAL-PASSED, domestic: same-state'],
    [
      'with a changed word',
      { finish: (text) => text.replace('<Name>A<', '<Name>B<') },
      {},
      'TOTAL-FAILED HASH_FAILURE, not-recognised: signature-invalid',
    ],
    [
      'without a signature over its properties',
      { references: (text) => text.replace(/ Type="[^"]*"/, '') },
      {},
      'INDETERMINATE SIG_CONSTRAINTS_FAILURE, undetermined: signature-undetermined',
    ],
    [
      'with a certificate that is revoked',
      {},
      { crls: [revokedCrl('2026-05-01')] },
      'INDETERMINATE REVOKED_NO_POE, undetermined: signature-undetermined',
    ],
    [
      'with a format that refers to nothing',
      { object: '<xades:DataObjectFormat ObjectReference="#x"></xades:DataObjectFormat>' },
      {},
      'INDETERMINATE SIG_CONSTRAINTS_FAILURE, undetermined: signature-undetermined',
    ],
  ])('%s', (_, plan, world, expected) => {
    expect(told({ document: signed(plan), at, ...world })).toBe(expected)
  })

  it('says what the signer claims, with the numbers of persons masked', () => {
    const [signature] = verdict({ signature: role('notary 12345678901') }, { at }).signatures
    expect(signature?.claims?.roles).toEqual([{ kind: 'claimed', text: 'notary *********01' }])
    expect(signature?.format).toBe('XAdES-BASELINE-B')
  })

  it('names the document as what was signed, and not the properties', () => {
    const [signature] = verdict({}, { at }).signatures
    expect(signature?.scope).toMatchObject([{ name: 'document', kind: 'full' }])
  })

  it('lists a time-stamp, which proves nothing yet', () => {
    const { signatures, warnings } = verdict({ unsigned: stamp('SignatureTimeStamp') }, { at })
    expect(signatures).toMatchObject([
      {
        format: 'XAdES-BASELINE-T',
        timestamps: [
          { type: 'signature', time: '2026-03-01T12:00:00Z', indication: 'INDETERMINATE' },
        ],
      },
    ])
    expect(warnings.map(({ code }) => code)).toContain('timestamps-not-validated')
  })
})
