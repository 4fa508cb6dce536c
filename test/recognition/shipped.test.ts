import { describe, expect, it } from 'vitest'
import { checkAgreements } from '../../src/recognition/check.ts'
import { agreementMatrix } from '../../src/recognition/matrix.ts'
import type { RecognitionFacts } from '../../src/recognition/model.ts'
import { parseAgreement } from '../../src/recognition/parse.ts'
import { recognise } from '../../src/recognition/recognise.ts'
import { schema, shippedAgreements } from './documents.ts'
import { day, eve, facts, official } from './sample.ts'
import { fits } from './schema.ts'

const states = ['AL', 'AM', 'AZ', 'BG', 'GE', 'GR', 'MD', 'MK', 'RO', 'RS', 'RU', 'TR', 'UA']

const listIds = new Set([
  'BG-TL',
  'EL-TL',
  'RO-TL',
  'MD-TL',
  'UA-TL',
  'UA-TL-EC',
  'MK-TL',
  'RS-TL',
  'AM-TL',
  'TR-DEPO',
  'RU-E-TRUST',
])

const shipped = shippedAgreements()
const agreements = shipped.map(({ json }) => parseAgreement(json, '00'.repeat(32)))

function decide(differences: Partial<RecognitionFacts>): string {
  const { outcome, reason } = recognise(facts(differences), agreements, official)
  return outcome === 'recognised' ? outcome : reason
}

describe('the agreements that ship for the region', () => {
  it.each(shipped)('$file is named by its id and fits the published schema', ({ file, json }) => {
    expect(parseAgreement(json, '00'.repeat(32)).id).toBe(file.replace('.json', ''))
    expect(fits(json, schema())).toBe(true)
  })

  it('are sound, all of them, in a federation of their lists', () => {
    const checked = checkAgreements(agreements, { listIds, fictional: 'no' })
    expect(checked.problems).toEqual([])
    expect(checked.agreements).toHaveLength(shipped.length)
  })

  it('recognise between nine pairs of states and no other', () => {
    const pairs = agreementMatrix(agreements, states, day('2026-11-21'), official)
      .filter(({ eSig }) => eSig.outcome === 'recognised')
      .map(({ relying, origin, eSig }) => `${relying} ${origin} ${eSig.grantedLevel}`)
    expect(pairs).toEqual([
      'BG GR QES',
      'BG RO QES',
      'GR BG QES',
      'GR RO QES',
      'RO BG QES',
      'RO GR QES',
      'UA BG QES',
      'UA GR QES',
      'UA RO QES',
    ])
  })

  it('are official where they recognise, and say where they are published', () => {
    for (const { instrument, timeline } of agreements) {
      const drafted = timeline.every(({ status }) => status === 'draft')
      expect(instrument.evidence === 'official').toBe(!drafted)
      if (!drafted) expect(instrument.publishedUri.length).toBeGreaterThan(0)
    }
  })
})

describe('between members of the European Union', () => {
  const romanian = { relying: 'EL', origin: 'RO', listId: 'RO-TL' }

  it('a qualified signature is recognised from the day the regulation applies', () => {
    const first = { ...romanian, certificateIssuedAt: day('2016-07-01') }
    expect(decide({ ...first, validationTime: day('2016-07-01') })).toBe('recognised')
    expect(decide({ ...first, validationTime: eve('2016-07-01') })).toBe('not-yet-in-force')
  })

  it('a signature of another list of the same state is refused', () => {
    expect(decide({ ...romanian, listId: 'BG-TL' })).toBe('list-not-named')
  })
})

describe('Ukraine and the European Union', () => {
  it('Ukraine recognises a Bulgarian qualified signature from 2023 on', () => {
    const bulgarian = { relying: 'UA', origin: 'BG', listId: 'BG-TL' }
    const issued = { ...bulgarian, certificateIssuedAt: day('2023-01-01') }
    expect(decide({ ...issued, validationTime: day('2023-01-01') })).toBe('recognised')
    expect(decide({ ...issued, validationTime: eve('2023-01-01') })).toBe('not-yet-in-force')
  })

  it.each(['UA-TL', 'UA-TL-EC'])('Romania does not recognise a signature of %s', (listId) => {
    expect(decide({ relying: 'RO', origin: 'UA', listId })).toBe('agreement-not-verified')
  })

  it('as a draft that was asked for, Romania takes it for an advanced one, for public bodies', () => {
    const question = facts({
      relying: 'RO',
      origin: 'UA',
      listId: 'UA-TL-EC',
      validationTime: day('2026-11-21'),
      certificateIssuedAt: day('2026-02-01'),
    })
    const recognition = recognise(question, agreements, { fictional: 'no', drafts: 'accept' })
    expect(recognition).toMatchObject({ outcome: 'recognised', grantedLevel: 'AdES' })
    expect(recognition.explanation).toContain('for public-sector bodies only')
  })
})

describe('elsewhere', () => {
  it.each([
    ['AM', 'RU', 'RU-E-TRUST', 'mechanism-not-supported'],
    ['RU', 'AM', 'AM-TL', 'mechanism-not-supported'],
    ['AL', 'MK', 'MK-TL', 'no-agreement'],
    ['MK', 'AL', 'AL-TL', 'no-agreement'],
    ['RS', 'UA', 'UA-TL', 'no-agreement'],
    ['UA', 'RU', 'RU-E-TRUST', 'no-agreement'],
    ['TR', 'AZ', 'AZ-TL', 'no-agreement'],
    ['RS', 'RO', 'RO-TL', 'agreement-not-verified'],
    ['RS', 'MK', 'MK-TL', 'agreement-not-verified'],
  ])('%s does not recognise %s (%s): %s', (relying, origin, listId, reason) => {
    expect(decide({ relying, origin, listId })).toBe(reason)
  })
})
