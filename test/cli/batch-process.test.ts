import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { authority, entity, issue } from '../x509/pki.ts'
import { at, jsonLines, root, temporaryFolder } from './run-cli.ts'

const command = join(root, 'dist/cli/main.js')
let folder: string
let lines: string[]

/** Four thousand chains take longer than threads wait for: they are spread. */
beforeAll(async () => {
  if (!existsSync(command)) throw new Error('build first: npm run build')
  folder = await temporaryFolder()
  const [anchor, holder] = [entity('Batch Root'), entity('Batch Holder')]
  await writeFile(join(folder, 'root.der'), authority(anchor, anchor).der)
  await writeFile(join(folder, 'holder.der'), issue(holder, anchor, { keyUsage: 0x40 }).der)
  const request = { target: 'holder.der', anchors: ['root.der'], at, revocation: 'none' }
  lines = Array.from({ length: 4_000 }, (_, id) => `${JSON.stringify({ id, ...request })}\n`)
  lines[1_234] = '{"id": 1234}\n'
  await writeFile(join(folder, 'batch.jsonl'), lines.join(''))
})

function batch(...args: readonly string[]) {
  const all = [command, 'chain', '--batch', 'batch.jsonl', ...args]
  return spawnSync(process.execPath, all, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 })
}

const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => child.once('close', resolve))

describe('the built command over threads', () => {
  it('answers as one thread does, in the same order, and ends', () => {
    const [one, four] = [batch('--threads', '1'), batch('--threads', '4')]
    expect(one.stderr).toBe('')
    expect(four.stderr).toBe('')
    expect([one.status, four.status]).toEqual([1, 1])
    const answers = jsonLines(four.stdout)
    expect(answers.map(({ id }) => id)).toEqual(lines.map((_, id) => id))
    expect(answers[1_234].error.code).toBe('request-malformed')
    expect(answers[1_235].chain.indication).toBe('PASSED')
    expect(four.stdout === one.stdout).toBe(true)
  })

  it('ends quietly where its reader has gone, though its input has not', async () => {
    const args = [command, 'chain', '--batch', '-', '--threads', '2']
    const child = spawn(process.execPath, args, { cwd: folder })
    const [out, err]: [string[], string[]] = [[], []]
    child.stdout.on('data', (data) => {
      out.push(String(data))
      child.stdout.destroy()
    })
    child.stderr.on('data', (data) => err.push(String(data)))
    child.stdin.on('error', () => {})
    // The input is left open.
    child.stdin.write(lines.join(''))
    expect(await ended(child)).toBe(1)
    expect(out.join('')).toContain('"id":0')
    expect(err.join('')).toBe('')
  })

  it('answers each line as it is written, and waits for the next', async () => {
    const child = spawn(process.execPath, [command, 'chain', '--batch', '-'], { cwd: folder })
    for (const line of lines.slice(0, 3)) {
      child.stdin.write(line)
      const [data] = await new Promise<unknown[]>((resolve) =>
        child.stdout.once('data', (...all) => resolve(all)),
      )
      expect(jsonLines(String(data))).toHaveLength(1)
    }
    child.stdin.end()
    expect(await ended(child)).toBe(0)
  })
})
