import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DerReader } from '../../src/core/der.ts'
import { VerifierError } from '../../src/core/errors.ts'
import { type GeneralName, readGeneralNames } from '../../src/x509/general-names.ts'
import { octets, tlv } from '../formats/cms/der.ts'
import {
  attribute,
  directory,
  dns,
  ediPartyName,
  email,
  ip,
  otherName,
  rdns,
  registeredId,
  uri,
  x400Address,
} from './name-constraints/material.ts'

const read = (...names: readonly Uint8Array[]): readonly GeneralName[] =>
  readGeneralNames(DerReader.of(Buffer.concat(names)))

describe('GeneralNames (RFC 5280 §4.2.1.6)', () => {
  it('are read by their forms', () => {
    const names = read(email('a@b'), dns('a.b'), uri('http://a'), ip(1, 2, 3, 4))
    expect(names.map(({ kind }) => kind)).toEqual(['email', 'dns', 'uri', 'ip'])
  })

  it.each([
    ['otherName', otherName('1.2.3', 'a')],
    ['x400Address', x400Address],
    ['ediPartyName', ediPartyName],
    ['registeredID', registeredId],
  ])('keep the octets of %s', (form, encoded) => {
    expect(read(encoded)).toEqual([{ kind: 'other', form, encoded }])
  })

  it('give a directoryName without its own tag', () => {
    const name = rdns(attribute('2.5.4.3', 'a'))
    expect(read(directory(name))).toEqual([{ kind: 'directory', name }])
  })

  it('are none where nothing is left', () => {
    expect(read()).toEqual([])
  })

  it.each([
    ['of an unknown form', tlv(0x89, Buffer.from('a'))],
    ['of a universal type', octets(Buffer.from('a'))],
    ['that is constructed and should not be', tlv(0xa2, dns('a'))],
    ['that is primitive and should not be', tlv(0x84, rdns())],
    ['of a directory that is no sequence', tlv(0xa4, octets(Buffer.from('a')))],
    ['of two directories', tlv(0xa4, rdns(), rdns())],
    ['of no directory', tlv(0xa4)],
  ])('have no name %s', (_, encoded) => {
    expect(() => read(encoded)).toThrow(VerifierError)
  })

  it('throw nothing but VerifierError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          read(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(VerifierError)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
