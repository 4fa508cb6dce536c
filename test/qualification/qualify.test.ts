import { describe, expect, it } from 'vitest'
import { describeQualification, qualify } from '../../src/qualification/qualify.ts'
import { grants } from '../../src/qualification/service-types.ts'
import type { Criteria, ServiceState } from '../../src/trustlist/model.ts'
import type { Certificate } from '../../src/x509/certificate.ts'
import { oid, sequence, tlv } from '../formats/cms/der.ts'
import { day, forSeals, withdrawn } from '../recognition/sample.ts'
import { service, signerCertificate, state } from '../scenarios/world.ts'
import { extension } from '../x509/pki.ts'

const signing = day('2024-07-01')

function qualified(certificate: Certificate, states: readonly ServiceState[], territory = 'GE') {
  const anchor = {
    listId: 'GE-TL',
    territory,
    provider: 'P',
    service: { states },
    certificate: service,
  }
  return qualify(certificate, anchor, signing)
}

const level = (certificate: Certificate, states: readonly ServiceState[], territory = 'GE') =>
  qualified(certificate, states, territory)?.level

function statements(...oids: readonly (string | Uint8Array)[]): Uint8Array {
  const list = oids.map((one) => (typeof one === 'string' ? sequence(oid(one)) : one))
  return extension('1.3.6.1.5.5.7.1.3', sequence(...list), false)
}

const compliance = '0.4.0.1862.1.1'
const device = '0.4.0.1862.1.4'
const seal = sequence(oid('0.4.0.1862.1.6'), sequence(oid('0.4.0.1862.1.6.2')))
const legislation = (country: string) =>
  sequence(oid('0.4.0.1862.1.7'), sequence(tlv(0x13, Buffer.from(country))))

const withStatements = (...oids: readonly (string | Uint8Array)[]) =>
  signerCertificate({ extensions: [statements(...oids)] })

const policies = (oidText: string) =>
  extension('2.5.29.32', sequence(sequence(oid(oidText))), false)

const anyone: Criteria = {
  assert: 'all',
  keyUsages: [],
  policySets: [['1.2.3']],
  extendedKeyUsages: [],
  subjectAttributes: [],
  lists: [],
  unknown: [],
}

function qualifiedBy(qualifier: string, criteria = anyone): readonly ServiceState[] {
  const uri = `http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/${qualifier}`
  return [state({ qualifications: [{ qualifiers: [uri], criteria }] })]
}

describe('the level of a signature by its state’s list', () => {
  it('is that of a qualified signature where list and certificate say so', () => {
    expect(level(signerCertificate(), [state()])).toBe('QES')
  })

  it.each([
    ['no device', withStatements(compliance), [state()], 'AdES-QC'],
    [
      'a seal',
      withStatements(compliance, device, seal),
      [state({ additionalServiceInformation: [forSeals] })],
      'QESeal',
    ],
    [
      'a seal by a service for signatures',
      withStatements(compliance, device, seal),
      [state()],
      'AdESeal',
    ],
    ['no claim', signerCertificate({ extensions: [] }), [state()], 'AdES'],
    [
      'a service whose status is withdrawn',
      signerCertificate(),
      [state({ status: withdrawn })],
      'AdES',
    ],
    [
      'a status nobody knows',
      signerCertificate(),
      [state({ status: 'https://example.org/fine' })],
      'AdES',
    ],
    [
      'a claim under the law of the list',
      withStatements(compliance, device, legislation('GE')),
      [state()],
      'QES',
    ],
    [
      'a claim under another law',
      withStatements(compliance, device, legislation('UA')),
      [state()],
      'AdES',
    ],
  ])('with %s', (_, certificate, states, expected) => {
    expect(level(certificate, states)).toBe(expected)
  })

  it('is none for a certificate of web sites', () => {
    const web = sequence(oid('0.4.0.1862.1.6'), sequence(oid('0.4.0.1862.1.6.3')))
    expect(level(withStatements(compliance, device, web), [state()])).toBeNull()
  })

  it('takes GR in a certificate for EL in a list', () => {
    expect(level(withStatements(compliance, device, legislation('GR')), [state()], 'EL')).toBe(
      'QES',
    )
  })

  it('needs the service granted at issuance as well as at signing', () => {
    const late = [state({ startingTime: day('2023-01-01') }), state({ status: withdrawn })]
    expect(level(signerCertificate({ from: '2022-12-31' }), late)).toBe('AdES')
    expect(level(signerCertificate({ from: '2023-01-01' }), late)).toBe('QES')
  })

  it('is nothing where the entry issues no certificates to signers', () => {
    expect(
      qualified(signerCertificate(), [
        state({ type: 'http://uri.etsi.org/TrstSvc/Svctype/TSA/QTST' }),
      ]),
    ).toBeNull()
  })
})

