import { describe, expect, it } from 'vitest'
import { verify } from '../../src/verify.ts'
import { oid, sequence } from '../formats/cms/der.ts'
import { hello } from '../formats/cms/material.ts'
import { agreement, day, inForce2020, withdrawn } from '../recognition/sample.ts'
import { authority, entity, extension } from '../x509/pki.ts'
import {
  georgia,
  list,
  qualifiedStatements,
  request,
  revokedCrl,
  signedBy,
  signerCertificate,
  state,
  told,
  type World,
} from './world.ts'

const withdrawnInMay = {
  states: [state({ status: withdrawn, startingTime: day('2024-05-01') }), state()],
}

const purposes = (...oids: readonly string[]) => extension('2.5.29.37', sequence(...oids.map(oid)))
const timestamping = purposes('1.3.6.1.5.5.7.3.8')
const mailAndStamps = purposes('1.3.6.1.5.5.7.3.4', '1.3.6.1.5.5.7.3.8')

describe('signed in Tbilisi, verified in Athens', () => {
  it.each<[string, World, string]>([
    ['with everything in order', {}, 'TOTAL-PASSED, recognised: agreement-in-force'],
    ['at home', { relying: 'GE' }, 'TOTAL-PASSED, domestic: same-state'],
    ['with recognition not asked for', { relying: null }, 'TOTAL-PASSED'],
    [
      'in a state without an agreement',
      { relying: 'RO' },
      'TOTAL-PASSED, not-recognised: no-agreement',
    ],
    ['under the code EL', { relying: 'EL' }, 'TOTAL-PASSED, recognised: agreement-in-force'],
    [
      'after the service was withdrawn in May',
      { lists: [list({ service: withdrawnInMay })] },
      'TOTAL-PASSED, not-recognised: status-not-equivalent',
    ],
    [
      'on the day before the service was withdrawn',
      { lists: [list({ service: withdrawnInMay })], at: '2024-04-30' },
      'TOTAL-PASSED, recognised: agreement-in-force',
    ],
    [
      'with an agreement that begins later',
      { agreements: [agreement({ timeline: [{ ...inForce2020, from: day('2025-01-01') }] })] },
      'TOTAL-PASSED, not-recognised: not-yet-in-force',
    ],
    [
      'without revocation data',
      { crls: [] },
      'INDETERMINATE TRY_LATER, undetermined: signature-undetermined',
    ],
    [
      'without revocation data or agreement',
      { crls: [], relying: 'RO' },
      'INDETERMINATE TRY_LATER, not-recognised: no-agreement',
    ],
    [
      'with a signer revoked before',
      { crls: [revokedCrl('2024-06-01')] },
      'INDETERMINATE REVOKED_NO_POE, undetermined: signature-undetermined',
    ],
    [
      'with a signer whose revocation a list of before dates later',
      { crls: [revokedCrl('2024-08-01')] },
      'INDETERMINATE REVOKED_NO_POE, undetermined: signature-undetermined',
    ],
    [
      'with a list past its next update',
      { lists: [list({ nextUpdate: day('2024-06-30') })] },
      'INDETERMINATE TRY_LATER, undetermined: list-expired',
    ],
    [
      'with a list whose signature is broken',
      { lists: [list({ signature: 'broken' })] },
      'INDETERMINATE NO_CERTIFICATE_CHAIN_FOUND, undetermined: no-trust-anchor',
    ],
    [
      'with no list at all',
      { lists: [] },
      'INDETERMINATE NO_CERTIFICATE_CHAIN_FOUND, not-recognised: service-not-listed',
    ],
    [
      'with a certificate that claims to be of another law',
      {
        lists: [
          list({
            service: { states: [state({ type: 'http://uri.etsi.org/TrstSvc/Svctype/CA/PKC' })] },
          }),
        ],
      },
      'TOTAL-PASSED, not-recognised: service-type-not-covered',
    ],
    [
      'by a certificate without QcStatements',
      { document: signedBy(signerCertificate({ extensions: [] })) },
      'TOTAL-PASSED, not-recognised: level-too-low',
    ],
    [
      'by a key that is for encryption',
      { document: signedBy(signerCertificate({ keyUsage: 0x20 })) },
      'INDETERMINATE CHAIN_CONSTRAINTS_FAILURE, undetermined: signature-undetermined',
    ],
    [
      'by a key that is for time-stamps',
      {
        document: signedBy(signerCertificate({ extensions: [qualifiedStatements, timestamping] })),
      },
      'INDETERMINATE CHAIN_CONSTRAINTS_FAILURE, undetermined: signature-undetermined',
    ],
    [
      'by a key that is for e-mail too',
      {
        document: signedBy(signerCertificate({ extensions: [qualifiedStatements, mailAndStamps] })),
      },
      'TOTAL-PASSED, recognised: agreement-in-force',
    ],
    [
      'with a service that is listed from tomorrow',
      { lists: [list({ service: { states: [state({ startingTime: day('2024-07-02') })] } })] },
      'INDETERMINATE NO_CERTIFICATE_CHAIN_FOUND, not-recognised: service-not-listed',
    ],
    [
      'by a certificate that has expired',
      { document: signedBy(signerCertificate({ to: '2024-06-30' })) },
      'INDETERMINATE OUT_OF_BOUNDS_NO_POE, undetermined: signature-undetermined',
    ],
  ])('%s', (_, world, expected) => {
    expect(told(world)).toBe(expected)
  })
})

