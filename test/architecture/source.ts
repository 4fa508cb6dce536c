/** One import of a module: what it names, and whether only types come through it. */
export interface Import {
  readonly specifier: string
  readonly kind: 'value' | 'type'
  /** True for `export … from`. */
  readonly reexport: boolean
}

/** The files of a tree, by path from its root with forward slashes. */
export type Tree = ReadonlyMap<string, string>

const beforeRegularExpression = /(?:^|[(,=:[!&|?{};+\n]|\breturn)\s*$/

/** The text without comments, and without the contents of its strings where that is asked. */
export function stripped(text: string, strings: 'keep' | 'blank'): string {
  let out = ''
  let at = 0
  while (at < text.length) {
    const end = tokenEnd(text, at, out)
    const token = text.slice(at, end)
    if (token.startsWith('//') || token.startsWith('/*')) out += token.replace(/[^\n]/g, '')
    else if (strings === 'blank' && /^['"]/.test(token)) out += `${token[0]}${token[0]}`
    else out += token
    at = end
  }
  return out
}

/** Templates are left as code: what stands in their braces is called. */
function tokenEnd(text: string, at: number, before: string): number {
  const two = text.slice(at, at + 2)
  if (two === '//') return indexOrEnd(text, '\n', at)
  if (two === '/*') return indexOrEnd(text, '*/', at) + 2
  const first = text[at]
  if (first === "'" || first === '"') return delimitedEnd(text, at, first)
  if (first === '/' && beforeRegularExpression.test(before.slice(-40))) {
    return delimitedEnd(text, at, '/')
  }
  return at + 1
}

function indexOrEnd(text: string, what: string, from: number): number {
  const found = text.indexOf(what, from)
  return found < 0 ? text.length : found
}

function delimitedEnd(text: string, start: number, delimiter: string): number {
  let inClass = false
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text[at]
    if (char === '\\') at += 1
    else if (char === '\n') return at
    else if (delimiter === '/' && char === '[') inClass = true
    else if (delimiter === '/' && char === ']') inClass = false
    else if (char === delimiter && !inClass) return at + 1
  }
  return text.length
}

/** Every import, re-export and literal dynamic import of a file. */
export function importsOf(text: string): Import[] {
  const code = stripped(text, 'keep')
  const found: Import[] = []
  const statement = /^[ \t]*(import|export)\b([^'"`;]*?)\bfrom\s*['"]([^'"]+)['"]/gm
  for (const [, keyword, clause = '', specifier = ''] of code.matchAll(statement)) {
    found.push({ specifier, kind: kindOf(clause), reexport: keyword === 'export' })
  }
  for (const [, specifier = ''] of code.matchAll(/^[ \t]*import\s*['"]([^'"]+)['"]/gm)) {
    found.push({ specifier, kind: 'value', reexport: false })
  }
  for (const [, specifier = ''] of code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)) {
    found.push({ specifier, kind: 'value', reexport: false })
  }
  return found
}

function kindOf(clause: string): 'value' | 'type' {
  if (/^\s*type\b/.test(clause)) return 'type'
  const named = /\{([^}]*)\}/.exec(clause)?.[1]
  if (named === undefined || /^\s*[\w*]/.test(clause)) return 'value'
  const names = named.split(',').filter((name) => name.trim() !== '')
  return names.length > 0 && names.every((name) => /^\s*type\s/.test(name)) ? 'type' : 'value'
}

/** The path a relative specifier means, seen from a file; null for packages and built-in modules. */
export function resolveSpecifier(from: string, specifier: string): string | null {
  if (!specifier.startsWith('.')) return null
  const parts = from.split('/').slice(0, -1)
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}

/** The room of a file: its first folder, with the format rooms told apart; a file of the root is its own. */
export function roomOf(path: string): string {
  const [first = '', second = '', third] = path.split('/')
  return first === 'formats' && third !== undefined ? `formats/${second}` : first
}
