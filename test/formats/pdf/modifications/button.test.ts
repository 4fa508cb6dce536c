import { describe, expect, it } from 'vitest'
import { look } from './later-fields.ts'
import { changed, changesAfter, forbidden, type Plain, signedDocument } from './revisions.ts'

const states = (on: string) => ({ N: { Off: '40 R', [on]: '41 R' } })
const widget = (on: string, shown: string | null) => ({
  Subtype: '/Widget',
  Parent: '30 R',
  AS: shown,
  AP: states(on),
})
/** Two radio buttons, of which the first is on. */
const radio = { FT: '/Btn', Ff: 32768, T: '(choice)', V: '/Agree', Kids: ['31 R', '32 R'] }
const before = {
  ...signedDocument,
  objects: {
    ...signedDocument.objects,
    ...changed(5, { Fields: ['6 R', '7 R', '14 R', '30 R'] }),
    ...changed(3, { Annots: ['6 R', '7 R', '11 R', '31 R', '32 R'] }),
    30: radio,
    31: widget('Agree', '/Agree'),
    32: widget('Refuse', '/Off'),
    40: look('off'),
    41: look('on'),
  },
}

/** What is forbidden of a save with another value, and other states of the two widgets. */
function selecting(
  value: Plain,
  [first, second]: readonly [string | null, string | null],
  more: { readonly [key: string]: Plain } = {},
): readonly string[] {
  const from = { ...before, objects: { ...before.objects, 30: { ...radio, ...more } } }
  const objects = {
    30: { ...radio, ...more, V: value },
    31: widget('Agree', first),
    32: widget('Refuse', second),
  }
  return forbidden(changesAfter([from, { objects }], { docMdp: 2 }))
}

describe('a button that is filled in', () => {
  it.each<[string, Plain, [string | null, string | null], { [key: string]: Plain }]>([
    ['the state of its value', '/Refuse', ['/Off', '/Refuse'], {}],
    ['no state where it is off', '/Off', ['/Off', '/Off'], {}],
    ['no state where it has no value', null, [null, '/Off'], {}],
    ['the state that a text names', '(Refuse)', ['/Off', '/Refuse'], {}],
    ['no state where its value is none', '/Whatever', ['/Off', '/Off'], {}],
    ['nothing by a state that it has not', '/Refuse', ['/Other', '/Refuse'], {}],
  ])('may show %s', (_, value, shown, more) => {
    expect(selecting(value, shown, more)).toEqual([])
  })

  it.each<[string, Plain, [string | null, string | null]]>([
    ['the state of another value', '/Refuse', ['/Agree', '/Off']],
    ['both states', '/Refuse', ['/Agree', '/Refuse']],
    ['no state', '/Refuse', ['/Off', '/Off']],
    ['a state where it is off', '/Off', ['/Agree', '/Off']],
    ['a state where its value is none', '/Whatever', ['/Agree', '/Off']],
    ['the value by a state that one has no appearance for', '/Refuse', ['/Refuse', '/Refuse']],
  ])('may not show %s', (_, value, shown) => {
    expect(selecting(value, shown)).toEqual(['field-value'])
  })

  it.each<[string, Plain, string, boolean]>([
    ['another state than its value', null, '/Nix', false],
    ['another state than one of no appearance', '/Some', '/Nix', false],
    ['the state that is its value', '/Nix', '/Nix', true],
  ])('may show in a check box by no appearance %s or not', (_, value, AS, expected) => {
    const box = { FT: '/Btn', T: '(box)', Subtype: '/Widget', V: '/Off', AP: states('Yes') }
    const from = { ...before, objects: { ...before.objects, 7: { ...box, AS: '/Off' } } }
    const objects = { 7: { ...box, V: value, AS } }
    expect(forbidden(changesAfter([from, { objects }], { docMdp: 2 }))).toEqual(
      expected ? [] : ['field-value'],
    )
  })

  it('may not leave out the state of a widget that has one alone, which some readers show', () => {
    const alone = { ...widget('Agree', null), AP: { N: { Agree: '41 R' } } }
    const objects = {
      30: { ...radio, V: '/Refuse' },
      31: alone,
      32: widget('Refuse', '/Refuse'),
    }
    const from = { ...before, objects: { ...before.objects, 31: { ...alone, AS: '/Agree' } } }
    expect(forbidden(changesAfter([from, { objects }], { docMdp: 2 }))).toEqual(['field-value'])
  })

  it('may show the state that is called by the number of an option', () => {
    const numbered = {
      31: { ...widget('0', '/0') },
      32: { ...widget('1', '/Off') },
      30: { ...radio, V: '(Agree)', Opt: ['(Agree)', '(Refuse)'] },
    }
    const from = { ...before, objects: { ...before.objects, ...numbered } }
    const save = (first: string, second: string) => ({
      objects: {
        30: { ...numbered[30], V: '(Refuse)' },
        31: { ...widget('0', first) },
        32: { ...widget('1', second) },
      },
    })
    expect(forbidden(changesAfter([from, save('/Off', '/1')], { docMdp: 2 }))).toEqual([])
    expect(forbidden(changesAfter([from, save('/0', '/Off')], { docMdp: 2 }))).toEqual([
      'field-value',
    ])
  })

  it('may not show in a widget with a field of its own what the one above it has', () => {
    const own = { ...widget('Agree', '/Agree'), V: '/Agree' }
    const from = { ...before, objects: { ...before.objects, 31: own } }
    const objects = {
      30: { ...radio, V: '/Refuse' },
      31: { ...own, AS: '/Off' },
      32: widget('Refuse', '/Refuse'),
    }
    expect(forbidden(changesAfter([from, { objects }], { docMdp: 2 }))).toEqual([
      'field-appearance',
    ])
  })
})

describe('a field below another', () => {
  const group = { FT: '/Tx', T: '(group)', V: '(x)', Kids: ['7 R'] }
  const from = (own: { readonly [key: string]: Plain }) => ({
    ...signedDocument,
    objects: {
      ...signedDocument.objects,
      ...changed(5, { Fields: ['6 R', '30 R', '14 R'] }),
      ...changed(7, { Parent: '30 R', ...own }),
      30: group,
    },
  })
  const save = { objects: { 30: { ...group, V: '(y)' }, 12: look('other') } }

  it('may show the new value of the one above it where it has none', () => {
    expect(changesAfter([from({ V: null, T: null }), save], { docMdp: 2 }).outcome).toBe(
      'permitted',
    )
  })

  it('may show nothing else where its own value is what it was', () => {
    expect(forbidden(changesAfter([from({}), save], { docMdp: 2 }))).toEqual(['field-appearance'])
  })
})

describe('a push button', () => {
  it.each<[string, Plain]>([
    ['look', { DA: '(/Helv 9 Tf 1 g)' }],
    ['border', { BS: { W: 99 } }],
  ])('is given no other %s by a value, which it does not have', (_, entries) => {
    const pushed = { FT: '/Btn', Ff: 65536, AP: null, MK: { CA: '(PAY 1000)' } }
    const objects = { ...signedDocument.objects, ...changed(7, pushed) }
    const after = { ...pushed, V: '(new)' }
    const against = (more: object) => {
      const save = { objects: changed(7, { ...after, ...more }) }
      return forbidden(changesAfter([{ ...signedDocument, objects }, save], { docMdp: 2 }))
    }
    expect(against({})).toEqual([])
    expect(against(entries as object)).toEqual(['form-structure'])
  })
})
