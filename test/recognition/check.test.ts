import { describe, expect, it } from 'vitest'
import { type AgreementSurroundings, checkAgreements } from '../../src/recognition/check.ts'
import type { Agreement, Scope, Term } from '../../src/recognition/model.ts'
import { agreement, day, granted, inForce2020, seals, signatures } from './sample.ts'

const surroundings: AgreementSurroundings = { listIds: new Set(['GE-TL']), fictional: 'no' }

/** What one agreement is found guilty of. */
function problems(differences: Partial<Agreement>, around = surroundings): readonly string[] {
  const result = checkAgreements([agreement(differences)], around)
  expect(result.agreements).toHaveLength(result.problems.length === 0 ? 1 : 0)
  return result.problems.map(({ code }) => code)
}

function scoped(differences: Partial<Scope>): readonly string[] {
  return problems({ scope: [{ ...signatures, ...differences }] })
}

function instrument(differences: Partial<Agreement['instrument']>): Agreement['instrument'] {
  return { ...agreement().instrument, ...differences }
}

const suspended: Term = {
  status: 'suspended',
  from: day('2023-01-01'),
  existingSignatures: 'none',
}

describe('a sound agreement', () => {
  it('is kept, without a problem', () => {
    expect(checkAgreements([agreement()], surroundings)).toEqual({
      agreements: [agreement()],
      problems: [],
    })
  })

  it('is kept beside a bad one, which is left out and reported by its id', () => {
    const bad = agreement({ id: 'bad', trustAnchors: { listIds: ['XX-TL'] } })
    const result = checkAgreements([bad, agreement()], surroundings)
    expect(result.agreements.map(({ id }) => id)).toEqual(['gr-ge'])
    expect(result.problems).toEqual([
      { code: 'list-unknown', where: 'bad', message: 'The federation has no list XX-TL' },
    ])
  })
})

describe('the parties', () => {
  const named = (...states: string[]) => ({
    name: 'Party',
    members: states.map((state) => ({ state })),
  })

  it.each([
    ['GR', 'GR'],
    ['GR', 'EL'],
    ['UK', 'GB'],
  ])('may not be the same: %s and %s', (relying, origin) => {
    expect(problems({ relyingParty: named(relying), originParty: named(origin) })).toEqual([
      'same-party',
    ])
  })

  it('may not share a member', () => {
    const differences = { relyingParty: named('BG', 'EL'), originParty: named('RO', 'GR') }
    expect(problems(differences)).toEqual(['same-party'])
  })

  it('may not hold a membership that ends when it begins', () => {
    const members = [{ state: 'GR', from: day('2020-01-01'), to: day('2020-01-01') }]
    expect(problems({ relyingParty: { name: 'Greece', members } })).toEqual([
      'membership-malformed',
    ])
  })

  it('may not hold a state twice at a time, under either code', () => {
    const members = [
      { state: 'GR', to: day('2020-01-02') },
      { state: 'EL', from: day('2020-01-01') },
    ]
    expect(problems({ relyingParty: { name: 'Greece', members } })).toEqual([
      'membership-malformed',
    ])
  })

  it('may hold a state that left and came back at the same instant', () => {
    const members = [
      { state: 'GR', to: day('2020-01-01') },
      { state: 'GR', from: day('2020-01-01') },
    ]
    expect(problems({ relyingParty: { name: 'Greece', members } })).toEqual([])
  })
})

describe('the timeline', () => {
  it('may go from one term to the next at the same instant', () => {
    expect(problems({ timeline: [{ ...inForce2020, to: day('2023-01-01') }, suspended] })).toEqual(
      [],
    )
  })

  it.each([
    ['overlap', [{ ...inForce2020, to: day('2023-01-02') }, suspended], 'timeline-disordered'],
    ['go on without an end before the next', [inForce2020, suspended], 'timeline-disordered'],
    ['leave a gap', [{ ...inForce2020, to: day('2022-12-31') }, suspended], 'timeline-gap'],
    ['end when it begins', [{ ...inForce2020, to: day('2020-01-01') }], 'timeline-disordered'],
    [
      'wind down before it ends',
      [
        { ...inForce2020, to: day('2023-01-01') },
        { ...suspended, windDownUntil: day('2023-01-01') },
      ],
      'timeline-disordered',
    ],
    [
      'go on after a termination',
      [
        { ...suspended, status: 'terminated', to: day('2024-01-01') },
        { status: 'in-force', from: day('2024-01-01') },
      ],
      'timeline-after-termination',
    ],
  ] as const)('may not %s', (_what, timeline, code) => {
    expect(problems({ timeline })).toEqual([code])
  })
})

describe('the scope', () => {
  it.each([
    ['AdES', 'QES'],
    ['AdES-QC', 'QES'],
    ['AdES', 'AdES-QC'],
  ] as const)('may not raise %s to %s', (originLevel, grantedLevel) => {
    expect(scoped({ originLevel, grantedLevel })).toEqual(['level-raised'])
  })

  it.each([
    ['QES', 'QES'],
    ['QES', 'AdES'],
    ['AdES-QC', 'AdES'],
  ] as const)('may take %s for %s', (originLevel, grantedLevel) => {
    expect(scoped({ originLevel, grantedLevel })).toEqual([])
  })

  it.each([
    ['eSig', 'QESeal', 'QESeal'],
    ['eSig', 'QES', 'AdESeal'],
    ['eSeal', 'QES', 'QES'],
    ['eSeal', 'QESeal', 'AdES'],
  ] as const)('may not mix signatures and seals: %s, %s, %s', (service, originLevel, level) => {
    expect(scoped({ service, originLevel, grantedLevel: level })).toEqual(['level-mixed'])
  })

  it('may not call a status both valid and invalid', () => {
    expect(scoped({ originStatuses: { valid: [granted], invalid: [granted] } })).toEqual([
      'status-contradictory',
    ])
  })
})

