import { describe, expect, it } from 'vitest'
import { VerifierError } from '../../src/core/errors.ts'
import { parseFederation } from '../../src/trustlist/federation.ts'

const list = { id: 'GE-TL', form: 'etsi-119612', location: 'ge.xml', signers: ['pins/GE.pem'] }
const federation = {
  schema: 'euxine/federation/1',
  name: 'Two',
  fictional: true,
  notice: 'a test',
  listsOfLists: [{ id: 'LOTL', form: 'etsi-119612', location: 'https://x.example/lotl.xml' }],
  members: [
    { state: 'GE', name: 'Georgia', lists: [list] },
    { state: 'AZ', name: 'Azerbaijan', lists: [], reason: 'it publishes none' },
  ],
}

function parse(json: unknown): ReturnType<typeof parseFederation> {
  return parseFederation(JSON.stringify(json), 'federation.json')
}

function errorOf(json: unknown): VerifierError {
  try {
    parse(json)
  } catch (error) {
    if (error instanceof VerifierError) return error
  }
  throw new Error('it was accepted')
}

describe('a federation', () => {
  it('gives its members with their lists', () => {
    const parsed = parse(federation)
    expect(parsed).toMatchObject({
      name: 'Two',
      members: [
        { state: 'GE', lists: [{ id: 'GE-TL', state: 'GE', signers: ['pins/GE.pem'] }] },
        { state: 'AZ', lists: [], reason: 'it publishes none' },
      ],
    })
  })

  it('refuses stale lists unless it says otherwise', () => {
    expect(parse(federation)).toMatchObject({
      members: [{ lists: [{ stale: { graceDays: 0, afterGrace: 'refuse' } }] }, {}],
    })
  })

  it('may only lead to another one', () => {
    expect(parse({ schema: 'euxine/federation/1', see: 'sample/federation.json' })).toEqual({
      see: 'sample/federation.json',
    })
  })

  const withList = (more: object) => ({
    ...federation,
    members: [{ state: 'GE', name: 'Georgia', lists: [{ ...list, ...more }] }],
  })

  it.each([
    ['schema', { ...federation, schema: 'other/1' }],
    ['fictional', { ...federation, fictional: 'yes' }],
    ['membres', { ...federation, membres: [] }],
    ['members[0].state', { ...federation, members: [{ state: 'GEO', name: 'G', lists: [] }] }],
    ['members[0].lists[0].form', withList({ form: 'pdf' })],
    ['members[0].lists[0].id', withList({ id: '../../etc/passwd' })],
    ['members[0].lists[0].sha256', withList({ sha256: 'ABC' })],
    ['members[0].lists[0].stale.graceDays', withList({ stale: { graceDays: -1 } })],
  ])('names %s where that is wrong', (path, json) => {
    const error = errorOf(json)
    expect(error.code).toBe('trust-unusable')
    expect(error.message).toContain(path)
    expect(error.facts).toEqual({ file: 'federation.json', path })
    expect(error.hint).toBeDefined()
  })

  it('cannot name two lists alike, whatever the case of letters', () => {
    const lists = [list, { ...list, id: 'ge-tl' }]
    const members = [{ state: 'GE', name: 'Georgia', lists }]
    expect(errorOf({ ...federation, members }).message).toContain('"ge-tl"')
  })

  it('cannot take signers from a list of lists that it does not have', () => {
    expect(errorOf(withList({ signersFrom: 'NONE' })).message).toContain('"NONE"')
  })

  it.each(['', '[]', '{', 'null'])('is refused where the file is %j', (text) => {
    expect(() => parseFederation(text, 'federation.json')).toThrow(VerifierError)
  })
})
