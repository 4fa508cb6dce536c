import { alice, baselineHeader, given, type Header } from './material.ts'

export const unencoded = baselineHeader(alice, { b64: false, crit: ['b64'] })

/** A "sigD" of a mechanism of TS 119 182-1. */
export const mechanism = (name: string, more: Header) => ({
  mId: `http://uri.etsi.org/19182/${name}`,
  ...more,
})

/** A baseline header with "sigD", which "crit" names. */
export const withSigD = (sigD: Header, more: Header = {}) =>
  baselineHeader(alice, { sigD, crit: ['sigD', ...Object.keys(more)], ...more })

export const raw = { b64: false }
export const [one, two] = ['the first.', 'the second']
export const uris = ['https://example.com/docs/a%20b.txt', 'c.txt']
export const files = [given('folder/a b.txt', one), given('c.txt', two)]
