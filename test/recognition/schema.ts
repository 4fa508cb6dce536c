type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }
type Schema = boolean | Readonly<Record<string, unknown>>

/**
 * Whether a value fits a schema; as much of JSON Schema 2020-12 as docs/agreement.schema.json uses.
 * A keyword it does not know is an error, so that none is skipped in silence.
 */
export function fits(value: unknown, schema: Schema, root: Schema = schema): boolean {
  if (typeof schema === 'boolean') return schema
  return Object.entries(schema).every(([keyword, argument]) => {
    if (annotations.includes(keyword)) return true
    const check = Object.hasOwn(keywords, keyword) ? keywords[keyword] : undefined
    if (check === undefined) throw new Error(`unknown keyword ${keyword}`)
    return check(value, argument, schema, root)
  })
}

const annotations = ['$schema', '$id', '$defs', 'title', 'description', 'format', 'then', 'else']

type Check = (
  value: unknown,
  argument: unknown,
  schema: Readonly<Record<string, unknown>>,
  root: Schema,
) => boolean

const keywords: Readonly<Record<string, Check>> = {
  $ref: (value, name, _schema, root) => fits(value, resolved(String(name), root), root),
  type: (value, name) => typeOf(value, String(name)),
  const: (value, one) => value === one,
  enum: (value, words) => Array.isArray(words) && words.includes(value),
  required: (value, names) =>
    !isObject(value) || (names as string[]).every((name) => Object.hasOwn(value, name)),
  properties: (value, members, _schema, root) =>
    !isObject(value) ||
    Object.entries(members as Record<string, Schema>).every(
      ([name, member]) => !Object.hasOwn(value, name) || fits(value[name], member, root),
    ),
  additionalProperties: (value, allowed, schema) =>
    allowed !== false ||
    !isObject(value) ||
    Object.keys(value).every((name) => Object.hasOwn(schema['properties'] as object, name)),
  items: (value, entry, _schema, root) =>
    !Array.isArray(value) || value.every((one) => fits(one, entry as Schema, root)),
  minItems: (value, count) => !Array.isArray(value) || value.length >= Number(count),
  maxItems: (value, count) => !Array.isArray(value) || value.length <= Number(count),
  uniqueItems: (value) =>
    !Array.isArray(value) || new Set(value.map((one) => JSON.stringify(one))).size === value.length,
  minLength: (value, count) => typeof value !== 'string' || value.length >= Number(count),
  maxLength: (value, count) => typeof value !== 'string' || value.length <= Number(count),
  pattern: (value, shape) =>
    typeof value !== 'string' || new RegExp(String(shape), 'u').test(value),
  minimum: (value, bound) => typeof value !== 'number' || value >= Number(bound),
  maximum: (value, bound) => typeof value !== 'number' || value <= Number(bound),
  if: (value, condition, schema, root) => {
    const branch = fits(value, condition as Schema, root) ? schema['then'] : schema['else']
    return branch === undefined || fits(value, branch as Schema, root)
  },
}

function resolved(reference: string, root: Schema): Schema {
  const definitions = typeof root === 'boolean' ? {} : (root['$defs'] as Record<string, Schema>)
  const found = definitions[reference.replace('#/$defs/', '')]
  if (found === undefined) throw new Error(`no definition ${reference}`)
  return found
}

function typeOf(value: unknown, name: string): boolean {
  if (name === 'object') return isObject(value)
  if (name === 'array') return Array.isArray(value)
  if (name === 'integer') return Number.isInteger(value)
  return typeof value === name
}

function isObject(value: unknown): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
