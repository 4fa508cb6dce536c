import { describe, expect, it } from 'vitest'
import { detachedBytes, detachedDigest, sha } from '../cms/material.ts'
import {
  annex,
  contract,
  extended,
  file,
  judged,
  mimetype,
  read,
  referencesTo,
  type SignedPolicy,
  xades,
  xadesSignatures,
} from './material.ts'

const data = [file('contract.txt', contract)]
const rules = Buffer.from('how we sign')
const address = 'https://example.com/policies?id=1'

/** A container with a signature for each of the policies, or without one. */
const signedUnder = (...policies: readonly (SignedPolicy | null)[]) => {
  const signatures = policies.map((policy, at) => xades(referencesTo(data), `S${at}`, '', policy))
  return [
    mimetype(extended),
    ...data,
    file('META-INF/signatures0.xml', xadesSignatures(...signatures)),
  ]
}

const policy = { id: address, document: rules }

describe('the document of a signature policy that is given beside a container', () => {
  it.each([
    ['whole', detachedBytes(rules, address)],
    ['by its digest', { ...detachedDigest('SHA-256', sha('sha256', rules)), name: address }],
  ])('is no content that the signature would have to be over: %s', (_, given) => {
    expect(judged(signedUnder(policy), [given])).toEqual(['intact'])
    expect(read(signedUnder(policy), [given]).warnings).toEqual([])
  })

  it('is none of the other signatures either', () => {
    const given = [detachedBytes(rules, address)]
    expect(judged(signedUnder(policy, null), given)).toEqual(['intact', 'intact'])
  })

  it.each([
    ['no signature names it', signedUnder(null), address, rules],
    ['it is another than was signed', signedUnder(policy), address, annex],
    ['it goes by another name', signedUnder(policy), 'https://example.com/other', rules],
    [
      'it has the plain name of a file',
      signedUnder({ id: 'annex.txt', document: annex }),
      'annex.txt',
      annex,
    ],
  ])('leaves the signature open where %s', (_, files, name, octets) => {
    expect(judged(files, [detachedBytes(octets, name)])).toEqual(['intact asic-given-content'])
  })
})
