import { beforeAll, describe, expect, it } from 'vitest'
import { VerifierError } from '../../src/core/errors.ts'
import { certificatesOf } from '../../src/trustlist/digital-identities.ts'
import { withdrawn } from '../../src/trustlist/statuses.ts'
import { sameCertificate } from '../../src/x509/certificate.ts'
import {
  certificateXml,
  euGeneric,
  type Identity,
  identity,
  leaf,
  listOfListsType,
  listXml,
  onlyService,
  parsed,
  pointerXml,
  providerXml,
  type StateParts,
  serviceXml,
} from './lists.ts'

let ca: Identity

beforeAll(async () => {
  ca = await identity('CA')
})

function withServices(...services: readonly string[]): string {
  return listXml({ providers: providerXml('Provider', services) })
}

function withExtension(extension: string, critical: 'true' | 'false' = 'true'): StateParts {
  return { extensions: `<Extension Critical="${critical}">${extension}</Extension>` }
}

const sie = 'xmlns:q="http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#"'

describe('a list of TS 119 612', () => {
  it('gives its scheme', () => {
    const list = parsed(listXml({ territory: 'EL', sequence: '42', version: '5' }))
    expect(list).toMatchObject({
      version: 5,
      sequenceNumber: 42,
      territory: 'EL',
      type: euGeneric,
      schemeOperator: 'Operator',
      issued: new Date('2026-05-01T00:00:00Z'),
    })
  })

  it('takes a time without a zone for UTC', () => {
    expect(parsed(listXml({ issued: '2026-05-01T00:00:00' })).issued).toEqual(
      new Date('2026-05-01T00:00:00Z'),
    )
  })

  it.each(['-1', '0', '1e3', '99999999999999999999', '2147483648', ''])(
    'has no sequence number where it says "%s"',
    (sequence) => {
      expect(parsed(listXml({ sequence })).sequenceNumber).toBeNull()
    },
  )

  it('keeps the largest sequence number of 31 bits', () => {
    expect(parsed(listXml({ sequence: '2147483647' })).sequenceNumber).toBe(2147483647)
  })

  it.each([
    ['SchemeTerritory', listXml({ territory: '' })],
    ['ListIssueDateTime', listXml({ issued: 'yesterday' })],
    ['NextUpdate', listXml({ nextUpdate: 'soon' })],
    ['NextUpdate', listXml().replace(/<NextUpdate>.*<\/NextUpdate>/, '')],
    ['TrustServiceStatusList', '<other></other>'],
  ])('is malformed without a usable %s', (what, xml) => {
    expect(() => parsed(xml)).toThrow(VerifierError)
    expect(() => parsed(xml)).toThrow(what)
  })
})

