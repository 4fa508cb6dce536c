import { spawn, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, openSync } from 'node:fs'
import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { octets } from '../formats/cms/der.ts'
import {
  alice,
  attribute,
  oids,
  signedData,
  signerInfo,
  usualAttributes,
} from '../formats/cms/material.ts'
import { at, root, temporaryFolder, vectors } from './run-cli.ts'

const command = join(root, 'dist/cli/main.js')

/** The built command, as a shell would call it. */
function euxine(...args: readonly string[]) {
  return spawnSync(process.execPath, [command, ...args], { cwd: vectors, encoding: 'utf8' })
}

beforeAll(() => {
  if (!existsSync(command)) throw new Error('build first: npm run build')
})

describe('the built command', () => {
  it('carries its exit status out of the process', () => {
    expect(euxine('verify', 'GE/contract.p7m', '--at', at, '--relying', 'RO').status).toBe(0)
    expect(euxine('verify', 'GE/contract.p7m', '--at', at, '--relying', 'RU').status).toBe(1)
    expect(euxine('verify', 'no-such-file').status).toBe(2)
  })

  it('writes JSON where no person reads', () => {
    const { stdout } = euxine('verify', 'GE/contract.p7m', '--at', at)
    expect(JSON.parse(stdout).schema).toBe('euxine/verdict/1')
  })

  it('tells its version', () => {
    expect(euxine('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it('ends quietly where its reader has gone', async () => {
    const child = spawn(process.execPath, [command, 'verify', '--batch', '-'], { cwd: vectors })
    let err = ''
    child.stderr.on('data', (data) => {
      err += String(data)
    })
    child.stdin.on('error', () => {})
    child.stdout.destroy()
    child.stdin.end(`${JSON.stringify({ document: 'GE/contract.p7m', at })}\n`.repeat(50))
    await new Promise((resolve) => child.once('close', resolve))
    expect(err).not.toContain('EPIPE')
  })

  it.each([
    ['verify', 'GE/contract.p7m'],
    ['extract', 'GE/contract.p7m', '--out', '-'],
  ])('says nothing where nobody reads its answer: %s', async (...args) => {
    const child = spawn(process.execPath, [command, ...args], { cwd: vectors })
    let err = ''
    child.stderr.on('data', (data) => {
      err += String(data)
    })
    child.stdout.destroy()
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(2)
    expect(err).toBe('')
  })
})

describe.skipIf(!existsSync('/dev/full'))('a disk without room', () => {
  const euxineOnto = (stdout: 'pipe' | number, stderr: 'pipe' | number, ...args: string[]) =>
    spawnSync(process.execPath, [command, ...args], {
      cwd: vectors,
      encoding: 'utf8',
      stdio: ['ignore', stdout, stderr],
    })
  const full = () => openSync('/dev/full', 'w')

  it('is no error of the program', () => {
    const { status, stderr } = euxineOnto(full(), 'pipe', 'verify', 'GE/contract.p7m')
    expect(status).toBe(2)
    expect(stderr).toContain('the output cannot be written (ENOSPC) [file-unwritable]')
    expect(stderr).not.toContain('    at ')
  })

  it('leaves the status to say that something is wrong', () => {
    expect(euxineOnto('pipe', full(), 'verify', 'no-such-file').status).toBe(2)
  })
})

describe('euxine serve', () => {
  it('answers until it is told to stop, and ends with 0', async () => {
    const child = spawn(process.execPath, [command, 'serve', '--port', '0'])
    const port = await new Promise<number>((resolve) => {
      let log = ''
      child.stderr.on('data', (data) => {
        log += String(data)
        const [, found] = /"port":(\d+)/.exec(log) ?? []
        if (found !== undefined) resolve(Number(found))
      })
    })
    const ready = await fetch(`http://127.0.0.1:${port}/health/ready`)
    expect(ready.status).toBe(200)
    await ready.text()
    child.kill('SIGTERM')
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0)
  })
})

describe('memory', () => {
  it('hashes 100 MB of detached content in under 150 MB', async () => {
    const folder = await temporaryFolder()
    const large = join(folder, 'large.bin')
    await writeFile(large, '')
    const hash = createHash('sha256')
    for (let i = 0; i < 100; i += 1) {
      const block = randomBytes(1 << 20)
      hash.update(block)
      await appendFile(large, block)
    }
    const document = join(folder, 'large.p7s')
    await writeFile(document, signatureOver(hash.digest()))
    const ran = measured('verify', document, '--detached', large, '--at', at)
    const { integrity } = JSON.parse(ran.stdout).signatures[0]
    expect(integrity).toBe('intact')
    expect(ran.megabytes).toBeLessThan(150)
  })

  it('stays flat over a long batch', async () => {
    const folder = await temporaryFolder()
    const batch = join(folder, 'batch.jsonl')
    const line = `${JSON.stringify({ document: 'GE/contract.p7m', at, relying: 'RO' })}\n`
    await writeFile(batch, line.repeat(1500))
    const { stdout, megabytes } = measured('verify', '--batch', batch)
    expect(stdout.split('\n')).toHaveLength(1501)
    expect(megabytes).toBeLessThan(250)
  })
})

/** The command with the highest resident memory it reached, as Linux counts it. */
function measured(...args: readonly string[]) {
  const report =
    'process.on("exit", () => process.stderr.write("peak " + process.resourceUsage().maxRSS))'
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(report)}`, command, ...args],
    { cwd: vectors, encoding: 'utf8', maxBuffer: 1 << 30 },
  )
  const kilobytes = Number(/peak (\d+)/.exec(stderr)?.[1])
  return { stdout, megabytes: kilobytes / 1024 }
}

/** A detached signature over whatever has the digest. */
function signatureOver(digest: Uint8Array): Uint8Array {
  const usual = usualAttributes(new Uint8Array())
  const attributes = { ...usual, messageDigest: attribute(oids.messageDigest, octets(digest)) }
  return signedData({
    content: null,
    certificates: [alice.certificate],
    signerInfos: [signerInfo({ attributes: Object.values(attributes) })],
  })
}
