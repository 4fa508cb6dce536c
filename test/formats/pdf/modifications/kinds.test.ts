import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { kindOf } from '../../../../src/formats/pdf/modifications/kinds.ts'
import { structureProblems } from '../../../../src/formats/pdf/structure/problems.ts'

const repository = join(import.meta.dirname, '..', '..', '..', '..')
const room = join(repository, 'src', 'formats', 'pdf')

function sourcesOf(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(join(room, folder))
  return new Map(files.map((file) => [file, readFileSync(join(room, folder, file), 'utf8')]))
}

const modifications = sourcesOf('modifications')
const everywhere = [...modifications.values(), ...sourcesOf('signatures').values()].join('\n')

/** What the first group of the pattern finds, each once. */
function found(text: string | undefined, pattern: RegExp): readonly string[] {
  return [...new Set([...(text ?? '').matchAll(pattern)].flatMap(([, kind]) => kind ?? []))]
}

/** The kinds that stand at a path, those that are told in words, and those that a rule gives. */
const atPaths = found(modifications.get('kinds.ts'), /\/, '([a-z-]+)'\]/g)
const inWords = found(modifications.get('in-words.ts'), /^ {2}\['([a-z-]+)', /gm)
const ofRules = found(everywhere, /\bkind: '([a-z-]+)',\s*(?:effect|permitted|field|reason)\b/g)

/** The first column of the table of kinds, and what is said behind it. */
const [, chapter = ''] = readFileSync(join(repository, 'docs', 'pdf.md'), 'utf8').split(
  '## Kinds of difference\n',
)
const [section = ''] = chapter.split('\n## ')
const rows = section.split('\n').filter((line) => line.startsWith('| `'))
const documented = rows.flatMap((row) => found(row.split('|')[1], /`([a-z-]+)`/g))

describe('the table of kinds of difference in docs/pdf.md', () => {
  it('is compared with kinds that are found in the sources', () => {
    expect(atPaths).toContain(kindOf('Root/Pages/Kids/0/Contents'))
    expect(atPaths.length).toBeGreaterThan(15)
    expect(inWords).toContain(kindOf('Root/Unknown'))
    expect(inWords.length).toBeGreaterThan(30)
    expect(ofRules).toContain('signature')
    expect(ofRules.length).toBeGreaterThan(15)
  })

  it('has each kind once', () => expect(documented).toEqual([...new Set(documented)]))

  it.each([...new Set([...atPaths, ...inWords, ...ofRules])])('has %s', (kind) =>
    expect(documented).toContain(kind),
  )

  it.each(documented)('has %s, which there is', (kind) => expect(everywhere).toContain(`'${kind}'`))

  it('leaves out faults in the structure of a file, and names some that there are', () => {
    const faults = Object.keys(structureProblems)
    expect(documented.filter((kind) => faults.includes(kind))).toEqual([])
    const named = found(section, /[(,] ?`([a-z-]+)`(?=, )/g).filter(
      (word) => !documented.includes(word),
    )
    expect(named).toEqual(['object-defined-twice', 'data-behind-the-end'])
    expect(faults).toEqual(expect.arrayContaining([...named]))
  })
})
