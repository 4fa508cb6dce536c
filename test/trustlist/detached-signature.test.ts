import { describe, expect, it } from 'vitest'
import type { LoadedList } from '../../src/trustlist/model.ts'
import { parseCertificate } from '../../src/x509/certificate.ts'
import {
  alice,
  bob,
  type SignedDataParts,
  signedData,
  signerInfo,
  type TestSigner,
  usualAttributes,
} from '../formats/cms/material.ts'
import { codesOf, listXml, loaded } from './lists.ts'

const list = Buffer.from(listXml())
const other = Buffer.from(listXml({ sequence: '9' }))

function besideList(cms: Uint8Array): LoadedList {
  const pins = [parseCertificate(alice.certificate)]
  return loaded(list, { pins, detachedSignature: cms })
}

function messagesOf({ problems }: LoadedList): readonly string[] {
  return problems.map(({ code, message }) => `${code}: ${message}`)
}

const notOverIt =
  'signature-broken: the signature beside it is not over it: it holds content of its own, or none'

/** A signature over `over`, with `content` inside, or nothing. */
function cms(
  over: Uint8Array,
  content: SignedDataParts['content'],
  signer: TestSigner = alice,
): Uint8Array {
  const attributes = Object.values(usualAttributes(over, signer))
  const certificates = [signer.certificate]
  return signedData({ content, certificates, signerInfos: [signerInfo({ signer, attributes })] })
}

/** The same without signed attributes: the value is over the content itself (RFC 5652 §5.4). */
function plainCms(over: Uint8Array, content: SignedDataParts['content']): Uint8Array {
  return signedData({ content, signerInfos: [signerInfo({ attributes: null, content: over })] })
}

describe('a CMS beside a list', () => {
  it('proves the list that it is over', () => {
    expect(besideList(cms(list, null)).signature).toBe('verified')
  })

  it('proves nothing without signed attributes, even over the list: it is no CAdES', () => {
    expect(messagesOf(besideList(plainCms(list, null)))).toEqual([
      'signature-broken: a CMS signature without signed attributes is not CAdES',
    ])
  })

  it('proves nothing over another list', () => {
    expect(codesOf(besideList(cms(other, null)))).toEqual(['signature-broken'])
    expect(codesOf(besideList(plainCms(other, null)))).toEqual(['signature-broken'])
  })

  it('proves nothing where it holds content of its own', () => {
    expect(besideList(cms(other, other)).signature).toBe('broken')
    expect(messagesOf(besideList(cms(other, other)))).toEqual([notOverIt])
  })

  it('proves nothing where it holds content of its own and no signed attributes', () => {
    expect(messagesOf(besideList(plainCms(other, other)))).toEqual([notOverIt])
  })

  it('is no external signature where it holds the list itself', () => {
    expect(messagesOf(besideList(cms(list, list)))).toEqual([notOverIt])
  })

  it('proves nothing where signed attributes say nothing of the content', () => {
    const { messageDigest: _, ...attributes } = usualAttributes(list)
    const signerInfos = [signerInfo({ attributes: Object.values(attributes) })]
    expect(messagesOf(besideList(signedData({ content: null, signerInfos })))).toEqual([notOverIt])
  })

  it('proves nothing by a signer who is not pinned', () => {
    expect(codesOf(besideList(cms(list, null, bob)))).toEqual(['signer-not-pinned'])
  })
})
