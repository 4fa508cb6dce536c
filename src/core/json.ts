import { VerifierError } from './errors.ts'

/** Nesting of arrays and objects; no file or request of this project goes past 12. */
const deepest = 64

/**
 * Reads JSON (RFC 8259) and refuses what its readers disagree about: an object with the same name
 * twice (§4), of which `JSON.parse` keeps the last. Throws `request-malformed`; callers that know
 * better say what was being read.
 */
export function parseJson(text: string): unknown {
  const value = parseNatively(text)
  const repeated = repeatedName(text)
  if (repeated !== null) throw malformed(`the name ${repeated} stands twice in one object`)
  return value
}

function parseNatively(text: string): unknown {
  // RFC 8259 §8.1. JSON.parse would name a character that nobody sees.
  if (text.startsWith('\ufeff')) throw malformed('it begins with a byte order mark')
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw malformed(cause instanceof Error ? cause.message : 'not JSON', cause)
  }
}

function malformed(what: string, cause?: unknown): VerifierError {
  return new VerifierError('request-malformed', `not acceptable as JSON: ${what}`, {
    cause,
  })
}

/**
 * The first name that an object has twice, in one pass over well-formed JSON. A string is a name
 * where a colon follows it; names are compared as what their escapes stand for.
 */
function repeatedName(text: string): string | null {
  const open: Set<string>[] = []
  const tokens = /["{}[\]]/g
  for (let token = tokens.exec(text); token !== null; token = tokens.exec(text)) {
    if (token[0] === '"') {
      const end = stringEnd(text, token.index)
      tokens.lastIndex = end
      if (!colonFollows(text, end)) continue
      const name = text.slice(token.index, end)
      const names = open[open.length - 1]
      const meant = String(JSON.parse(name))
      if (names?.has(meant)) return name
      names?.add(meant)
    } else if (token[0] === '{' || token[0] === '[') {
      open.push(new Set())
      if (open.length > deepest) throw malformed(`nested more than ${deepest} deep`)
    } else {
      open.pop()
    }
  }
  return null
}

/** The offset behind the closing quote of the string that begins at `start`. */
function stringEnd(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end + 1
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0
  while (text[at - 1 - backslashes] === '\\') backslashes += 1
  return backslashes % 2 === 1
}

function colonFollows(text: string, at: number): boolean {
  let next = at
  while (/\s/.test(text[next] ?? '')) next += 1
  return text[next] === ':'
}
