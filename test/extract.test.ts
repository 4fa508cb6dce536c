import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type ZipFile, zipOf } from '../scripts/sample/zip.ts'
import { defaultLimits } from '../src/core/budget.ts'
import { nodeCrypto } from '../src/crypto/node.ts'
import { type ExtractRequest, extract } from '../src/extract.ts'
import type { DetachedContent } from '../src/formats/format.ts'
import { file, manifestSigned, simpleSigned, xadesSigned } from './formats/asic/material.ts'
import { begin, signedPdf } from './formats/pdf/signatures/signing.ts'

const vectors = join(import.meta.dirname, '..', 'test-vectors')
const crypto = nodeCrypto()

function request(path: string, more: Partial<ExtractRequest> = {}): ExtractRequest {
  const document = { name: path, bytes: readFileSync(join(vectors, path)) }
  return { document, detached: [], certificates: [], signature: null, crypto, ...more }
}

function contract(state: string): DetachedContent {
  const bytes = readFileSync(join(vectors, state, 'contract.txt'))
  return { name: 'contract.txt', bytes, digests: {} }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function refusalOf(call: () => unknown): unknown {
  try {
    return call()
  } catch (error) {
    return error
  }
}

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

describe('what is really signed in a container', () => {
  const files = [file('contract.txt', 'The goods.'), file('folder/annex.txt', 'Tea.')]
  const extracted = (container: readonly ZipFile[], detached: readonly DetachedContent[] = []) => {
    const document = { name: 'c.asice', bytes: zipOf(container) }
    return extract({ document, detached, certificates: [], signature: null, crypto })
  }

  it('is each file that a XAdES signature names, as it stands', () => {
    const { objects } = extracted(xadesSigned(files))
    expect(objects).toMatchObject([
      { name: 'contract.txt', kind: 'full', form: 'as-is', size: 10 },
      { name: 'folder/annex.txt', kind: 'full', form: 'as-is', size: 4 },
    ])
    expect(Buffer.from(objects[1]?.octets ?? []).toString()).toBe('Tea.')
  })

  it('is each file that the manifest of a CAdES signature names, and the manifest with them', () => {
    const { objects } = extracted(manifestSigned(files))
    expect(objects.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      'manifest META-INF/ASiCManifest001.xml',
      'full contract.txt',
      'full folder/annex.txt',
    ])
  })

  it('is the one file of ASiC-S', () => {
    const { objects } = extracted(simpleSigned(file('contract.txt', 'The goods.')))
    expect(objects).toMatchObject([{ name: 'contract.txt', kind: 'full' }])
  })

  it.each([
    ['XAdES', xadesSigned],
    ['CAdES', manifestSigned],
  ])('is no file that the signature does not name (%s)', (_, signed) => {
    const container = [...signed(files), file('invoice.txt', 'Pay me.')]
    const { objects, warnings } = extracted(container)
    expect(objects.map(({ name }) => name)).not.toContain('invoice.txt')
    expect(JSON.stringify(warnings)).toContain('invoice.txt')
  })

  it.each([
    ['XAdES', xadesSigned],
    ['CAdES', manifestSigned],
  ])('is nothing at all where one of its files was changed (%s)', (_, signed) => {
    const container = signed(files).map((one) =>
      one.name === 'contract.txt' ? file('contract.txt', 'The goods!') : one,
    )
    const { objects, signatures } = extracted(container)
    expect(objects).toEqual([])
    expect(signatures).toMatchObject([{ integrity: 'broken', objects: 0 }])
  })

  it('is no manifest where its data is known by digests only', () => {
    const [type, , ...rest] = manifestSigned(files.slice(0, 1))
    const container = type === undefined ? [] : [type, ...rest]
    const digest = createHash('sha256').update('The goods.').digest()
    const given = { name: 'contract.txt', bytes: null, digests: { 'SHA-256': digest } }
    const { objects, signatures } = extracted(container, [given])
    expect(signatures).toMatchObject([{ integrity: 'intact', objects: 0 }])
    expect(objects).toEqual([])
  })
})

function documentText(path: string): string {
  return readFileSync(join(vectors, path), 'utf8')
}

