import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { defaultLimits } from '../src/core/budget.ts'
import { extract } from '../src/extract.ts'
import { contract, refusalOf, request, sha256, vectors } from './extract-request.ts'

describe('what is really signed', () => {
  it('is the content of a CMS that holds it', () => {
    const { objects, signatures } = extract(request('GE/contract.p7m'))
    const signed = readFileSync(join(vectors, 'GE/contract.txt'))
    expect(objects).toMatchObject([
      { signature: 'signature-1', name: 'content', kind: 'full', form: 'as-is' },
    ])
    expect(objects[0]).toMatchObject({ sha256: sha256(signed), size: signed.length })
    expect(Buffer.from(objects[0]?.octets ?? [])).toEqual(signed)
    expect(signatures).toMatchObject([{ integrity: 'intact', objects: 1, reason: null }])
  })

  it('is the content that was given beside a detached signature', () => {
    const given = contract('GE')
    const { objects } = extract(request('GE/contract-detached.p7s', { detached: [given] }))
    expect(objects).toMatchObject([{ name: 'contract.txt', kind: 'full' }])
    expect(objects[0]?.octets).toEqual(given.bytes)
  })

  it.each(['GE/tampered.p7m', 'AZ/value-altered.p7m', 'UA/national-algorithm.p7m'])(
    'is not given back where the signature is not intact: %s',
    (path) => {
      const { objects, signatures } = extract(request(path))
      expect(objects).toEqual([])
      expect(signatures).toMatchObject([{ objects: 0, reason: expect.any(String) }])
      expect(signatures[0]?.integrity).not.toBe('intact')
    },
  )

  it('is not given back where the content is missing, and is asked for', () => {
    const { objects, needs } = extract(request('GE/contract-detached.p7s'))
    expect(objects).toEqual([])
    expect(needs).toMatchObject([{ kind: 'content' }])
  })

  it('cannot be given back where it is known by its digest only', () => {
    const digest = Buffer.from(sha256(contract('GE').bytes ?? Buffer.alloc(0)), 'hex')
    const detached = [{ name: 'contract.txt', bytes: null, digests: { 'SHA-256': digest } }]
    const { objects, signatures } = extract(request('GE/contract-detached.p7s', { detached }))
    expect(objects).toEqual([])
    expect(signatures).toMatchObject([
      { integrity: 'intact', objects: 0, reason: expect.stringContaining('digest only') },
    ])
  })

  it('is given by the signature that is intact, beside one that is not', () => {
    const { objects, signatures } = extract(request('BG/two-signers.p7m'))
    const integrity = signatures.map((one) => one.integrity)
    expect([...integrity].sort()).toEqual(['broken', 'intact'])
    const intact = signatures.find((one) => one.integrity === 'intact')
    expect(objects.map(({ signature }) => signature)).toEqual([intact?.id])
  })

  it('is no signature value: a countersignature gives nothing, and lacks nothing', () => {
    const { objects, signatures } = extract(request('GE/countersigned.p7m'))
    expect(objects.map(({ signature }) => signature)).toEqual(['signature-1'])
    expect(signatures[1]).toMatchObject({
      parent: 'signature-1',
      integrity: 'intact',
      objects: 0,
      reason: null,
    })
  })

  it('is not there where a countersignature alone is asked about, which is said', () => {
    const { signatures, objects } = extract(
      request('GE/countersigned.p7m', { signature: 'signature-1-counter-1' }),
    )
    expect(objects).toEqual([])
    expect(signatures).toMatchObject([
      { integrity: 'intact', reason: expect.stringContaining('it countersigns "signature-1"') },
    ])
  })

  it('is refused where it cannot be held, with the way to it', () => {
    const limits = { ...defaultLimits, bytes: 10 }
    const asked = request('GE/contract.asice', { limits })
    expect(refusalOf(() => extract(asked))).toMatchObject({
      code: 'document-too-large',
      hint: expect.stringContaining('compare their SHA-256'),
    })
  })

  it('is refused for any other limit as that limit', () => {
    const asked = request('GE/contract.xml', { limits: { ...defaultLimits, signatures: 0 } })
    expect(refusalOf(() => extract(asked))).toMatchObject({ code: 'budget-exceeded' })
  })

  it('can be asked for of one signature', () => {
    const { signatures, objects } = extract(
      request('GE/countersigned.p7m', { signature: 'signature-1' }),
    )
    expect(signatures.map(({ id }) => id)).toEqual(['signature-1'])
    expect(objects).toHaveLength(1)
  })

  it('cannot be asked for of a signature that is not there', () => {
    const asked = request('GE/contract.p7m', { signature: 'other' })
    expect(() => extract(asked)).toThrow('the document has no signature "other"')
  })

  it('comes with the word that trust was not decided', () => {
    const { warnings } = extract(request('AM/unlisted.p7m'))
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'trust-not-decided' }))
  })
})

describe('what is really signed in XML', () => {
  it('is the canonical form that was digested, without the signature or comments', () => {
    const { objects } = extract(request('RO/contract.xml'))
    expect(objects).toMatchObject([
      { name: 'document', kind: 'full', form: 'canonical', mediaType: 'application/xml' },
    ])
    const text = Buffer.from(objects[0]?.octets ?? []).toString()
    expect(text).toContain('<Price unit="fictional units">1000</Price>')
    expect(text).not.toContain('Signature')
    expect(text).not.toContain('comment')
    const digest = Buffer.from(objects[0]?.sha256 ?? '', 'hex').toString('base64')
    expect(documentText('RO/contract.xml')).toContain(`<ds:DigestValue>${digest}<`)
  })

  it('is the data in base64, decoded', () => {
    const { objects } = extract(request('RO/enveloping.xml'))
    expect(objects).toMatchObject([{ kind: 'partial', form: 'as-is', mediaType: 'text/plain' }])
    expect(Buffer.from(objects[0]?.octets ?? [])).toEqual(contract('RO').bytes)
  })

  it('is never the properties of the signature', () => {
    const { objects } = extract(request('UA/claims.xml'))
    expect(objects.map(({ name }) => name)).toEqual(['document'])
  })

  it('is not given back where it was changed', () => {
    expect(extract(request('RO/tampered.xml')).objects).toEqual([])
  })

  it('is the element that was signed, wherever a wrapping attack moved it', () => {
    const forged = documentText('EL/two-signers.xml').replace(
      /<Contract [^>]*>[\s\S]*?<\/Contract>/,
      (signed) => {
        const shown = signed.replace(' Id="contract"', '').replace('1000', '9000')
        return `${shown}<Aside>${signed}</Aside>`
      },
    )
    expect(forged).toContain('9000')
    const document = { name: 'forged.xml', bytes: Buffer.from(forged) }
    const { objects } = extract({ ...request('EL/two-signers.xml'), document })
    expect(objects).toHaveLength(1)
    const given = Buffer.from(objects[0]?.octets ?? []).toString()
    expect(given).toContain('1000')
    expect(given).not.toContain('9000')
  })

  it('is nothing where two elements have the identifier', () => {
    const twice = documentText('EL/two-signers.xml').replace('<Bundle ', '<Bundle Id="contract" ')
    const document = { name: 'twice.xml', bytes: Buffer.from(twice) }
    const { objects, signatures } = extract({ ...request('EL/two-signers.xml'), document })
    expect(objects).toEqual([])
    expect(signatures.map(({ integrity }) => integrity)).not.toContain('intact')
  })
})

function documentText(path: string): string {
  return readFileSync(join(vectors, path), 'utf8')
}