describe('the same service in two lists of which neither counts', () => {
  const expired = list({ territory: 'RO', nextUpdate: day('2024-06-30') })
  const early = list({ service: { states: [state({ startingTime: day('2024-07-02') })] } })

  it('is not passed, whichever is the first', () => {
    expect(told({ lists: [expired, early], relying: null })).toContain('INDETERMINATE')
    expect(told({ lists: [early, expired], relying: null })).toContain('INDETERMINATE')
  })

  it('is passed by a third that does', () => {
    const third = list({ territory: 'BG' })
    expect(told({ lists: [expired, early, third], relying: null })).toBe('TOTAL-PASSED')
  })
})

describe('the same service in the lists of two states', () => {
  const alsoIn = (territory: string, states = [state()]) => list({ territory, service: { states } })

  it('is recognised where every list leads to recognition', () => {
    const romanian = agreement({
      id: 'gr-ro',
      originParty: { name: 'Romania', members: [{ state: 'RO' }] },
      trustAnchors: { listIds: ['RO-TL'] },
    })
    const world = { lists: [list(), alsoIn('RO')], agreements: [agreement(), romanian] }
    expect(told(world)).toContain('recognised: agreement-in-force')
  })

  it('leaves the matter open where the lists lead to different outcomes', () => {
    expect(told({ lists: [list(), alsoIn('RO')] })).toContain('undetermined: origin-ambiguous')
    expect(told({ lists: [alsoIn('RO'), list()] })).toContain('undetermined: origin-ambiguous')
  })

  it('is domestic where the own list accepts it, whatever the other says', () => {
    expect(told({ lists: [alsoIn('GR'), list()], agreements: [] })).toContain(
      'domestic: same-state',
    )
  })
})

describe('an issuing service that was withdrawn', () => {
  const root = entity('Georgian root')
  const renewed = authority(georgia, root, { serial: 77, from: '2020-01-01' })
  const rootState = state({
    identities: [
      { kind: 'certificate', certificate: authority(root, root, { from: '2020-01-01' }) },
    ],
  })
  const world = (issuingState: ReturnType<typeof state>): World => {
    const own = list({ service: { states: [issuingState] } })
    const [provider] = own.list?.providers ?? []
    if (own.list === null || provider === undefined) throw new Error('no list')
    const services = [...provider.services, { states: [rootState] }]
    const whole = { ...own, list: { ...own.list, providers: [{ ...provider, services }] } }
    return { lists: [whole], document: signedBy(signerCertificate(), hello, [renewed]) }
  }

  it('is not reached through the root above it, by another certificate of it', () => {
    expect(told(world(state({ status: withdrawn })))).toContain('status-not-equivalent')
    expect(told(world(state()))).toContain('recognised: agreement-in-force')
  })

  it('is not reached either where its entry must not be relied upon', () => {
    const puzzling = state({ unknownCriticalExtensions: ['https://example.org/critical'] })
    expect(told(world(puzzling))).toContain('NO_CERTIFICATE_CHAIN_FOUND')
  })
})

describe('a document that was changed', () => {
  const certificate = signerCertificate()
  const changed = Buffer.from(signedBy(certificate).map((octet) => octet))
  changed[changed.indexOf(hello)] = 0x4a

  it('is TOTAL-FAILED and not recognised, whatever is trusted', () => {
    expect(told({ document: changed })).toBe(
      'TOTAL-FAILED HASH_FAILURE, not-recognised: signature-invalid',
    )
    expect(told({ document: changed, lists: [list({ signature: 'broken' })] })).toBe(
      'TOTAL-FAILED HASH_FAILURE, not-recognised: signature-invalid',
    )
    expect(told({ document: changed, lists: [] })).toBe(
      'TOTAL-FAILED HASH_FAILURE, not-recognised: service-not-listed',
    )
  })

  it.each<[string, World]>([
    ['revocation data', { crls: [] }],
    ['certificates of its issuer', { lists: [] }],
    ['a list that can be relied upon', { lists: [list({ signature: 'broken' })] }],
    ['a current list', { lists: [list({ nextUpdate: day('2024-06-30') })] }],
  ])('needs nothing, for nothing mends it, without %s', (_, lacking) => {
    expect(verify(request(lacking)).needs).not.toEqual([])
    expect(verify(request({ ...lacking, document: changed })).needs).toEqual([])
  })
})

describe('the verdict', () => {
  it('is the same, byte for byte, each time', () => {
    const asked = request()
    expect(JSON.stringify(verify(asked))).toBe(JSON.stringify(verify({ ...asked })))
  })

  it('says what it needs where revocation data is missing', () => {
    const { needs, outcome } = verify(request({ crls: [] }))
    expect(outcome).toBe('undetermined')
    expect(needs).toEqual([{ kind: 'crl', for: 'CN=Georgian issuing CA', uri: null }])
  })

  it('names the lists and the agreement that it rests on', () => {
    const { trust } = verify(request())
    expect(trust.lists.map((one) => [one.id, one.freshness])).toEqual([['GE-TL', 'fresh']])
    expect(trust.agreements.map((one) => one.id)).toEqual(['gr-ge'])
  })

  it('takes the validation time for the best signature time while nothing proves an earlier one', () => {
    const [signature] = verify(request()).signatures
    expect(signature?.bestSignatureTime).toBe('2024-07-01T00:00:00Z')
  })
})
