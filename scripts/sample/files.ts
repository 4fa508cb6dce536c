/** Files by their path relative to the repository, forward slashes. */
export type Files = Map<string, Uint8Array>

export function addText(files: Files, path: string, text: string): void {
  files.set(path, Buffer.from(text, 'utf8'))
}

/** A text of one octet a character. */
export function addLatin(files: Files, path: string, text: string): void {
  files.set(path, Buffer.from(text, 'latin1'))
}

export function addJson(files: Files, path: string, value: unknown): void {
  addText(files, path, `${JSON.stringify(value, null, 2)}\n`)
}
