import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { zipOf } from '../../scripts/sample/zip.ts'
import {
  extended,
  file,
  mimetype,
  referencesTo,
  xades,
  xadesSignatures,
} from '../formats/asic/material.ts'
import { runCli, temporaryFolder } from './run-cli.ts'

const id = 'https://example.com/policies?id=1'
const rules = Buffer.from('how we sign')
const data = [file('contract.txt', 'The goods.')]
const signature = xades(referencesTo(data), 'S0', '', { id, document: rules })

const folder = await temporaryFolder()
const container = zipOf([
  mimetype(extended),
  ...data,
  file('META-INF/signatures0.xml', xadesSignatures(signature)),
])
await writeFile(join(folder, 'signed.asice'), container)
await writeFile(join(folder, 'rules.pdf'), rules)
await writeFile(join(folder, 'other.pdf'), 'something else')

/** What the check of the policy, and of what was given, came to. */
async function checksOf(...args: readonly string[]) {
  const { out } = await runCli(['verify', 'signed.asice', ...args], { folder })
  const { checks } = JSON.parse(out).signatures[0]
  const wanted: unknown[] = ['signature-policy', 'asic-given-content']
  return checks
    .filter((check: { id: unknown }) => wanted.includes(check.id))
    .map((check: { id: string; conclusion: string }) => `${check.id} ${check.conclusion}`)
}

describe('the document of a signature policy on the command line', () => {
  it('is told by the identifier of the policy, which may be an address', async () => {
    expect(await checksOf('--signature-policy', `${id}=rules.pdf`)).toEqual([
      'signature-policy PASSED',
    ])
  })

  it('is refused where it is not the one that was signed', async () => {
    expect(await checksOf('--signature-policy', `${id}=other.pdf`)).toContain(
      'signature-policy INDETERMINATE',
    )
  })

  it('is content of nobody where no signature names it', async () => {
    expect(await checksOf('--signature-policy', 'urn:oid:1.2.3=rules.pdf')).toContain(
      'asic-given-content INDETERMINATE',
    )
  })

  it.each(['rules.pdf', `${id}=`, '=rules.pdf'])('is not given as %s', async (text) => {
    const asked = ['verify', 'signed.asice', '--signature-policy', text]
    const { status, err } = await runCli(asked, { folder })
    expect(status).toBe(2)
    expect(err).toContain('not of the form id=file')
  })

  it('is told by its identifier in a line of a batch', async () => {
    const line = { document: 'signed.asice', detached: [{ name: id, path: 'rules.pdf' }] }
    const input = `${JSON.stringify(line)}\n`
    const { out } = await runCli(['verify', '--batch', '-'], { folder, input })
    const ids = JSON.parse(out).verdict.signatures[0].checks.map((one: { id: string }) => one.id)
    expect(ids).toContain('signature-policy')
    expect(ids).not.toContain('asic-given-content')
  })

  it('is not given for a whole batch', async () => {
    const asked = ['verify', '--batch', '-', '--signature-policy', `${id}=rules.pdf`]
    expect((await runCli(asked, { folder })).status).toBe(2)
  })
})
