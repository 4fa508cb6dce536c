import { describe, expect, it } from 'vitest'
import { toUtf8 } from '../../src/core/bytes.ts'
import { parseAlgorithmCatalogue } from '../../src/policy/json-catalogue.ts'
import { policyOfJson, readPolicyFile } from '../../src/policy/policy-file.ts'
import { parseAlgorithmCatalogueXml } from '../../src/policy/xml-catalogue.ts'

const sha256 = {
  AlgorithmIdentifier: {
    Name: 'SHA256',
    ObjectIdentifier: '2.16.840.1.101.3.4.2.1',
    URI: 'http://www.w3.org/2001/04/xmlenc#sha256',
  },
  Evaluation: [{ Validity: { End: '2030-01-01' }, Recommendation: 'R' }],
}

const rsa = {
  AlgorithmIdentifier: { Name: 'rsassa-pss', ObjectIdentifier: '1.2.840.113549.1.1.10' },
  Evaluation: [
    {
      Parameter: [{ name: 'moduluslength', Min: 3000, Max: 8192 }],
      Validity: { Start: '2020-01-01' },
      Recommendation: 'L',
    },
  ],
}

const catalogue = (algorithms: readonly object[], more: object = {}) => ({
  SecuritySuitabilityPolicy: {
    PolicyName: { Name: 'Test suites' },
    Publisher: { Name: 'Test' },
    PolicyIssueDate: '2026-01-01T00:00:00Z',
    Algorithm: algorithms,
    ...more,
  },
})

const rulesOf = (...algorithms: readonly object[]) =>
  parseAlgorithmCatalogue(catalogue(algorithms)).rules

const xml = (algorithm: string, more = '') =>
  toUtf8(`<?xml version="1.0"?>
<SecuritySuitabilityPolicy xmlns="urn:ietf:params:xml:ns:dssc" xmlns:e="http://uri.etsi.org/19322/v1.1.1#">
<PolicyName><Name>Test suites</Name></PolicyName><Publisher><Name>Test</Name></Publisher>
<PolicyIssueDate>2026-01-01T00:00:00Z</PolicyIssueDate>${algorithm}${more}</SecuritySuitabilityPolicy>`)

const algorithm = (evaluation: string) =>
  `<Algorithm><AlgorithmIdentifier><Name>rsassa-pss</Name><ObjectIdentifier>1.2.840.113549.1.1.10</ObjectIdentifier></AlgorithmIdentifier>${evaluation}</Algorithm>`

const pss = algorithm(`<Evaluation>
  <Parameter name="moduluslength"><Min>3000</Min><Max>8192</Max></Parameter>
  <Validity><Start>2020-01-01</Start></Validity>
  <e:MoreDetails><e:Recommendation>L</e:Recommendation></e:MoreDetails></Evaluation>`)

