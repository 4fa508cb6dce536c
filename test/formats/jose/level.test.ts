import { describe, expect, it } from 'vitest'
import { baselineHeader, compact, type Header, signJws } from './material.ts'
import {
  encoded,
  rVals,
  signatureIn,
  token,
  twoTokens,
  withUnsigned,
  xVals,
} from './unsigned-components.ts'

describe('the level (TS 119 182-1 §6.3)', () => {
  const t = { sigTst: token }
  it.each<[string, readonly unknown[]]>([
    ['B', []],
    ['B', [{ xVals }, { rVals }]],
    ['B', [{ sigTst: twoTokens }]],
    ['T', [t]],
    ['T', [t, { xVals }]],
    ['T', [t, { rVals }]],
    ['T', [t, { xVals }, { rVals }, { xRefs: [] }]],
    ['LT', [t, { xVals }, { rVals }]],
    ['LTA', [t, { xVals }, { rVals }, { arcTst: token }]],
  ])('is %s', (level, components) => {
    const document =
      components.length === 0 ? compact(signJws()) : withUnsigned(encoded(components))
    expect(signatureIn(document).format).toBe(`JAdES-BASELINE-${level}`)
  })

  const { iat, ...timeless } = baselineHeader()
  it.each<[string, Header, string | null]>([
    ['JAdES-BASELINE-B', { iat }, '2026-05-28T20:26:40.000Z'],
    ['JAdES-BASELINE-B', { sigT: '2025-07-14T23:59:59Z' }, '2025-07-14T23:59:59.000Z'],
    ['JSON-NOT-ETSI', { sigT: '2025-07-15T00:00:00Z' }, '2025-07-15T00:00:00.000Z'],
    ['JSON-NOT-ETSI', {}, null],
    ['JSON-NOT-ETSI', { iat, sigT: '2025-07-14T23:59:59Z' }, '2026-05-28T20:26:40.000Z'],
    ['JSON-NOT-ETSI', { sigT: '2025-02-30T00:00:00Z' }, null],
    ['JSON-NOT-ETSI', { sigT: '2025-01-01T00:00:00.5Z' }, null],
    ['JSON-NOT-ETSI', { sigT: '2025-01-01T00:00:00+02:00' }, null],
    ['JSON-NOT-ETSI', { iat: '1780000000' }, null],
    ['JSON-NOT-ETSI', { iat: 1_780_000_000_000 }, null],
  ])('is %s with %j', (format, time, claimed) => {
    const signature = signatureIn(compact(signJws({ header: { ...timeless, ...time } })))
    expect(signature.format).toBe(format)
    expect(signature.claimedTime?.toISOString() ?? null).toBe(claimed)
  })
})
