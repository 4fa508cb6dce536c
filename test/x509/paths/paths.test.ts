import { describe, expect, it } from 'vitest'
import { Budget } from '../../../src/core/budget.ts'
import type { Certificate } from '../../../src/x509/certificate.ts'
import { buildPaths } from '../../../src/x509/paths/building.ts'
import type { PathInputs } from '../../../src/x509/paths/inputs.ts'
import { validatePath } from '../../../src/x509/paths/validation.ts'
import { defaultPathPolicy, type PathPolicy } from '../../../src/x509/policies/inputs.ts'
import { sequence, tlv } from '../../formats/cms/der.ts'
import { authority, crypto, entity, extension, issue, type Plan } from '../pki.ts'
import { at, build, issuing, root, rootCertificate, signer } from './material.ts'

function validate(
  target: Certificate,
  pool: readonly Certificate[],
  anchor = rootCertificate,
  when = at,
) {
  const [path] = build(target, pool, [anchor]).paths
  if (path === undefined) throw new Error('the story has no path')
  const inputs = {
    at: when,
    policy: defaultPathPolicy,
    purpose: 'any',
    anchorSunset: 'apply',
    crypto,
  } as const
  return validatePath(path, inputs, new Budget())
}

/** The checks that did not pass when one certificate of a good chain is made by another plan. */
function openChecks(plans: { root?: Plan; issuing?: Plan; signer?: Plan }): string[] {
  const target = issue(signer, issuing, plans.signer)
  const middle = authority(issuing, root, plans.issuing)
  const anchor = plans.root === undefined ? rootCertificate : authority(root, root, plans.root)
  return validate(target, [middle], anchor)
    .checks.filter((check) => check.conclusion.indication !== 'PASSED')
    .map((check) => check.id)
}

describe('the path of a signer', () => {
  it('passes where every rule holds', () => {
    expect(openChecks({})).toEqual([])
  })

  it.each([
    ['an issuer without basic constraints', { issuing: { ca: 'no' } as Plan }, 'basic-constraints'],
    ['an issuer that may not sign certificates', { issuing: { keyUsage: 0x02 } }, 'key-usage'],
    [
      'an unknown critical extension',
      { signer: { extensions: [extension('1.2.3.4', tlv(0x05))] } },
      'critical-extensions',
    ],
    ['an anchor whose path length is used up', { root: { ca: { pathLength: 0 } } }, 'path-length'],
    ['an anchor that is no CA', { root: { ca: 'no' } as Plan }, 'anchor-basic-constraints'],
    ['a signer that has expired', { signer: { to: '2026-05-31' } }, 'certificate-validity'],
    [
      'an issuer that is not yet valid',
      { issuing: { from: '2026-06-02' } },
      'certificate-validity',
    ],
    [
      'name constraints that cannot be read',
      { issuing: { extensions: [extension('2.5.29.30', tlv(0x05), false)] } },
      'name-constraints',
    ],
  ])('does not pass with %s', (_, plans, check) => {
    expect(openChecks(plans)).toContain(check)
  })

  it('passes over an unknown extension that is not critical', () => {
    expect(
      openChecks({ signer: { extensions: [extension('1.2.3.4', tlv(0x05), false)] } }),
    ).toEqual([])
  })

  it('names a departure from the standard once, however often it is made', () => {
    const extensions = Array.from({ length: 3 }, () => extension('1.2.3', sequence(), false))
    const { checks } = validate(issue(signer, issuing, { extensions }), [authority(issuing, root)])
    const departed = checks.find(({ id }) => id === 'certificate-encoding')?.conclusion
    expect(departed).toMatchObject({
      detail: '"CN=signer" departs from the standard: duplicate-extension',
    })
  })

  it('holds at both ends of the validity, which are inclusive', () => {
    const target = issue(signer, root, { from: '2026-01-01T00:00:00Z', to: '2026-12-31T00:00:00Z' })
    const conclusion = (when: string) =>
      validate(target, [], rootCertificate, new Date(when)).conclusion.indication
    expect(conclusion('2026-01-01T00:00:00Z')).toBe('PASSED')
    expect(conclusion('2025-12-31T23:59:59Z')).toBe('INDETERMINATE')
    expect(conclusion('2026-12-31T00:00:00Z')).toBe('PASSED')
    expect(conclusion('2026-12-31T00:00:00.999Z')).toBe('PASSED')
    expect(conclusion('2026-12-31T00:00:01Z')).toBe('INDETERMINATE')
  })

  it('counts intermediate CAs against a path length, and self-issued ones not', () => {
    const lower = entity('lower')
    const limited = authority(issuing, root, { ca: { pathLength: 0 } })
    const below = authority(lower, issuing)
    expect(validate(issue(signer, lower), [limited, below]).conclusion.indication).toBe(
      'INDETERMINATE',
    )
    const rolledOver = { ...entity('issuing') }
    const selfIssued = authority(rolledOver, issuing)
    const target = issue(signer, rolledOver)
    expect(validate(target, [limited, selfIssued]).conclusion.indication).toBe('PASSED')
  })
})

describe('a target that is the anchor itself', () => {
  const policy = { ...defaultPathPolicy, requireExplicitPolicy: 'yes' } as const

  it('passes where nothing is asked of policies, and not where one is required', () => {
    const [path] = build(rootCertificate, [], [rootCertificate]).paths
    if (path === undefined) throw new Error('the story has no path')
    const conclusionOf = (asked: PathPolicy) =>
      validatePath(
        path,
        { at, policy: asked, purpose: 'any', anchorSunset: 'apply', crypto },
        new Budget(),
      ).conclusion
    expect(conclusionOf(defaultPathPolicy).indication).toBe('PASSED')
    expect(conclusionOf(policy).indication).toBe('INDETERMINATE')
  })
})

describe('an anchor with a sunset', () => {
  it('is relied upon before it, and not from then on', () => {
    const sunset = new Date('2026-06-01T00:00:00Z')
    const anchor = { id: 'anchor', certificate: rootCertificate, sunset }
    const [path] = buildPaths(issue(signer, root), [], [anchor], {
      at,
      crypto,
      budget: new Budget(),
      stops: [],
    }).paths
    if (path === undefined) throw new Error('the story has no path')
    const conclusionAt = (when: string, anchorSunset: PathInputs['anchorSunset'] = 'apply') => {
      const asked = { at: new Date(when), policy: defaultPathPolicy, anchorSunset, crypto }
      return validatePath(path, { ...asked, purpose: 'any' }, new Budget()).conclusion
    }
    expect(conclusionAt('2026-06-01T00:00:00Z', 'ignore').indication).toBe('PASSED')
    expect(conclusionAt('2026-05-31T23:59:59.999Z').indication).toBe('PASSED')
    expect(conclusionAt('2026-06-01T00:00:00Z')).toMatchObject({
      because: 'NO_CERTIFICATE_CHAIN_FOUND_NO_POE',
    })
  })
})
