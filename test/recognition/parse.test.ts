import { describe, expect, it } from 'vitest'
import { VerifierError } from '../../src/core/errors.ts'
import { parseAgreement } from '../../src/recognition/parse.ts'
import { example, schema } from './documents.ts'
import { fits } from './schema.ts'

const digest = 'cd'.repeat(32)

/** The example with the value at a path replaced; undefined takes the member away. */
function changed(path: string, value: unknown): unknown {
  const json = example()
  const steps = path.split('.')
  const last = steps.pop() ?? ''
  const parent = steps.reduce<Record<string, unknown>>(
    (object, step) => object[step] as Record<string, unknown>,
    json,
  )
  if (value === undefined) delete parent[last]
  else parent[last] = value
  return json
}

function refusal(json: unknown): VerifierError {
  try {
    parseAgreement(json, digest)
  } catch (error) {
    if (error instanceof VerifierError) return error
    throw error
  }
  throw new Error('it was read')
}

describe('the example of the documentation', () => {
  it('is read, with its times as instants and the digest of its file', () => {
    const one = parseAgreement(example(), digest)
    expect(one).toMatchObject({ id: 'ro-ge-2024', version: 2, supersedes: 1, sha256: digest })
    expect(one.timeline.map(({ status }) => status)).toEqual(['in-force', 'suspended'])
    expect(one.timeline[0]?.to).toEqual(new Date('2026-01-01T00:00:00Z'))
    expect(one.scope[0]).toMatchObject({ originLevel: 'QES', grantedLevel: 'AdES' })
    expect(one.trustAnchors.listIds).toEqual(['GE-TL'])
    expect(one.legalEffect?.reliedUponBy).toBe('public-sector')
  })

  it('fits the published schema', () => {
    expect(fits(example(), schema())).toBe(true)
  })
})

describe('an agreement that cannot be read', () => {
  it('names the field, what was found, what was expected, and where to look', () => {
    const error = refusal(changed('timeline.0.status', 'in force'))
    expect(error.code).toBe('agreement-malformed')
    expect(error.message).toBe(
      'The agreement has "in force" at $.timeline[0].status; expected one of in-force, provisional, suspended, terminated, not-yet, draft',
    )
    expect(error.hint).toContain('docs/agreements.md')
    expect(error.facts).toMatchObject({ path: '$.timeline[0].status', found: '"in force"' })
  })

  it('names a field that is missing', () => {
    expect(refusal(changed('originParty.members.0.state', undefined)).message).toBe(
      'The agreement lacks $.originParty.members[0].state',
    )
  })

  it('names a field that is unknown, and those that are known', () => {
    const error = refusal(changed('timeline.0.staus', 'in-force'))
    expect(error.message).toBe('The agreement has an unknown field at $.timeline[0]."staus"')
    expect(error.hint).toContain('status, from, to')
  })

  it.each([null, 1, 'text', [], [{}], true])('%j is not an agreement', (json) => {
    expect(refusal(json).code).toBe('agreement-malformed')
  })

  it('a member named __proto__ is unknown like any other', () => {
    expect(refusal(JSON.parse('{"__proto__": {"id": "x"}}')).message).toContain('__proto__')
  })

  it('what was found is shown without characters that could mislead', () => {
    const { message } = refusal(changed('mechanism', '\u202egnp.exe\u001b[31m\n'))
    expect(message).not.toMatch(/[\u202e\u001b\n]/u)
  })
})

