import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { violations } from './architecture/rules.ts'
import { importsOf, stripped } from './architecture/source.ts'

const source = join(import.meta.dirname, '..', 'src')

function readTree(folder: string): Map<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return new Map(
    paths
      .filter((path) => path.endsWith('.ts'))
      .map((path) => [path.replaceAll('\\', '/'), readFileSync(join(folder, path), 'utf8')]),
  )
}

function found(...files: readonly (readonly [string, string])[]): string[] {
  return violations(new Map(files))
}

const empty = 'export const nothing = null\n'

describe('the architecture', () => {
  it('holds in every file of src', () => {
    const tree = readTree(source)
    expect(tree.size).toBeGreaterThan(20)
    expect(violations(tree)).toEqual([])
  })
})

describe('the check of arrows', () => {
  it.each([
    ['core/a.ts', 'x509/b.ts', '../x509/b.ts'],
    ['x509/a.ts', 'formats/format.ts', '../formats/format.ts'],
    ['formats/cms/a.ts', 'formats/xml/b.ts', '../xml/b.ts'],
    ['formats/xml/a.ts', 'formats/cms/b.ts', '../cms/b.ts'],
    ['formats/jose/a.ts', 'formats/cms/b.ts', '../cms/b.ts'],
    ['formats/cms/a.ts', 'formats/index.ts', '../index.ts'],
    ['formats/xml/a.ts', 'trustlist/b.ts', '../../trustlist/b.ts'],
    ['validation/a.ts', 'formats/cms/b.ts', '../formats/cms/b.ts'],
    ['validation/a.ts', 'trustlist/b.ts', '../trustlist/b.ts'],
    ['validation/a.ts', 'recognition/b.ts', '../recognition/b.ts'],
    ['recognition/a.ts', 'x509/certificate.ts', '../x509/certificate.ts'],
    ['recognition/a.ts', 'core/der.ts', '../core/der.ts'],
    ['report/a.ts', 'store/b.ts', '../store/b.ts'],
    ['verify.ts', 'sources/b.ts', './sources/b.ts'],
    ['chain.ts', 'crypto/node.ts', './crypto/node.ts'],
    ['store/a.ts', 'http/b.ts', '../http/b.ts'],
    ['store/a.ts', 'verify.ts', '../verify.ts'],
    ['http/a.ts', 'validation/b.ts', '../validation/b.ts'],
    ['http/a.ts', 'cli/b.ts', '../cli/b.ts'],
    ['http/a.ts', 'legal-effect.ts', '../legal-effect.ts'],
    ['report/a.ts', 'verify.ts', '../verify.ts'],
    ['cli/a.ts', 'qualification/b.ts', '../qualification/b.ts'],
  ])('refuses that %s imports %s', (from, target, specifier) => {
    const text = `import { nothing } from '${specifier}'\n`
    expect(found([from, text], [target, empty])).toEqual([`${from} must not import ${target}`])
  })

  it.each([
    ['formats/asic/a.ts', 'formats/xml/b.ts', '../xml/b.ts'],
    ['formats/index.ts', 'formats/cms/b.ts', './cms/b.ts'],
    ['formats/jose/a.ts', 'formats/detached.ts', '../detached.ts'],
    ['validation/a.ts', 'formats/format.ts', '../formats/format.ts'],
    ['trustlist/a.ts', 'formats/xml/b.ts', '../formats/xml/b.ts'],
    ['cli/a.ts', 'verify.ts', '../verify.ts'],
    ['verify.ts', 'legal-effect.ts', './legal-effect.ts'],
  ])('allows that %s imports %s', (from, target, specifier) => {
    const text = `import { nothing } from '${specifier}'\n`
    expect(found([from, text], [target, empty])).toEqual([])
  })

  it('lets the store take a type of the pipeline, but not its function', () => {
    const request: [string, string] = ['verify.ts', empty]
    expect(found(['store/a.ts', "import type { R } from '../verify.ts'\n"], request)).toEqual([])
    expect(found(['store/a.ts', "import { type R, f } from '../verify.ts'\n"], request)).toEqual([
      'store/a.ts must not import verify.ts',
    ])
  })

  it('sees side effects, re-exports and dynamic imports', () => {
    const text = "import './a.ts'\nexport { b } from './b.ts'\nconst c = await import('./c.ts')\n"
    expect(
      importsOf(text)
        .map(({ specifier }) => specifier)
        .sort(),
    ).toEqual(['./a.ts', './b.ts', './c.ts'])
  })
})

