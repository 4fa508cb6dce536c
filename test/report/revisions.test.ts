import { describe, expect, it } from 'vitest'
import type { Permissions } from '../../src/formats/format.ts'
import { reportPermissions } from '../../src/report/permissions.ts'
import { reportRevisions } from '../../src/report/revisions.ts'
import { verdictText } from '../../src/report/text.ts'
import type { SignatureVerdict } from '../../src/report/verdict.ts'
import { verify } from '../../src/verify.ts'
import { request } from '../scenarios/world.ts'

const change = (object: string, permitted: boolean) => ({
  revision: 2,
  object,
  path: null,
  kind: 'other',
  permitted,
  reason: 'a rule',
})

function textOf(differences: Partial<SignatureVerdict>): string {
  const verdict = verify(request())
  const signatures = verdict.signatures.map((one) => ({ ...one, ...differences }))
  return verdictText({ ...verdict, signatures }, { color: 'no' })
}

const coverage = { field: 'buyer', extent: 'revision', revision: 1, revisions: 2 } as const

describe('what came after a signed revision', () => {
  it('is not spoken of where the format keeps no revisions', () => {
    expect(textOf({})).not.toContain('changes')
  })

  it('is said to be nothing', () => {
    const none = { modifications: 'none', modificationExtent: 'none', differences: [] } as const
    expect(textOf({ ...none, coverage })).toContain(
      '    field        buyer\n    changes      none after it\n',
    )
  })

  it('is said to be permitted, and how far', () => {
    const text = textOf({
      modifications: 'permitted',
      modificationExtent: 'form-filling',
      differences: [change('7 0 R', true)],
      coverage,
    })
    expect(text).toContain('changes      permitted ones after it (form-filling)')
    expect(text).toMatch(/\n {17}.*\(7 0 R in revision 2\): a rule/)
  })

  it('is named where it is forbidden, the permitted left out, and no more than three', () => {
    const forbidden = ['1 0 R', '2 0 R', '3 0 R', '4 0 R', '5 0 R'].map((one) => change(one, false))
    const text = textOf({
      modifications: 'forbidden',
      modificationExtent: 'other',
      differences: [change('7 0 R', true), ...forbidden],
      coverage,
    })
    expect(text.match(/\d 0 R(?= in revision 2\): a rule)/g)).toEqual(['1 0 R', '2 0 R', '3 0 R'])
    expect(text).toContain('and 2 more')
  })
})

describe('what a signature allows', () => {
  const allows = (permissions: Permissions) => {
    return textOf({ permissions }).match(/^ {4}(?:certified|locks).*(?:\n {17}and .*)?$/gm)
  }

  it('is said of a certification', () => {
    expect(allows({ certification: 2, locks: [] })).toEqual([
      '    certified    changes allowed: form filling',
    ])
  })

  it.each([
    ['All', [], null, 'every field'],
    ['Include', ['a'], null, 'the field "a"'],
    ['Include', ['a', 'b'], null, 'the fields "a", "b"'],
    ['Include', ['a', 'b', 'c', 'd'], null, 'the fields "a", "b", "c", 1 more'],
    ['Include', [], null, 'no field'],
    ['Exclude', ['a'], 1, 'every field but "a"; changes allowed: none'],
    ['Exclude', [], null, 'every field'],
  ] as const)('is said of a lock: %s %j %s', (action, fields, permits, said) => {
    const locks = [{ action, fields, permits }]
    expect(allows({ certification: null, locks })).toEqual([`    locks        ${said}`])
  })

  it('is said of no more than three locks', () => {
    const locks = Array(5).fill({ action: 'All', fields: [], permits: null })
    expect(textOf({ permissions: { certification: null, locks } })).toMatch(
      /locks {8}every field\n(?: {17}every field\n){2} {17}and 2 more\n/,
    )
  })
})

describe('names of fields', () => {
  const named = (identifiers: 'mask' | 'show') => {
    const given = { coverage: { ...coverage, field: 'PNOBG-7501020018', octets: null } }
    const lock = { action: 'Include', fields: ['PNOBG-7501020018'], permits: null } as const
    const { locks = [] } =
      reportPermissions({ certification: null, locks: [lock] }, identifiers) ?? {}
    return [
      reportRevisions(given, identifiers).coverage?.field,
      ...locks.flatMap((one) => one.fields),
    ]
  }

  it('have identifiers masked that say whose they are', () => {
    expect(named('mask')).toEqual(['PNOBG-********18', 'PNOBG-********18'])
  })

  it('are shown to whoever asks for identifiers', () => {
    expect(named('show')).toEqual(['PNOBG-7501020018', 'PNOBG-7501020018'])
  })
})

describe('a time-stamp over the document', () => {
  it('is listed with its time', () => {
    const verdict = verify(request())
    const stamp = {
      id: 'timestamp-1',
      type: 'document',
      time: '2026-01-01T00:00:00Z',
      integrity: 'unknown',
      indication: 'INDETERMINATE',
      subIndication: 'GENERIC',
    } as const
    expect(verdictText({ ...verdict, timestamps: [stamp] }, { color: 'no' })).toContain(
      '  timestamp-1  document time-stamp of 2026-01-01T00:00:00Z, INDETERMINATE (GENERIC)',
    )
  })
})