describe('what is really signed in a PDF', () => {
  const document = (bytes: Uint8Array) => ({ name: 'contract.pdf', bytes })
  const asked = (bytes: Uint8Array, more: Partial<ExtractRequest> = {}): ExtractRequest => {
    return {
      document: document(bytes),
      detached: [],
      certificates: [],
      signature: null,
      crypto,
      ...more,
    }
  }

  /** Two signatures, each with its save; then one more save. */
  function twice(): { readonly bytes: Uint8Array; readonly end: number } {
    const writer = signedPdf()
    begin(writer, '/Fields [5 0 R 7 0 R]')
    writer.object(7, '<< /FT /Sig /T (Sig2) /V 8 0 R >>')
    writer.signature(8)
    const second = writer.save()
    writer.object(9, '<< >>')
    writer.save()
    return { bytes: writer.octets(), end: second }
  }

  it('is the whole file where it is over it', () => {
    const bytes = signedPdf().octets()
    const { objects } = extract(asked(bytes))
    expect(objects).toMatchObject([
      { name: 'contract.pdf', kind: 'full', sha256: sha256(bytes), mediaType: 'application/pdf' },
    ])
    expect(Buffer.from(objects[0]?.octets ?? [])).toEqual(Buffer.from(bytes))
  })

  it('is the revision that it is over, which can be read as a file', () => {
    const { bytes, end } = twice()
    const { objects } = extract(asked(bytes))
    expect(objects.map(({ name }) => name)).toEqual([
      'contract.revision-1.pdf',
      'contract.revision-2.pdf',
    ])
    expect(objects[1]?.size).toBe(end)
    const { signatures } = extract(asked(objects[0]?.octets ?? bytes))
    expect(signatures).toMatchObject([{ integrity: 'intact', objects: 1 }])
  })

  it('is the revision that is asked for', () => {
    const { objects, signatures } = extract(asked(twice().bytes, { revision: 2 }))
    expect(objects).toMatchObject([{ name: 'contract.revision-2.pdf', signature: 'signature-2' }])
    expect(signatures).toHaveLength(1)
  })

  it('is no earlier revision, which a signature over a later one says nothing of', () => {
    const asOf = asked(twice().bytes, { revision: 1, signature: 'signature-2' })
    expect(refusalOf(() => extract(asOf))).toMatchObject({
      code: 'request-malformed',
      hint: 'signatures are over revision 2',
    })
  })

  it('is no revision that nobody signed', () => {
    expect(refusalOf(() => extract(asked(twice().bytes, { revision: 3 })))).toMatchObject({
      code: 'request-malformed',
      hint: 'signatures are over revision 1 and revision 2',
    })
  })

  it('is nothing where the signature is not intact', () => {
    const bytes = Buffer.from(signedPdf().octets())
    bytes.write('201', bytes.indexOf('200 200'), 'latin1')
    const { objects, signatures, warnings } = extract(asked(bytes, { revision: 1 }))
    expect(objects).toEqual([])
    expect(signatures).toMatchObject([{ integrity: 'broken', objects: 0 }])
    expect(warnings.map(({ code }) => code)).not.toContain('trust-not-decided')
  })

  it('is no revision where the ByteRange is missing', () => {
    const bytes = Buffer.from(signedPdf().octets())
    bytes.write('/ByteRangX', bytes.indexOf('/ByteRange'), 'latin1')
    expect(refusalOf(() => extract(asked(bytes, { revision: 1 })))).toMatchObject({
      code: 'request-malformed',
      hint: 'no signature in it is over a whole revision',
    })
  })

  it('is nothing where there are time-stamps only', () => {
    const bytes = signedPdf({ type: '/DocTimeStamp', subFilter: '/ETSI.RFC3161' }).octets()
    expect(refusalOf(() => extract(asked(bytes)))).toMatchObject({
      code: 'not-a-signed-document',
      message: expect.stringContaining('only time-stamps'),
    })
  })

  it('has no revision in what is no PDF', () => {
    const refusal = refusalOf(() => extract(request('GE/contract.p7m', { revision: 1 })))
    expect(refusal).toMatchObject({
      code: 'request-malformed',
      hint: 'only PDF documents have revisions that can be asked for',
    })
  })
})
