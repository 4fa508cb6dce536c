import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
const shipped = join(root, 'trust-lists', 'bsec', 'agreements')

/** The worked example of docs/agreements.md, freshly parsed. */
export function example(): Record<string, unknown> {
  const text = readFileSync(join(root, 'docs', 'agreements.md'), 'utf8')
  const block = /```json\n(.*?)```/su.exec(text)?.[1]
  if (block === undefined) throw new Error('docs/agreements.md has no example')
  return JSON.parse(block)
}

/** docs/agreement.schema.json. */
export function schema(): Record<string, unknown> {
  return JSON.parse(readFileSync(join(root, 'docs', 'agreement.schema.json'), 'utf8'))
}

/** The agreements that ship for the region, by file name. */
export function shippedAgreements(): readonly { readonly file: string; readonly json: unknown }[] {
  return readdirSync(shipped)
    .filter((file) => file.endsWith('.json'))
    .map((file) => ({ file, json: JSON.parse(readFileSync(join(shipped, file), 'utf8')) }))
}