describe('the lists', () => {
  it('must be named where recognition is decided on them', () => {
    expect(problems({ trustAnchors: { listIds: [] } })).toEqual(['list-missing'])
  })

  it.each([
    ['a draft', { timeline: [{ status: 'draft', from: day('2020-01-01') }] }],
    ['an agreement by receipt', { mechanism: 'ttp-receipt' }],
  ] as const)('need not be named in %s', (_what, differences) => {
    expect(problems({ ...differences, trustAnchors: { listIds: [] } })).toEqual([])
  })
})

describe('the evidence', () => {
  it('may be fictional only in a fictional federation', () => {
    const differences = { instrument: instrument({ evidence: 'fictional' }) }
    expect(problems(differences)).toEqual(['evidence-refused'])
    expect(problems(differences, { ...surroundings, fictional: 'yes' })).toEqual([])
  })

  it('of a sample must be fictional', () => {
    expect(problems({ instrument: instrument({ kind: 'sample' }) })).toEqual(['evidence-refused'])
  })

  it('may be called official only with a source', () => {
    expect(problems({ instrument: instrument({ publishedUri: [] }) })).toEqual([
      'evidence-without-source',
    ])
    const documentSha256 = 'ab'.repeat(32)
    expect(problems({ instrument: instrument({ publishedUri: [], documentSha256 }) })).toEqual([])
  })

  it('may be unverified, which recognises nothing', () => {
    expect(problems({ instrument: instrument({ evidence: 'unverified' }) })).toEqual([])
  })
})

describe('the versions', () => {
  function kept(...versions: Partial<Agreement>[]): readonly string[] {
    const result = checkAgreements(versions.map(agreement), surroundings)
    return [
      ...result.agreements.map(({ version }) => `version ${version}`),
      ...result.problems.map(({ code }) => code),
    ]
  }

  it('leave the latest, where it supersedes those before it', () => {
    expect(
      kept({ version: 1 }, { version: 3, supersedes: 2 }, { version: 2, supersedes: 1 }),
    ).toEqual(['version 3'])
  })

  it('leave none, where the latest does not supersede another', () => {
    expect(kept({ version: 1 }, { version: 2 })).toEqual(['version-conflict'])
    expect(kept({ version: 2, supersedes: 1 }, { version: 3, supersedes: 1 })).toEqual([
      'version-conflict',
    ])
  })

  it('leave none, where there are two of the same', () => {
    expect(kept({ version: 1 }, { version: 1 })).toEqual(['version-conflict'])
  })

  it('are those of one agreement, whatever the case of its id', () => {
    expect(kept({ id: 'gr-ge' }, { id: 'GR-GE', version: 2 })).toEqual(['version-conflict'])
  })

  it('do not fall back on an earlier one when the latest is bad', () => {
    expect(
      kept({ version: 1 }, { version: 2, supersedes: 1, trustAnchors: { listIds: [] } }),
    ).toEqual(['list-missing'])
  })
})

describe('two agreements', () => {
  function conflict(differences: Partial<Agreement>): readonly string[] {
    const result = checkAgreements([agreement(), agreement({ id: 'other', ...differences })], {
      ...surroundings,
      fictional: 'yes',
    })
    expect(result.agreements).toHaveLength(2)
    return result.problems.map(({ code, message }) => `${code}: ${message}`)
  }

  it('on the same service at the same time are reported, and kept to be refused by name', () => {
    expect(conflict({})).toEqual([
      'agreement-ambiguous: It and other both cover eSig from GE in GR; signatures under both are refused',
    ])
  })

  it('do not conflict where their members never meet at the same time', () => {
    const until = { name: 'Bloc', members: [{ state: 'GR', to: day('2022-01-01') }] }
    const from = { name: 'Bloc', members: [{ state: 'GE', from: day('2022-01-01') }] }
    expect(conflict({ relyingParty: until, originParty: from })).toEqual([])
  })

  it('conflict also under the other code of a state', () => {
    expect(conflict({ relyingParty: { name: 'Greece', members: [{ state: 'EL' }] } })).toHaveLength(
      1,
    )
  })

  it.each([
    ['on other services', { scope: [seals] }],
    [
      'in the other direction',
      { relyingParty: agreement().originParty, originParty: agreement().relyingParty },
    ],
    [
      'one after the other',
      {
        timeline: [
          { status: 'in-force', from: day('2010-01-01'), to: day('2020-01-01') },
          { status: 'terminated', from: day('2020-01-01'), existingSignatures: 'grandfather' },
        ],
      },
    ],
    ['of which one works by receipt', { mechanism: 'ttp-receipt' }],
    ['of which one is a draft', { timeline: [{ status: 'draft', from: day('2020-01-01') }] }],
    ['of which one is unverified', { instrument: instrument({ evidence: 'unverified' }) }],
    [
      'of members at other times',
      { relyingParty: { name: 'Bloc', members: [{ state: 'GR', to: day('2020-01-01') }] } },
    ],
  ] satisfies readonly (readonly [string, Partial<Agreement>])[])(
    '%s do not conflict',
    (_what, differences) => {
      expect(conflict(differences)).toEqual([])
    },
  )
})
