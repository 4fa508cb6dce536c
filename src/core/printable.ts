/**
 * Text that came from a document or a file name, made safe for a terminal: it moves no cursor and
 * hides nothing, for controls and marks of direction are shown as escapes.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
  })
}
