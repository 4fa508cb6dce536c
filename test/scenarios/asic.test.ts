import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { zipOf } from '../../scripts/sample/zip.ts'
import { sha256Hex } from '../../src/core/fingerprint.ts'
import type { Verdict } from '../../src/report/verdict.ts'
import { runCli, sample, vectors } from '../cli/run-cli.ts'
import {
  contract,
  file,
  manifestSigned,
  xades,
  xadesSignatures,
  xadesSigned,
} from '../formats/asic/material.ts'

const folder = mkdtempSync(join(tmpdir(), 'euxine-asic-'))

/** More than is held of a container: 64 MiB. */
const pictures = Buffer.alloc(65 << 20, 'pictures')
const bytes = zipOf(
  manifestSigned([file('contract.txt', contract), file('pictures.bin', pictures)]),
)
const large = join(folder, 'large.asice')
writeFileSync(large, bytes)

describe('a container that is too large to be held', () => {
  const scope = [
    expect.objectContaining({ name: 'META-INF/ASiCManifest001.xml', kind: 'manifest' }),
    { name: 'contract.txt', kind: 'full', sha256: sha256Hex(contract) },
    { name: 'pictures.bin', kind: 'digest', sha256: sha256Hex(pictures) },
  ]

  it('is verified on the command line', async () => {
    const { out } = await runCli(['verify', large, '--trust', sample])
    const verdict = JSON.parse(out) as Verdict
    expect(verdict.signatures).toMatchObject([{ integrity: 'intact', scope }])
    expect(verdict.document.sha256).toBe(sha256Hex(bytes))
  })

  it('is verified in a batch', async () => {
    const input = `${JSON.stringify({ id: 1, document: large })}\n`
    const { out } = await runCli(['verify', '--batch', '-', '--trust', sample], { input })
    expect(JSON.parse(out)).toMatchObject({
      id: 1,
      verdict: {
        signatures: [{ integrity: 'intact', scope }],
        needs: expect.not.arrayContaining([expect.objectContaining({ kind: 'content' })]),
      },
    })
  })
})

describe('a container of two signers', () => {
  it('is accepted, each for the file that he signed', async () => {
    const path = join(vectors, 'UA/two-signers.asice')
    const { status, out } = await runCli(['verify', path, '--trust', sample, '--relying', 'RO'])
    const { signatures } = JSON.parse(out) as Verdict
    const files = signatures.map(({ scope }) => scope.filter(({ kind }) => kind === 'full'))
    expect(files.map((each) => each.map(({ name }) => name))).toEqual([
      ['contract.txt'],
      ['annexes/annex 1.txt'],
    ])
    expect(status).toBe(0)
  })
})

describe('a container with a file that only a broken signature is over', () => {
  it('is not accepted for the other signer either', async () => {
    const data = [file('contract.txt', contract)]
    const evil = file('annex.txt', 'I owe the bearer 1,000,000 EUR.')
    const broken = xades([{ uri: 'annex.txt', content: contract }], 'S1')
    const path = join(folder, 'broken-beside.asice')
    const beside = file('META-INF/signatures1.xml', xadesSignatures(broken))
    writeFileSync(path, zipOf([...xadesSigned(data), evil, beside]))
    const { out } = await runCli(['verify', path, '--trust', sample])
    const [own, other] = (JSON.parse(out) as Verdict).signatures
    const check = { id: 'container-files-signed', conclusion: 'INDETERMINATE' }
    expect(other).toMatchObject({ integrity: 'broken' })
    expect(own).toMatchObject({ integrity: 'intact', subIndication: 'SIG_CONSTRAINTS_FAILURE' })
    expect(own?.checks).toContainEqual(expect.objectContaining(check))
  })
})

describe('a container with a file that nobody signed', () => {
  it('is not accepted, though the signature is intact', async () => {
    const path = join(vectors, 'BG/unsigned-file.asice')
    const { status, out } = await runCli(['verify', path, '--trust', sample])
    const verdict = JSON.parse(out) as Verdict
    expect(status).toBe(1)
    expect(verdict).toMatchObject({
      outcome: 'undetermined',
      signatures: [{ integrity: 'intact', subIndication: 'SIG_CONSTRAINTS_FAILURE' }],
    })
    expect(verdict.warnings).toContainEqual({
      code: 'unsigned-file',
      message: 'no signature covers the file "annex.txt" of the container',
    })
  })
})