describe('the check of modules', () => {
  it.each([
    ['core/a.ts', 'node:fs'],
    ['core/a.ts', 'node:crypto'],
    ['x509/a.ts', 'node:child_process'],
    ['formats/cms/a.ts', 'node:http'],
    ['recognition/a.ts', 'node:path'],
    ['verify.ts', 'node:fs/promises'],
    ['chain.ts', 'node:dns'],
    ['report/a.ts', 'express'],
    ['trustlist/a.ts', 'libxml2-wasm'],
    ['validation/a.ts', 'pkijs'],
    ['store/a.ts', '@peculiar/x509'],
    ['http/a.ts', 'left-pad'],
  ])('refuses that %s imports %s', (path, name) => {
    expect(found([path, `import { x } from '${name}'\n`])).toEqual([
      `${path} must not import ${name}`,
    ])
  })
})

describe('the check of calls', () => {
  it.each([
    'new Date()',
    'Date.now()',
    'Math.random()',
    "fetch('x')",
    'process.env',
    'performance.now()',
    'setTimeout(f, 1)',
  ])('refuses %s in a pure file', (call) => {
    expect(found(['verify.ts', `export const x = ${call}\n`])).toHaveLength(1)
    expect(found(['cli/a.ts', `export const x = ${call}\n`])).toEqual([])
  })

  it('does not take a comment or a string for a call', () => {
    const text = "// Date.now()\n/* fetch(x) */\nexport const x = 'new Date()'\n"
    expect(found(['core/a.ts', text])).toEqual([])
  })

  it('sees a call in a template, and one after a regular expression with a quote', () => {
    expect(found(['core/a.ts', 'export const x = `$'.concat('{Date.now()}`\n')])).toHaveLength(1)
    expect(
      found(['core/a.ts', "export const r = /['/]/\nconst x = Date.now() // '\n"]),
    ).toHaveLength(1)
  })

  it('refuses an indication, an object identifier or a status spelled out at the rim', () => {
    for (const rule of ['TOTAL-PASSED', '1.2.840.113549.1.9.4', 'http://uri.etsi.org/x']) {
      expect(found(['http/a.ts', `export const x = '${rule}'\n`])).toHaveLength(1)
      expect(found(['report/a.ts', `export const x = '${rule}'\n`])).toEqual([])
    }
  })
})

describe('the check of shape', () => {
  it('refuses a cycle, also through types', () => {
    const a: [string, string] = ['core/a.ts', "import { b } from './b.ts'\n"]
    const b: [string, string] = ['core/b.ts', "import type { a } from './a.ts'\n"]
    expect(found(a, b)).toEqual(['cycle: core/a.ts → core/b.ts → core/a.ts'])
  })

  it('refuses a file of 301 lines and an index of 26', () => {
    expect(found(['core/a.ts', '\n'.repeat(300)])).toEqual([])
    expect(found(['core/a.ts', '\n'.repeat(301)])).toEqual(['core/a.ts has 301 lines'])
    expect(found(['index.ts', '\n'.repeat(26)])).toEqual(['index.ts has 26 lines'])
  })

  it('refuses folders named for nothing, barrels, and names not in kebab-case', () => {
    expect(found(['core/utils/a.ts', empty])).toHaveLength(1)
    expect(found(['core/a.ts', "export * from './b.ts'\n"], ['core/b.ts', empty])).toHaveLength(1)
    expect(found(['core/someFile.ts', empty])).toEqual(['core/someFile.ts: kebab-case'])
  })

  it('refuses an import of a file that is not there', () => {
    expect(found(['core/a.ts', "import { b } from './b.ts'\n"])).toHaveLength(1)
  })
})

describe('the stripping of comments', () => {
  it('keeps what is in strings unless it is asked not to', () => {
    expect(stripped("a('//x') // y\n", 'keep')).toBe("a('//x') \n")
    expect(stripped("a('//x') // y\n", 'blank')).toBe("a('') \n")
  })
})
