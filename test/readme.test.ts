import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseArguments } from '../src/cli/command.ts'
import { findCommand } from '../src/cli/run.ts'

const root = join(import.meta.dirname, '..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const scripts: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
).scripts
const blocks = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block)
const [first = '', second = ''] = (blocks[0] ?? '').split('\n')

/** Every call of the command that the text shows, in a block or in a line. */
const calls = [
  ...blocks.join('\n').matchAll(/(?:^|&& )npx euxine ([^\n;#]*)/gm),
  ...readme.matchAll(/`euxine ([^`]*)`/g),
].map(([, call = '']) => call.trim())

describe('line one of the README', () => {
  it('prints one signature that is recognised and one that is refused, each with the reason', () => {
    const install = 'npm ci && '
    expect(first.startsWith(install)).toBe(true)
    // The tests run where everything is installed and built already; the rest is run as it stands.
    const { stdout, stderr } = spawnSync('sh', ['-c', first.slice(install.length)], {
      cwd: root,
      encoding: 'utf8',
    })
    expect(stderr.replace(/^npm warn.*\n/gm, '')).toBe('')
    const [accepted = '', rejected = '', rest] = stdout.split('\n\n')
    expect(accepted).toContain('ACCEPTED')
    expect(accepted).toMatch(/recognised in RO, from UA, QES as AdES \(agreement-in-force\)/)
    expect(accepted).toMatch(/agreement {4}\S+, version 1\n +[A-Z].+\.\n/)
    expect(rejected).toContain('REJECTED')
    expect(rejected).toMatch(/not-recognised in RO, from TR \(no-agreement\)\n +[A-Z].+\.\n/)
    expect(rest).toBe('exit status 1\n')
  })
})

describe('line two of the README', () => {
  it('is what runs these tests, with the linter, the types and the build before them', () => {
    expect(second).toBe('npm ci && npm test')
    for (const part of ['lint', 'types', 'build', 'vitest run']) {
      expect(scripts['test']).toContain(part)
    }
  })
})

describe('what the README mentions', () => {
  it('shows calls', () => {
    expect(calls.length).toBeGreaterThan(4)
  })

  it.each(calls)('is a command with options that it has: euxine %s', async (call) => {
    // What stands in brackets may be left out; a lone option belongs to some command.
    const words = call.replace(/[[\]]/g, '').split(/\s+/)
    const found = await findCommand(words)
    expect(found).not.toBeNull()
    if (found !== null) expect(() => parseArguments(found.command, found.rest)).not.toThrow()
  })

  it.each([...readme.matchAll(/`npm run ([a-z:]+)`/g)].map(([, name = '']) => name))(
    'is a script of the package: %s',
    (name) => expect(scripts).toHaveProperty([name]),
  )

  it.each([...readme.matchAll(/\]\((?!https?:|#)([^)]+)\)/g)].map(([, path = '']) => path))(
    'is a file that is there: %s',
    (path) => expect(existsSync(join(root, path))).toBe(true),
  )
})