describe('a catalogue of TS 119 322', () => {
  it('says of each algorithm with what sizes and when it may be relied upon', () => {
    expect(rulesOf(sha256, rsa)).toEqual([
      {
        algorithm: 'SHA-256',
        evaluations: [
          {
            parameters: [],
            start: null,
            end: new Date('2030-01-01T00:00:00Z'),
            recommendation: 'recommended',
          },
        ],
      },
      {
        algorithm: 'RSASSA-PSS',
        evaluations: [
          {
            parameters: [{ name: 'moduluslength', minimum: 3000, maximum: 8192 }],
            start: new Date('2020-01-01T00:00:00Z'),
            end: null,
            recommendation: 'legacy',
          },
        ],
      },
    ])
  })

  it('is the same in XML', () => {
    expect(parseAlgorithmCatalogueXml(xml(pss)).rules).toEqual(rulesOf(rsa))
  })

  it('names what is not computed here', () => {
    const AlgorithmIdentifier = { Name: 'WHIRLPOOL', ObjectIdentifier: '1.0.10118.3.0.55' }
    const read = parseAlgorithmCatalogue(catalogue([sha256, { ...sha256, AlgorithmIdentifier }]))
    expect([read.rules.length, read.unknown]).toEqual([1, ['WHIRLPOOL']])
  })

  it('is taken by name and URI against an OID that is another algorithm', () => {
    const identifier = { ...sha256.AlgorithmIdentifier, ObjectIdentifier: '1.2.840.10045.4.3.2' }
    expect(rulesOf({ ...sha256, AlgorithmIdentifier: identifier })[0]?.algorithm).toBe('SHA-256')
  })

  it('is not taken where name and OID are two algorithms', () => {
    const AlgorithmIdentifier = { Name: 'SHA256', ObjectIdentifier: '1.3.14.3.2.26' }
    expect(() => rulesOf({ ...sha256, AlgorithmIdentifier })).toThrow('the OID of another')
  })

  it('allows nothing by an evaluation for a use, or with a limit that is not known', () => {
    const [evaluation] = sha256.Evaluation
    for (const more of [{ AlgorithmUsage: 'http://uri.etsi.org/19322/sign_data' }, { Any: {} }]) {
      const [found] = rulesOf({ ...sha256, Evaluation: [{ ...evaluation, ...more }] })
      expect(found?.evaluations).toEqual([])
    }
    const usage = '<e:MoreDetails><e:AlgorithmUsage>urn:x</e:AlgorithmUsage></e:MoreDetails>'
    const limited = algorithm(`<Evaluation><Validity/>${usage}</Evaluation>`)
    expect(parseAlgorithmCatalogueXml(xml(limited)).rules[0]?.evaluations).toEqual([])
  })

  it.each([
    ['a time for a date', { Validity: { End: '2028-12-31T23:59:59Z' } }],
    ['a day that is none', { Validity: { End: '2027-02-29' } }],
    ['no Validity', { Recommendation: 'R' }],
    ['another recommendation', { Validity: {}, Recommendation: 'X' }],
    ['a bound that is no integer', { Validity: {}, Parameter: [{ name: 'plength', Min: '1' }] }],
  ])('is refused with %s', (_, evaluation) => {
    expect(() => rulesOf({ ...sha256, Evaluation: [evaluation] })).toThrow('cannot be read')
  })

  it.each([
    ['no algorithm', catalogue([])],
    ['one algorithm twice', catalogue([sha256, sha256])],
    ['no evaluation', catalogue([{ ...sha256, Evaluation: [] }])],
    ['a signature that is none', catalogue([sha256], { Signature: 10 })],
    ['anything beside it', { ...catalogue([sha256]), more: 1 }],
  ])('is refused with %s', (_, json) => {
    expect(() => parseAlgorithmCatalogue(json)).toThrow('cannot be read')
  })

  it.each(['e30..AA', { protected: 'e30', signature: 'AA' }])(
    'is refused signed: %j',
    (Signature) => {
      expect(() => parseAlgorithmCatalogue(catalogue([sha256], { Signature }))).toThrow('is signed')
    },
  )

  it('is refused in XML where it is signed, or no such document', () => {
    const signature = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>'
    expect(() => parseAlgorithmCatalogueXml(xml(pss, signature))).toThrow('is signed')
    expect(() => parseAlgorithmCatalogueXml(toUtf8('<a/>'))).toThrow('its root')
    expect(() => parseAlgorithmCatalogueXml(toUtf8('<a>'))).toThrow('cannot be read')
  })

  it('in XML honours the zone of a date', () => {
    const dated = algorithm(
      '<Evaluation><Validity><End>2028-12-31+01:00</End></Validity></Evaluation>',
    )
    const [rule] = parseAlgorithmCatalogueXml(xml(dated)).rules
    expect(rule?.evaluations[0]?.end).toEqual(new Date('2028-12-30T23:00:00Z'))
  })
})

describe('a policy file', () => {
  const names = (bytes: Uint8Array) => {
    const { name, algorithms } = readPolicyFile(bytes)
    return [name, algorithms.map((one) => one.algorithm)]
  }

  it('is known by what is in it', () => {
    expect(names(xml(pss))).toEqual(['Test suites', ['RSASSA-PSS']])
    expect(names(toUtf8(JSON.stringify(catalogue([sha256]))))).toEqual(['Test suites', ['SHA-256']])
    expect(readPolicyFile(toUtf8('{"name": "x"}')).name).toBe('x')
  })

  it('may hold a catalogue, and change digests of it', () => {
    const digests = { 'SHA-1': null }
    const policy = policyOfJson({ name: 'x', digests, catalogue: catalogue([sha256]) })
    expect(policy.algorithms.map((one) => one.algorithm)).toEqual(['SHA-1', 'SHA-256'])
  })

  it('is the same object each time it is read', () => {
    expect(readPolicyFile(xml(pss))).toBe(readPolicyFile(xml(pss)))
  })

  it.each(['', 'x', '[]', 'null', '{"name": "x", "name": "y"}'])('is refused: %j', (text) => {
    expect(() => readPolicyFile(toUtf8(text))).toThrow('the policy cannot be read')
  })
})
