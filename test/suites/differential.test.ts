import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { oid, sequence, tlv } from '../formats/cms/der.ts'
import {
  anyChanges,
  type Change,
  extensionsOf,
  signedChain,
  type Template,
} from '../properties/certificate-mutations.ts'
import { type DerTree, readTree } from '../properties/der-tree.ts'
import { extension } from '../x509/pki.ts'
import { passes } from './chain-requests.ts'
import { absent, complaintsAbout, now, ours, passesBut, runs, seed } from './differential-asking.ts'
import { templates } from './differential-templates.ts'

const all =
  absent.length > 0 ? [] : templates().filter((one) => passes(ours(signedChain(one, [], [], now))))
const pool = all.flatMap(({ bodies }) => bodies.flatMap(extensionsOf))

/** By its number, so that a counterexample can be read. */
const anyTemplate = fc.nat(Math.max(0, all.length - 1))

const title = absent.length > 0 ? ` (absent: ${absent.join(', ')})` : ''

describe.skipIf(absent.length > 0)(`mutated chains, beside OpenSSL and GnuTLS${title}`, () => {
  it('start from chains that pass', () => {
    expect(all.length).toBeGreaterThan(100)
  })

  it('never pass where both refuse', () => {
    let accepted = 0
    const property = (which: number, changes: readonly Change[]) => {
      const template = all[which] as Template
      const chain = signedChain(template, changes, pool, now)
      if (!passes(ours(chain))) return
      accepted += 1
      const complaints = complaintsAbout(chain, 'any')
      if (complaints.length > 0) expect.fail(`${template.id}: ${complaints.join('; ')}`)
    }
    fc.assert(fc.property(anyTemplate, anyChanges, property), { numRuns: runs, seed })
    expect(accepted).toBeGreaterThan(runs / 20)
  })
})

interface Kind {
  readonly name: string
  /** The checks that a faulty verifier would leave out. */
  readonly checks: readonly string[]
  readonly extensions: readonly DerTree[]
  readonly asked: 'any' | 'servers'
}

/** The extensions of one kind from all chains. */
function ofKind(
  name: string,
  id: string,
  checks: readonly string[],
  asked: Kind['asked'] = 'any',
): Kind {
  const encoded = Buffer.from(oid(id))
  const extensions = pool.filter(({ children }) => {
    const [first] = children ?? []
    return first?.tag === 0x06 && encoded.subarray(2).equals(first.value)
  })
  return { name, checks, extensions, asked }
}

const unknown = readTree(extension('1.3.6.1.4.1.55738.666', sequence(tlv(0x05)))) as DerTree

const kinds: readonly Kind[] = [
  ofKind('name constraints', '2.5.29.30', ['name-constraints']),
  ofKind('basic constraints', '2.5.29.19', ['basic-constraints', 'certificate-profile']),
  ofKind('path length', '2.5.29.19', ['path-length']),
  ofKind('key usage', '2.5.29.15', ['key-usage']),
  ofKind('extended key usage', '2.5.29.37', ['key-purpose'], 'servers'),
  {
    name: 'unknown extensions',
    checks: ['critical-extensions'],
    extensions: [unknown],
    asked: 'any',
  },
]

const others = fc.array(
  fc.record({
    certificate: fc.nat(),
    at: fc.nat(),
    with: fc.nat(),
    part: fc.constant('extension' as const),
    how: fc.constant('exchange' as const),
  }),
  { minLength: 1, maxLength: 2 },
)

/** What both peers say of chains that pass if some checks are left out, until they say anything. */
function caught({ extensions, asked }: Kind, ignored: readonly string[]): readonly string[] {
  const purpose = asked === 'servers' ? 'server-authentication' : 'any'
  // Most of these pass, and are asked of both peers.
  const asks = fc.sample(fc.tuple(anyTemplate, others), { numRuns: Math.ceil(runs / 6), seed })
  for (const [which, changes] of asks) {
    const template = all[which] as Template
    const chain = signedChain(template, changes, extensions, now)
    const verdict = ours(chain, { purpose })
    if (!passesBut(verdict, ignored)) continue
    // A faulty verifier is asked only where it is at fault: all else is what the right one is asked.
    if (ignored.length > 0 && passes(verdict)) continue
    const complaints = complaintsAbout(chain, asked)
    if (complaints.length > 0)
      return [`${template.id} (${which}): ${JSON.stringify(changes)}`, ...complaints]
  }
  return []
}

describe.skipIf(absent.length > 0).each(kinds)('$name of another chain', (kind) => {
  it('never let a chain pass that both refuse', () => {
    expect(caught(kind, [])).toEqual([])
  })

  it('tell of a verifier that does not look at them', () => {
    expect(caught(kind, kind.checks)).not.toEqual([])
  })
})
