import { describe, expect, it } from 'vitest'
import { detachedBytes, detachedDigest, sha } from '../cms/material.ts'
import {
  annex,
  contract,
  enveloping,
  extended,
  file,
  judged,
  mimetype,
  read,
  referencesTo,
  refusal,
  warningCodes,
  xades,
  xadesSignatures,
  xadesSigned,
} from './material.ts'

const first = file('contract.txt', contract)
const second = file('annexes/annex ä.txt', annex)
const files = xadesSigned([first, second])
const without = (name: string) => files.filter((one) => one.name !== name)

/** A container with the signatures in one file, over `contract.txt`. */
const withSignatures = (text: string) => [
  mimetype(extended),
  first,
  file('META-INF/signatures.xml', text),
]

const overFirst = (uri: string) => xades([{ uri, content: contract }])

describe('an ASiC-E container with XAdES', () => {
  it('has its files signed', () => {
    const document = read(files)
    expect(judged(files)).toEqual(['intact'])
    expect(document).toMatchObject({ mediaType: extended, container: 'ASiC-E', warnings: [] })
    const names = document.signatures[0]?.references.map(({ kind, name }) => `${kind} ${name}`)
    expect(names).toEqual([
      'full contract.txt',
      'full annexes/annex ä.txt',
      'properties #S0-properties',
    ])
  })

  it('is broken where a file was changed', () =>
    expect(judged([...without('contract.txt'), file('contract.txt', annex)])).toEqual(['broken']))

  it('is open where a file is missing', () =>
    expect(judged(without('contract.txt'))).toEqual(['unknown']))

  it('takes no file of the same name from another folder', () => {
    const moved = [...without('annexes/annex ä.txt'), file('annex ä.txt', annex)]
    expect(judged(moved)).toEqual(['unknown asic-e-all-signed'])
  })

  it.each([
    ['whole', detachedBytes(contract, 'contract.txt')],
    [
      'by its digest',
      { ...detachedDigest('SHA-256', sha('sha256', contract)), name: 'contract.txt' },
    ],
  ])('takes a file that was left out and is given %s', (_, given) =>
    expect(judged(without('contract.txt'), [given])).toEqual(['intact']),
  )

  it('does not pass with a file that no signature covers', () =>
    expect(judged([...files, file('notice.txt', 'unsigned')])).toEqual([
      'intact asic-e-all-signed',
    ]))

  it.each([
    ['a signature file without a signature', 'META-INF/contract-signature.xml'],
    ['a time-stamp that is none', 'META-INF/contract.tst'],
    ['a manifest of something else', 'META-INF/manifest.xml'],
  ])('does not pass with %s: it may be anything', (_, name) => {
    const more = [...files, file(name, '<x>I owe the bearer 1,000,000 EUR.</x>')]
    expect(judged(more)).toEqual(['intact asic-e-all-signed'])
    expect(read(more).warnings).toContainEqual({
      code: 'unsigned-file',
      message: `no signature covers the file "${name}" of the container`,
    })
  })

  it('takes the manifest of OpenDocument well, and names other metadata', () => {
    const namespace = 'urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'
    const own = file('META-INF/manifest.xml', `<m:manifest xmlns:m="${namespace}"/>`)
    expect(judged([...files, own])).toEqual(['intact'])
    expect(read([...files, own]).warnings).toEqual([])
    const more = [...files, file('META-INF/metadata.xml', '<x/>')]
    expect(warningCodes(read(more))).toEqual(['unsigned-file'])
  })

  it.each([
    ['a mark of direction', 'contract\u202etxt.exe', 'u{202e}'],
    ['a space of no width', 'contract\u200b.txt', 'u{200b}'],
  ])('says that a name has %s in it', (_, name, shown) => {
    const { warnings } = read(xadesSigned([file(name, contract)]))
    expect(warnings).toMatchObject([
      { code: 'file-name-misleading', message: expect.stringContaining(shown) },
    ])
    expect(warnings[0]?.message).not.toContain(name)
  })

  it('has no second signer by a signature of another document that is put into it', () => {
    const moved = file('META-INF/signatures1.xml', enveloping('I owe nothing.'))
    expect(judged([...files, moved])).toEqual(['intact', 'intact asic-e-data-objects'])
  })

  it.each([['file:///contract.txt'], ['http://example.org/contract.txt'], ['../contract.txt']])(
    'refers to nothing outside: %s',
    (uri) =>
      expect(judged(withSignatures(xadesSignatures(overFirst(uri))))).toEqual([
        'unknown asic-reference-inside asic-e-all-signed',
      ]),
  )

  it.each([['./contract.txt'], ['/contract.txt'], ['%63ontract.txt']])(
    'finds a file by %s',
    (uri) => expect(judged(withSignatures(xadesSignatures(overFirst(uri))))).toEqual(['intact']),
  )

  it('finds a file whose name nobody encoded', () => {
    const odd = file('100% #1.txt', contract)
    const signed = xadesSignatures(overFirst('100% #1.txt'))
    const container = [mimetype(extended), odd, file('META-INF/signatures.xml', signed)]
    expect(judged(container)).toEqual(['intact'])
  })

  it('reads a signature that stands alone in its file', () =>
    expect(judged(withSignatures(overFirst('contract.txt')))).toEqual(['intact']))

  it('says that a root element is not as it should be', () => {
    const document = read(withSignatures(`<a>${overFirst('contract.txt')}</a>`))
    expect(warningCodes(document)).toEqual(['asic-xades-root'])
  })

  it('tells signatures of several files apart', () => {
    const more = [
      ...files,
      file('META-INF/signatures1.xml', xadesSignatures(xades(referencesTo([first, second])))),
    ]
    expect(read(more).signatures.map(({ id }) => id)).toEqual([
      'signatures0.xml#S0',
      'signatures1.xml#S0',
    ])
  })

  it('reports a signature file that is no XML as broken, beside an intact one', () =>
    expect(judged([...files, file('META-INF/signatures1.xml', '<a>')])).toEqual([
      'intact',
      'broken',
    ]))

  it('is no signed document where its signature file has no signature', () =>
    expect(refusal(withSignatures(xadesSignatures()))).toContain('not-a-signed-document'))
})

describe('a BDOC 2.x container', () => {
  it.each([['application/vnd.bdoc-1.0'], ['application/vnd.bdoc-2.1'], ['application/vnd.bdoc']])(
    'is an ASiC-E container of type %s',
    (type) => {
      const bdoc = [mimetype(type), ...xadesSigned([first]).slice(1)]
      expect(read(bdoc)).toMatchObject({ mediaType: type, container: 'ASiC-E', warnings: [] })
      expect(judged(bdoc)).toEqual(['intact'])
    },
  )
})