describe('the parser and the published schema', () => {
  it.each([
    ['schemaVersion', 2],
    ['schemaVersion', '1'],
    ['id', ''],
    ['id', '../etc/passwd'],
    ['id', '-leading'],
    ['id', 'a'.repeat(101)],
    ['version', 0],
    ['version', 1.5],
    ['version', '2'],
    ['version', 2 ** 53],
    ['instrument.kind', 'contract'],
    ['instrument.evidence', 'Official'],
    ['instrument.title', '   '],
    ['instrument.title', 'x'.repeat(2001)],
    ['instrument.publishedUri', ['javascript:alert(1)']],
    ['instrument.documentSha256', 'AB'.repeat(32)],
    ['instrument.parties', ['RO', 'RO']],
    ['instrument.signedOn', '2023-11-14'],
    ['relyingParty', 'RO'],
    ['relyingParty.members', []],
    ['relyingParty.members.0.state', 'ro'],
    ['relyingParty.members.0.state', 'ROU'],
    ['mechanism', 'trust'],
    ['timeline', []],
    ['timeline', {}],
    ['timeline.0.from', '2024-01-01'],
    ['timeline.0.from', '2024-01-01T00:00:00'],
    ['timeline.0.from', 1704067200],
    ['timeline.0.existingSignatures', 'none'],
    ['timeline.0.windDownUntil', '2027-01-01T00:00:00Z'],
    ['timeline.1.existingSignatures', undefined],
    ['timeBasis.certificateIssuedWithin', 'yes'],
    ['timeBasis.proofOfTime', 'none'],
    ['scope', []],
    ['scope.0.service', 'eDelivery'],
    ['scope.0.originLevel', 'qes'],
    ['scope.0.originStatuses.valid', []],
    ['scope.0.originServiceTypes', []],
    ['scope.0.subjectTypes', 'any'],
    ['trustAnchors.listIds', ['GE-TL', 'GE-TL']],
    ['trustAnchors.listIds', 'GE-TL'],
    ['algorithms.forbidden', [1]],
    ['transitivity', 'all'],
    ['transitivity', undefined],
    ['legalEffect.reliedUponBy', 'everyone'],
    ['nextReview', 'soon'],
    ['supersedes', 0],
    ['$schema', 5],
  ])('both refuse %s: %j', (path, value) => {
    const json = changed(path, value)
    expect(refusal(json).code).toBe('agreement-malformed')
    expect(fits(json, schema())).toBe(false)
  })

  it.each([
    ['supersedes', undefined],
    ['nextReview', undefined],
    ['legalEffect', undefined],
    ['timeBasis.retroactiveTo', undefined],
    ['timeline.1.windDownUntil', '2026-07-01T00:00:00+02:00'],
    ['timeline.0.status', 'provisional'],
    ['algorithms.allowed', ['SHA-256']],
    ['trustAnchors.listIds', []],
    ['instrument.documentSha256', 'ab'.repeat(32)],
    ['relyingParty.members.0.to', '2030-01-01T00:00:00Z'],
    ['$schema', './agreement.schema.json'],
  ])('both accept %s: %j', (path, value) => {
    const json = changed(path, value)
    expect(parseAgreement(json, digest).id).toBe('ro-ge-2024')
    expect(fits(json, schema())).toBe(true)
  })

  it('both refuse an unknown field in every object', () => {
    const paths = [
      'x',
      'instrument.x',
      'relyingParty.x',
      'relyingParty.members.0.x',
      'timeline.0.x',
      'timeBasis.x',
      'scope.0.x',
      'scope.0.originServiceTypes.0.x',
      'scope.0.originStatuses.x',
      'trustAnchors.x',
      'algorithms.x',
      'legalEffect.x',
    ]
    for (const path of paths) {
      const json = changed(path, null)
      expect(refusal(json).message, path).toContain('unknown field')
      expect(fits(json, schema()), path).toBe(false)
    }
  })

  it('only the parser sees that an agreement supersedes itself', () => {
    expect(refusal(changed('supersedes', 2)).message).toContain('a version below 2')
    expect(fits(changed('supersedes', 2), schema())).toBe(true)
  })

  it('only the parser sees invisible characters in a text', () => {
    expect(refusal(changed('instrument.title', 'a\u202eb')).code).toBe('agreement-malformed')
  })
})
