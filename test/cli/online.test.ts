import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { distribution, pem } from '../sources/published.ts'
import { authority, entity, issue } from '../x509/pki.ts'
import { jsonLines, runCli, temporaryFolder } from './run-cli.ts'

/** A CRL inside this machine: whoever tries to fetch it says so, and fetches nothing. */
const inside = 'http://127.0.0.1/a.crl'
let folder: string
let chain: readonly string[]

beforeAll(async () => {
  folder = await temporaryFolder()
  const issuer = entity('CA')
  const target = issue(entity('person'), issuer, { extensions: [distribution(inside)] })
  await writeFile(join(folder, 'target.pem'), pem(target))
  await writeFile(join(folder, 'root.pem'), pem(authority(issuer, issuer)))
  chain = ['chain', 'target.pem', '--anchor', 'root.pem', '--revocation', 'required']
})

const refused = {
  code: 'source-not-fetched',
  message: `"${inside}": 127.0.0.1 is no address of the public network`,
}

describe('--online', () => {
  it('is what it takes to fetch: without it needs are listed', async () => {
    const [verdict] = jsonLines((await runCli(chain, { folder })).out)
    expect(verdict.needs).toContainEqual(expect.objectContaining({ kind: 'crl', uri: inside }))
    expect(verdict).not.toHaveProperty('warnings')
  })

  it('says of a chain what could not be fetched', async () => {
    const { status, out } = await runCli([...chain, '--online'], { folder })
    expect(status).toBe(1)
    expect(jsonLines(out)[0].warnings).toEqual([refused])
  })

  it('says so in the text for a person too', async () => {
    const { out } = await runCli([...chain, '--online', '--format', 'text'], { folder })
    expect(out).toContain(`note     ${refused.message}`)
  })

  it('says so in each line of a batch', async () => {
    const line = JSON.stringify({ target: 'target.pem', anchors: ['root.pem'] })
    const args = ['chain', '--batch', '-', '--online', '--revocation', 'required']
    const { out } = await runCli(args, { folder, input: `${line}\n${line}\n` })
    const warnings = jsonLines(out).map((one) => one.chain.warnings)
    expect(warnings).toEqual([[refused], [refused]])
  })

  it('shows who watches how far it is, and leaves nothing of it', async () => {
    const { err } = await runCli([...chain, '--online'], { folder, watched: 'yes' })
    expect(err).toContain('fetching 1 of 1 …')
    expect(err.endsWith('\r\u001b[K')).toBe(true)
  })

  it('shows nothing where nobody watches', async () => {
    expect((await runCli([...chain, '--online'], { folder })).err).toBe('')
  })

  it('changes no verdict on a document that lacks nothing', async () => {
    const document = ['verify', 'GE/contract.p7m', '--relying', 'RO']
    const offline = await runCli(document)
    const online = await runCli([...document, '--online'])
    expect(offline.status).toBe(0)
    expect(online).toEqual(offline)
  })
})

describe('--allow-host', () => {
  it('leaves out every other host', async () => {
    const args = [...chain, '--online', '--allow-host', 'CA.Example']
    const [{ warnings }] = jsonLines((await runCli(args, { folder })).out)
    expect(warnings[0].message).toContain('127.0.0.1 is not on the list of those allowed')
  })

  it('does not open what is inside', async () => {
    const args = [...chain, '--online', '--allow-host', '127.0.0.1']
    const [{ warnings }] = jsonLines((await runCli(args, { folder })).out)
    expect(warnings).toEqual([refused])
  })

  it.each([
    [['--allow-host', 'ca.example'], 'nothing is fetched'],
    [['--online', '--allow-host', 'http://ca.example'], 'not the name of a host'],
    [['--online', '--allow-host', 'ca.example:8080'], 'not the name of a host'],
  ])('is refused: %s', async (args, message) => {
    for (const call of [chain, ['verify', 'a.p7m'], ['serve'], ['chain', '--batch', '-']]) {
      const { status, out, err } = await runCli([...call, ...args], { folder })
      expect(status).toBe(2)
      expect(out).toBe('')
      expect(err).toContain(message)
    }
  })
})
