import { describe, expect, it } from 'vitest'
import type { ZipFile } from '../../../scripts/sample/zip.ts'
import { detachedBytes, detachedDigest, sha } from '../cms/material.ts'
import {
  annex,
  cades,
  contract,
  extended,
  file,
  judged,
  manifest,
  manifestSigned,
  mimetype,
  read,
  refusal,
  warningCodes,
} from './material.ts'

const first = file('contract.txt', contract)
const second = file('annexes/annex 1.txt', annex)
const files = manifestSigned([first, second])

const without = (name: string) => files.filter((one) => one.name !== name)
const replaced = (name: string, content: Uint8Array | string) =>
  files.map((one): ZipFile => (one.name === name ? file(name, content) : one))

/** The same container with another manifest, and a signature over that. */
function withManifest(text: string, ...more: readonly ZipFile[]): readonly ZipFile[] {
  return [
    mimetype(extended),
    first,
    file('META-INF/ASiCManifest001.xml', text),
    file('META-INF/signature001.p7s', cades(Buffer.from(text))),
    ...more,
  ]
}

const oneReference = [{ uri: 'contract.txt', content: contract }]
const whole = manifest('META-INF/signature001.p7s', oneReference)

describe('an ASiC-E container with CAdES', () => {
  it('has the manifest signed, and by it the data objects', () => {
    const document = read(files)
    expect(judged(files)).toEqual(['intact'])
    expect(document).toMatchObject({ mediaType: extended, container: 'ASiC-E', warnings: [] })
    expect(document.signatures[0]?.references.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'manifest META-INF/ASiCManifest001.xml',
      'full contract.txt',
      'full annexes/annex 1.txt',
    ])
  })

  it('is broken where a data object was changed', () =>
    expect(judged(replaced('contract.txt', annex))).toEqual(['broken']))

  it('is broken where the manifest was changed', () =>
    expect(judged(replaced('META-INF/ASiCManifest001.xml', `${whole} `))).toContain(
      'broken asic-e-all-signed',
    ))

  it('is open where a data object is missing', () =>
    expect(judged(without('contract.txt'))).toEqual(['unknown']))

  it('is not mended by a file of the same name in another folder', () => {
    const moved = [...without('contract.txt'), file('copy/contract.txt', contract)]
    expect(judged(moved)).toEqual(['unknown asic-e-all-signed'])
  })

  it.each([
    ['whole', detachedBytes(contract, 'contract.txt')],
    [
      'by its digest',
      { ...detachedDigest('SHA-256', sha('sha256', contract)), name: 'contract.txt' },
    ],
  ])('takes a data object that was left out and is given %s', (_, given) =>
    expect(judged(without('contract.txt'), [given])).toEqual(['intact']),
  )

  it('says by its name that what it took is not in the container', () => {
    const given = detachedBytes(contract, 'contract.txt')
    expect(read(without('contract.txt'), [given]).warnings).toEqual([
      {
        code: 'content-beside-container',
        message: '"contract.txt" is not in the container: it was given beside it',
      },
    ])
  })

  it('has nothing to say of what was given and is in the container as well', () =>
    expect(read(files, [detachedBytes(contract, 'contract.txt')]).warnings).toEqual([]))

  it('takes what is given only for the whole path', () => {
    const given = detachedBytes(annex, 'annex 1.txt')
    const judgement = judged(without('annexes/annex 1.txt'), [given])
    expect(judgement).toEqual(['unknown asic-given-content'])
  })

  it('does not pass with a file that no signature covers', () => {
    const more = [...files, file('notice.txt', 'unsigned')]
    expect(judged(more)).toEqual(['intact asic-e-all-signed'])
    expect(warningCodes(read(more))).toEqual(['unsigned-file'])
  })

  it('has each signature over its own files', () => {
    const other = manifest('META-INF/signature002.p7s', [{ uri: 'other.txt', content: annex }])
    const more = withManifest(
      whole,
      file('other.txt', annex),
      file('META-INF/ASiCManifest002.xml', other),
      file('META-INF/signature002.p7s', cades(Buffer.from(other))),
    )
    expect(judged(more)).toEqual(['intact', 'intact'])
    expect(read(more).signatures.map(({ id, references }) => [id, references[1]?.name])).toEqual([
      ['signature001.p7s#signature-1', 'contract.txt'],
      ['signature002.p7s#signature-1', 'other.txt'],
    ])
  })

  it('does not know what a signature without a manifest is over', () =>
    expect(judged([...files, file('META-INF/signature002.p7s', cades(contract))])).toEqual([
      'intact',
      'unknown asic-manifest',
    ]))

  it('does not choose between two manifests of one signature', () => {
    const swapped = file('META-INF/ASiCManifest002.xml', whole)
    expect(judged([...withManifest(whole), swapped])).toEqual([
      'unknown asic-manifest asic-e-all-signed',
    ])
  })

  it('says that the signature of a manifest is missing', () => {
    const other = manifest('META-INF/signature002.p7s', oneReference)
    const more = [...files, file('META-INF/ASiCManifest002.xml', other)]
    expect(warningCodes(read(more))).toEqual(['asic-signature-missing'])
  })

  it.each([
    ['http://example.org/contract.txt'],
    ['file:///etc/passwd'],
    ['//example.org/contract.txt'],
    ['../contract.txt'],
    ['%2e%2e/contract.txt'],
  ])('refers to nothing outside: %s', (uri) => {
    const text = manifest('META-INF/signature001.p7s', [
      ...oneReference,
      { uri, content: contract },
    ])
    expect(judged(withManifest(text))).toEqual(['unknown asic-reference-inside'])
  })

  it.each([['./contract.txt'], ['/contract.txt'], ['contract%2Etxt']])(
    'finds a file by %s',
    (uri) => {
      const text = manifest('META-INF/signature001.p7s', [{ uri, content: contract }])
      expect(judged(withManifest(text))).toEqual(['intact'])
    },
  )

  it('compares every digest of a file that is referenced twice', () => {
    const twice = [...oneReference, { uri: 'contract.txt', content: annex }]
    const text = manifest('META-INF/signature001.p7s', twice)
    expect(judged(withManifest(text))).toEqual(['broken'])
  })

  it.each([
    ['a document type', `<!DOCTYPE a [<!ENTITY b "c">]>${whole}`],
    ['another root', whole.replaceAll('ASiCManifest', 'Manifest')],
    ['another namespace', whole.replaceAll('uri.etsi.org', 'example.org')],
    [
      'two signatures',
      whole.replace('<asic:DataObject', '<asic:SigReference URI="a"/><asic:DataObject'),
    ],
  ])('takes no manifest with %s', (_, text) =>
    expect(judged(withManifest(text))[0]).toMatch(/^unknown asic-manifest/),
  )

  it('has failed, though intact, where its manifest departs from the schema', () => {
    const nested = whole
      .replace('signature001.p7s"/>', 'signature001.p7s">')
      .replace('</asic:ASiCManifest>', '</asic:SigReference></asic:ASiCManifest>')
    expect(judged(withManifest(nested))).toEqual(['intact asic-manifest'])
  })

  it('has failed where its manifest has a critical extension', () => {
    const extension =
      '<asic:ASiCManifestExtensions><asic:Extension Critical="true"/></asic:ASiCManifestExtensions></asic:ASiCManifest>'
    const text = whole.replace('</asic:ASiCManifest>', extension)
    expect(judged(withManifest(text))).toEqual(['intact asic-manifest'])
  })

  it('lists the time-stamps of the container, not validated, and a file that is no token as unsigned', () => {
    const archive = manifest('META-INF/timestamp001.tst', oneReference)
    const more = [
      ...files,
      file('META-INF/ASiCArchiveManifest.xml', archive),
      file('META-INF/timestamp001.tst', 'a token'),
    ]
    const document = read(more)
    expect(document.timestamps).toMatchObject([
      { id: 'timestamp001.tst', type: 'container', time: null },
    ])
    expect([...warningCodes(document)].sort()).toEqual([
      'asic-time-assertion-not-validated',
      'unsigned-file',
    ])
  })

  it('says of evidence records that they are not processed', () => {
    const record = manifest('META-INF/evidencerecord.ers', oneReference)
    const more = [
      ...files,
      file('META-INF/ASiCEvidenceRecordManifest001.xml', record),
      file('META-INF/evidencerecord.ers', 'a record'),
    ]
    expect(warningCodes(read(more))).toEqual([
      'asic-time-assertion-not-validated',
      'evidence-records-not-processed',
    ])
  })

  it('is no signed document without a signature', () =>
    expect(refusal([mimetype(extended), first])).toContain('not-a-signed-document'))

  it('is not taken for an Office Open XML document', () =>
    expect(refusal([file('[Content_Types].xml', '<Types/>')])).toContain('format-unsupported'))
})