describe('qualifiers of the list (TS 119 612 §5.5.9.2)', () => {
  const described = signerCertificate({ extensions: [statements(compliance), policies('1.2.3')] })
  const other = signerCertificate({ extensions: [statements(compliance), policies('1.2.4')] })

  it.each([
    ['QCWithQSCD', 'QES'],
    ['QCNoQSCD', 'AdES-QC'],
    ['NotQualified', 'AdES'],
    ['QCForESeal', 'AdESeal'],
  ])('%s makes a described certificate %s', (qualifier, expected) => {
    expect(level(described, qualifiedBy(qualifier))).toBe(expected)
  })

  it('say nothing of a certificate that their criteria do not describe', () => {
    expect(level(other, qualifiedBy('QCWithQSCD'))).toBe('AdES-QC')
  })

  it('hold for nobody where a criterion is not understood, not even by "none"', () => {
    const puzzling: Criteria = { ...anyone, policySets: [], unknown: ['x'] }
    expect(level(described, qualifiedBy('QCWithQSCD', puzzling))).toBe('AdES-QC')
    expect(level(described, qualifiedBy('QCWithQSCD', { ...puzzling, assert: 'none' }))).toBe(
      'AdES-QC',
    )
  })

  it('make a certificate qualified that does not say so itself', () => {
    const silent = signerCertificate({ extensions: [policies('1.2.3')] })
    expect(level(silent, qualifiedBy('QCStatement'))).toBe('AdES-QC')
  })
})

describe('national entries', () => {
  const turkish = [
    state({ type: 'urn:euxine:service-type:TR:eshs', additionalServiceInformation: [] }),
  ]
  const russian = [
    state({ type: 'urn:euxine:service-type:RU:accredited-ca', additionalServiceInformation: [] }),
  ]

  it('of Türkiye take its own statement', () => {
    expect(level(withStatements('2.16.792.1.61.0.1.5070.1.1'), turkish, 'TR')).toBe('QES')
    expect(level(signerCertificate({ extensions: [] }), turkish, 'TR')).toBe('AdES')
  })

  it('of Russia take the class of the signature tool', () => {
    expect(
      level(signerCertificate({ extensions: [policies('1.2.643.100.113.1')] }), russian, 'RU'),
    ).toBe('QES')
    expect(level(withStatements(compliance, device), russian, 'RU')).toBe('AdES')
  })
})

describe('statuses', () => {
  const before = 'http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/undersupervision'

  it('of the Directive count until eIDAS applied, and not from then on', () => {
    expect(grants(before, new Date('2016-06-30T23:59:59Z'))).toBe(true)
    expect(grants(before, new Date('2016-07-01T00:00:00Z'))).toBe(false)
  })
})

describe('the words of the report', () => {
  it('are those of TS 119 615', () => {
    const words = (qualification: ReturnType<typeof qualified>) =>
      describeQualification(qualification?.atSigning ?? null)
    expect(words(qualified(signerCertificate(), [state()]))).toBe('QC for eSig with QSCD')
    expect(words(qualified(signerCertificate({ extensions: [] }), [state()]))).toBe(
      'certificate for eSig',
    )
    expect(describeQualification(null)).toBe('not listed')
  })
})
