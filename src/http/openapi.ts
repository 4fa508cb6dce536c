import { z } from 'zod'
import { chainVerdictSchema, extractionSchema, verdictSchema } from '../report/answer-schema.ts'
import { contentSchemas } from '../store/order-schema.ts'
import { defaultServiceLimits } from './service.ts'

const problem = {
  description: 'a problem (RFC 9457) with a stable `code`',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

const refusals = {
  '400': problem,
  '405': problem,
  '408': problem,
  '413': problem,
  '415': problem,
  '422': problem,
  '429': problem,
  '503': problem,
}

/** The parts of an OpenAPI document (OpenAPI 3.1 §4.8.1); each path has its methods as members. */
interface Description {
  readonly openapi: string
  readonly info: object
  readonly paths: Readonly<Record<string, object>>
  readonly components: object
}

/** The description of the service; requests are described by the schemas they are read with. */
export function openApi(): Description {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Euxine',
      version: '1',
      description:
        'Verifies electronic signatures and decides their recognition. A completed verdict is 200, whatever it says.',
    },
    paths: { ...verdictPaths(), ...trustPaths(), ...servicePaths() },
    components: {
      schemas: {
        VerifyRequest: schemaOf(contentSchemas.verify),
        ExtractRequest: schemaOf(contentSchemas.extract),
        ChainRequest: schemaOf(contentSchemas.chain),
        Verdict: answerSchemaOf(verdictSchema),
        ChainVerdict: answerSchemaOf(chainVerdictSchema),
        Extraction: answerSchemaOf(extractionSchema),
        Problem: problemSchema,
      },
    },
  }
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    hint: { type: 'string' },
  },
}

const answers = {
  verdict: { $ref: '#/components/schemas/Verdict' },
  chain: { $ref: '#/components/schemas/ChainVerdict' },
  extraction: { $ref: '#/components/schemas/Extraction' },
}

const id = {
  type: ['string', 'number', 'null'],
  description: 'the id of the request; null where it had none',
}

/** What came of one request, beside its id. */
function answered(member: string, schema: object): object {
  const properties = { id, [member]: schema }
  return { type: 'object', required: Object.keys(properties), properties }
}

const refused = {
  type: 'object',
  required: ['code', 'message', 'hint'],
  properties: {
    code: { type: 'string' },
    message: { type: 'string' },
    hint: { type: ['string', 'null'] },
  },
}

/** One line: the verdict, or why there is none; the other lines are answered all the same. */
const batchAnswer = {
  properties: {
    line: { type: 'integer', description: 'its number, counted from 1, where it had no id' },
  },
  anyOf: [answered('verdict', answers.verdict), answered('error', refused)],
}

function verdictPaths(): Description['paths'] {
  const multipart = {
    type: 'object',
    required: ['document'],
    properties: {
      document: { type: 'string', contentMediaType: 'application/octet-stream' },
      detached: { type: 'array', items: { contentMediaType: 'application/octet-stream' } },
      request: { contentMediaType: 'application/json' },
    },
  }
  return {
    '/v1/verify': post({
      summary: 'Validate a signed document and decide its recognition',
      content: {
        'application/json': { schema: { $ref: '#/components/schemas/VerifyRequest' } },
        'multipart/form-data': { schema: multipart },
      },
      answer: { 'application/json': { schema: answered('verdict', answers.verdict) } },
    }),
    '/v1/verify/batch': post({
      summary: 'The same for a stream of requests, one a line, answered in order',
      content: {
        'application/x-ndjson': { schema: { $ref: '#/components/schemas/VerifyRequest' } },
      },
      answer: { 'application/x-ndjson': { schema: batchAnswer } },
    }),
    '/v1/chains': post({
      summary: 'Build and validate the path of a certificate',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/ChainRequest' } } },
      answer: { 'application/json': { schema: answered('chain', answers.chain) } },
    }),
    '/v1/extract': post({
      summary: 'Give back the data that is really signed; nothing is said of trust',
      description: extractLimits,
      content: {
        'application/json': { schema: { $ref: '#/components/schemas/ExtractRequest' } },
        'multipart/form-data': { schema: multipart },
      },
      answer: { 'application/json': { schema: answered('extraction', answers.extraction) } },
    }),
  }
}

const extractLimits = `The document and what is signed in it are held whole. A body has \
${megabytes(defaultServiceLimits.bodyBytes)} at most, and as much signed data as \
${megabytes(defaultServiceLimits.extractedBytes)} is given back at once (413, "answer-too-large"). \
Larger ones are for the command "euxine extract", which reads containers as streams.`

function megabytes(octets: number): string {
  return `${octets / (1 << 20)} MiB`
}

function trustPaths(): Description['paths'] {
  return {
    '/v1/trust-lists': get('Every trust list and its state', []),
    '/v1/trust-lists/{territory}': get('The lists of a territory, whole', [path('territory')]),
    '/v1/agreements': get('Every agreement in use', []),
    '/v1/agreements/matrix': get('Who recognises whom at a time', [
      { name: 'at', in: 'query', schema: { type: 'string', format: 'date-time' } },
    ]),
    '/v1/agreements/{id}': get('One agreement', [path('id')]),
  }
}

function servicePaths(): Description['paths'] {
  return {
    '/health/live': get('Whether the process answers', []),
    '/health/ready': get('Whether verdicts can be given, with the state of every list', []),
    '/metrics': get('Counters in the text format of Prometheus', []),
    '/openapi.json': get('This description', []),
  }
}

/** What is said of a POST; bodies and answers by their media types (OpenAPI 3.1 §4.8.14). */
interface Post {
  readonly summary: string
  readonly description?: string
  readonly content: object
  readonly answer: object
}

function post({ content, answer, ...said }: Post): object {
  const ok = { '200': { description: 'what was decided', content: answer } }
  return {
    post: { ...said, requestBody: { required: true, content }, responses: { ...ok, ...refusals } },
  }
}

function get(summary: string, parameters: readonly object[]): object {
  const responses = {
    '200': { description: 'as asked' },
    '400': problem,
    '404': problem,
    '405': problem,
    '503': problem,
  }
  return { get: { summary, parameters, responses } }
}

function path(name: string): object {
  return { name, in: 'path', required: true, schema: { type: 'string' } }
}

function schemaOf(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input' })
  return rest
}

/** Fields may be added to an answer, so that none is closed to others. */
function answerSchemaOf(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io: 'output',
    override: ({ jsonSchema }) => {
      delete jsonSchema.additionalProperties
    },
  })
  return rest
}
