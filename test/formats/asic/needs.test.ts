import { describe, expect, it } from 'vitest'
import type { ZipFile } from '../../../scripts/sample/zip.ts'
import { missingContent } from '../../../src/validation/cryptographic-verification.ts'
import {
  annex,
  cades,
  contract,
  extended,
  file,
  manifestSigned,
  mimetype,
  read,
  simpleSigned,
  xades,
  xadesSignatures,
  xadesSigned,
} from './material.ts'

const data = [file('contract.txt', contract), file('annex.txt', annex)]

/** Names of the contents that a container asks for. */
const wanted = (files: readonly ZipFile[]) =>
  read(files).signatures.flatMap((one) => missingContent(one).map((need) => need.for))

const elsewhere = { uri: 'http://127.0.0.1:9/x', content: contract }

describe('what a container asks for', () => {
  it.each([
    ['CAdES', manifestSigned(data)],
    ['XAdES', xadesSigned(data)],
  ])('is the file that it lacks (%s)', (_, files) =>
    expect(wanted(files.filter(({ name }) => name !== 'annex.txt'))).toEqual(['annex.txt']),
  )

  it.each<readonly [string, readonly ZipFile[]]>([
    ['two data objects stand where there is one', simpleSigned(...data)],
    [
      'no manifest names the signature',
      [mimetype(extended), ...data, file('META-INF/signature.p7s', cades(contract))],
    ],
    ['a manifest refers to the network', manifestSigned(data, [elsewhere])],
    [
      'a XAdES signature refers to the network',
      [
        mimetype(extended),
        ...data,
        file('META-INF/signatures.xml', xadesSignatures(xades([elsewhere]))),
      ],
    ],
    [
      'a file of signatures cannot be read',
      [mimetype(extended), ...data, file('META-INF/signatures.xml', '<')],
    ],
  ])('is nothing where %s', (_, files) => expect(wanted(files)).toEqual([]))

  it('says once that a file of signatures is no XML', () => {
    const files = [mimetype(extended), ...data, file('META-INF/signatures.xml', '<a><b></a>')]
    const [check] = read(files).signatures[0]?.formatChecks ?? []
    expect(check?.conclusion).toMatchObject({
      detail: expect.stringMatching(/^"META-INF\/signatures.xml" cannot be read as XML: (?!XML)/),
    })
  })
})