describe('a service', () => {
  it('gives its present state and its history, newest first', () => {
    const identities = certificateXml(ca)
    const past = [{ from: '2018-01-01T00:00:00Z' }, { from: '2019-01-01T00:00:00Z' }]
    const list = parsed(withServices(serviceXml({ identities, status: withdrawn }, past)))
    expect(onlyService(list).states.map((state) => state.startingTime.getUTCFullYear())).toEqual([
      2020, 2019, 2018,
    ])
  })

  it('lends its certificate to states of its history that have none', () => {
    const past = [{ from: '2018-01-01T00:00:00Z', identities: '' }]
    const list = parsed(withServices(serviceXml({ identities: certificateXml(ca) }, past)))
    const [, old] = onlyService(list).states
    const [lent] = certificatesOf(old?.identities ?? [])
    expect(lent !== undefined && sameCertificate(lent, ca.certificate)).toBe(true)
  })

  it('keeps several certificates', async () => {
    const other = await identity('CA renewed', ca)
    const identities = certificateXml(ca) + certificateXml(other)
    const list = parsed(withServices(serviceXml({ identities })))
    expect(certificatesOf(onlyService(list).states[0]?.identities ?? [])).toHaveLength(2)
  })

  it('loses a history state that starts after the present one, and says so', () => {
    const list = parsed(withServices(serviceXml({}, [{ from: '2021-01-01T00:00:00Z' }])))
    expect(onlyService(list).states).toHaveLength(1)
    expect(list.quarantine.map(({ what }) => what)).toEqual(['service-state'])
  })

  it('is left out without a status, and the others stay', () => {
    const list = parsed(withServices(serviceXml({ status: '' }), serviceXml({})))
    expect(list.providers[0]?.services).toHaveLength(1)
    expect(list.quarantine).toMatchObject([{ what: 'service', where: 'Provider, service 1' }])
  })

  it('loses a certificate that cannot be read, and keeps the others', () => {
    const identities = leaf('DigitalId', leaf('X509Certificate', 'AAAA')) + certificateXml(ca)
    const list = parsed(withServices(serviceXml({ identities })))
    expect(onlyService(list).states[0]?.identities).toHaveLength(1)
    expect(list.quarantine.map(({ what }) => what)).toEqual(['certificate'])
  })

  it('gives the URIs of AdditionalServiceInformation', () => {
    const uri = 'http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/ForeSignatures'
    const extension = leaf('AdditionalServiceInformation', `<URI xml:lang="en">${uri}</URI>`)
    const list = parsed(withServices(serviceXml(withExtension(extension))))
    expect(onlyService(list).states[0]?.additionalServiceInformation).toEqual([uri])
  })

  it('gives ExpiredCertsRevocationInfo', () => {
    const extension = leaf('ExpiredCertsRevocationInfo', '2016-07-01T00:00:00Z')
    const list = parsed(withServices(serviceXml(withExtension(extension, 'false'))))
    expect(onlyService(list).states[0]?.expiredCertsRevocationInfo).toEqual(
      new Date('2016-07-01T00:00:00Z'),
    )
  })

  it('gives qualifiers with their criteria', () => {
    const extension = `<q:Qualifications ${sie}><q:QualificationElement><q:Qualifiers><q:Qualifier uri="urn:with-device"></q:Qualifier></q:Qualifiers><q:CriteriaList assert="atLeastOne"><q:KeyUsage><q:KeyUsageBit name="nonRepudiation">true</q:KeyUsageBit></q:KeyUsage><q:PolicySet><q:PolicyIdentifier><x:Identifier xmlns:x="http://uri.etsi.org/01903/v1.3.2#" Qualifier="OIDAsURN">urn:oid:1.2.3</x:Identifier></q:PolicyIdentifier></q:PolicySet></q:CriteriaList></q:QualificationElement></q:Qualifications>`
    const list = parsed(withServices(serviceXml(withExtension(extension))))
    expect(onlyService(list).states[0]?.qualifications).toMatchObject([
      {
        qualifiers: ['urn:with-device'],
        criteria: {
          assert: 'atLeastOne',
          keyUsages: [{ nonRepudiation: true }],
          policySets: [['1.2.3']],
        },
      },
    ])
  })

  it('counts criteria of an unknown kind of assertion as an unknown critical extension', () => {
    const extension = `<q:Qualifications ${sie}><q:QualificationElement><q:Qualifiers></q:Qualifiers><q:CriteriaList assert="most"></q:CriteriaList></q:QualificationElement></q:Qualifications>`
    const list = parsed(withServices(serviceXml(withExtension(extension, 'false'))))
    expect(onlyService(list).states[0]?.unknownCriticalExtensions).toHaveLength(1)
  })

  it('names a critical extension that nobody understands, and passes over one that is not critical', () => {
    const strange = '<s:Strange xmlns:s="urn:s"></s:Strange>'
    const critical = parsed(withServices(serviceXml(withExtension(strange))))
    const harmless = parsed(withServices(serviceXml(withExtension(strange, 'false'))))
    expect(onlyService(critical).states[0]?.unknownCriticalExtensions).toEqual(['urn:sStrange'])
    expect(onlyService(harmless).states[0]?.unknownCriticalExtensions).toEqual([])
  })
})

describe('a provider', () => {
  it('is left out without a name, and the others stay', () => {
    const providers = providerXml('', []) + providerXml('Second', [])
    const list = parsed(listXml({ providers }))
    expect(list.providers.map(({ name }) => name)).toEqual(['Second'])
    expect(list.quarantine).toMatchObject([{ what: 'provider', where: 'provider 1' }])
  })
})

describe('a pointer', () => {
  it('gives the place, the state and the signers of another list', () => {
    const pointers = pointerXml('https://xx.example/tl.xml', 'YY', euGeneric, [ca])
    const [pointer] = parsed(listXml({ type: listOfListsType, pointers })).pointers
    expect(pointer).toMatchObject({
      location: 'https://xx.example/tl.xml',
      territory: 'YY',
      type: euGeneric,
    })
    expect(pointer?.signers).toHaveLength(1)
  })

  it.each(['file:///etc/passwd', 'gopher://xx.example', ''])('to "%s" is left out', (location) => {
    const list = parsed(listXml({ pointers: pointerXml(location, 'YY', euGeneric, [ca]) }))
    expect(list.pointers).toEqual([])
    expect(list.quarantine.map(({ what }) => what)).toEqual(['pointer'])
  })
})
