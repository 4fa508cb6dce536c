import { z } from 'zod'
import { purposes } from '../x509/key-purposes.ts'

/** Of a larger number the digits are lost when it is read (RFC 8259 §6): its answer would have another. */
export function isExact(number: number): boolean {
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER
}

/** Longest name of a file or digest; PATH_MAX of Linux. */
const longestName = 4096
const name = z.string().min(1).max(longestName)
const time = z.string().meta({ format: 'date-time', description: 'ISO 8601 with its zone' })
const state = z.string().meta({ description: 'ISO 3166-1 alpha-2', pattern: '^[A-Za-z]{2}$' })
const idError = 'a string of at most 1024 characters, or a number of at most 9007199254740991'
const id = z.union([z.string().max(1024), z.number().refine(isExact, idError)], { error: idError })
const oid = z
  .string()
  .regex(/^([01]\.[1-3]?\d|2\.\d{1,40})(\.\d{1,40}){0,126}$/, 'an object identifier')

/** 127 octets are the most that count (ISO 32000-2 §7.6.4.3). */
const password = z.string().max(1024).meta({ description: 'opens an encrypted document (PDF)' })

const content = z.strictObject({
  name: name.optional(),
  content: z.string().meta({ contentEncoding: 'base64' }),
})

const pathOrPem = z
  .string()
  .min(1)
  .refine((text) => text.length <= longestName || text.startsWith('-----BEGIN'), {
    error: `a path of at most ${longestName} characters, or PEM that begins with "-----BEGIN"`,
  })
const pem = z.string().startsWith('-----BEGIN')
const pemOrContent = z.union([pem, content], {
  error: 'PEM that begins with "-----BEGIN", or {"content": base64}',
})

const policyByPath = name.meta({ description: '"default", or a file' })
const policyByContent = z.union([z.literal('default'), z.record(z.string(), z.unknown())], {
  error: '"default", or the policy itself',
})

/** The members of a request whose bytes come as `file` or, for certificates and the like, as `item`. */
function members<File extends z.ZodType, Item extends z.ZodType, Policy extends z.ZodType>(
  file: File,
  item: Item,
  policy: Policy,
) {
  const items = z.array(item).max(10_000).optional()
  const common = {
    id: id.optional(),
    at: time.optional(),
    relying: state.optional(),
    anchors: items,
    crls: items,
    ocsps: items,
    trustLists: z.array(file).max(1_000).optional(),
    trustSigners: items,
    unverifiedLists: z.boolean().optional(),
    policy: policy.optional(),
    acceptDrafts: z.boolean().optional(),
    showIdentifiers: z.boolean().optional(),
  }
  const verify = {
    ...common,
    document: file,
    detached: z.array(file).max(10_000).optional(),
    digests: z
      .array(z.strictObject({ name, algorithm: z.string(), value: z.string().max(128) }))
      .max(10_000)
      .optional(),
    certificates: items,
    evidenceRecords: z.array(file).max(1_000).optional(),
    password: password.optional(),
  }
  const chain = {
    ...common,
    target: item,
    intermediates: items,
    initialPolicySet: z.array(oid).max(1_000).optional(),
    requireExplicitPolicy: z.boolean().optional(),
    inhibitPolicyMapping: z.boolean().optional(),
    inhibitAnyPolicy: z.boolean().optional(),
    revocation: z.enum(['required', 'when-available', 'none']).optional(),
    purpose: z.enum(purposes).optional(),
  }
  return { verify, chain }
}

const byPath = members(name, pathOrPem, policyByPath)
const byContent = members(content, pemOrContent, policyByContent)
const federation = { trust: name.optional() }

const pathByName = z.union([name, z.strictObject({ name, path: name })], {
  error: 'a path, or {"name": what it goes by, "path": a path}',
})

/** Requests of a batch file: bytes by path. */
export const pathSchemas = {
  verify: z.strictObject({
    ...byPath.verify,
    detached: z.array(pathByName).max(10_000).optional(),
    ...federation,
  }),
  chain: z.strictObject({ ...byPath.chain, ...federation }),
}

/** Requests over HTTP: bytes in base64; nothing in them can name a file of the service. */
export const contentSchemas = {
  verify: z.strictObject(byContent.verify),
  extract: z.strictObject({
    ...byContent.verify,
    signature: name.optional().meta({ description: 'the id of the only signature asked about' }),
    revision: z
      .int()
      .min(1)
      .optional()
      .meta({ description: 'of a PDF: this revision, counted from 1, where it is signed' }),
  }),
  chain: z.strictObject(byContent.chain),
}
