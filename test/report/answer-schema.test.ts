import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest'
import type { z } from 'zod'
import {
  chainVerdictSchema,
  extractionSchema,
  verdictSchema,
} from '../../src/report/answer-schema.ts'
import type { ChainVerdict } from '../../src/report/chain.ts'
import type { Verdict } from '../../src/report/verdict.ts'
import { at, postJson, type Running, root, start, stop, vectors } from '../http/service.ts'
import { type Index, readIndex } from '../sample/expectations.ts'

type Mutable<T> = T extends readonly (infer One)[]
  ? Mutable<One>[]
  : T extends object
    ? { -readonly [K in keyof T]: Mutable<T[K]> }
    : T

let running: Running
let index: Index

beforeAll(async () => {
  running = await start()
  index = await readIndex(root)
})
afterAll(() => stop(running))

async function base64(path: string): Promise<string> {
  return (await readFile(join(vectors, path))).toString('base64')
}

// biome-ignore lint/suspicious/noExplicitAny: the schema says what it is.
async function answer(route: string, body: object): Promise<any> {
  const response = await postJson(`${running.url}${route}`, body)
  expect(response.status).toBe(200)
  return response.json()
}

async function requests(): Promise<readonly object[]> {
  const rows = [...index.rows, ...index.attacks.map(({ path }) => ({ path, detached: undefined }))]
  return Promise.all(
    rows.map(async ({ path, detached }) => ({
      document: { name: path, content: await base64(path) },
      ...(detached !== undefined && {
        detached: [{ name: detached.split('/').at(-1), content: await base64(detached) }],
      }),
      relying: 'RO',
      at,
    })),
  )
}

describe('the described answers', () => {
  it('are those that the types allow', () => {
    expectTypeOf<Mutable<Verdict>>().toExtend<z.output<typeof verdictSchema>>()
    expectTypeOf<Mutable<ChainVerdict>>().toExtend<z.output<typeof chainVerdictSchema>>()
  })

  it('are those of every test vector, no member more or less', async () => {
    const problems: string[] = []
    let verdicts = 0
    for (const body of await requests()) {
      const response = await postJson(`${running.url}/v1/verify`, body)
      // Some of the attacked PDFs are refused.
      if (response.status === 422) continue
      const { verdict } = (await response.json()) as { verdict: Verdict }
      verdicts += 1
      const read = verdictSchema.safeParse(verdict)
      if (!read.success) problems.push(`${verdict.document.name}: ${read.error.message}`)
    }
    expect(problems).toEqual([])
    expect(verdicts).toBeGreaterThan(index.rows.length)
  })

  it('are those of an extraction', async () => {
    for (const path of [
      'GE/contract.p7m',
      'GE/contract.asice',
      'GE/tampered.p7m',
      'UA/contract.pdf',
    ]) {
      const body = await answer('/v1/extract', { document: { content: await base64(path) } })
      expect(extractionSchema.parse(body.extraction)).toEqual(body.extraction)
    }
  })

  it('are those of a chain, also of one that leads nowhere', async () => {
    const der = await readFile(join(root, 'trust-lists/sample/GE/qc.cer'))
    const target = { content: der.toString('base64') }
    for (const relying of ['RO', 'GE', undefined]) {
      for (const extra of [{}, { anchors: [] }, { revocation: 'required' }]) {
        const { chain } = await answer('/v1/chains', { target, at, relying, ...extra })
        expect(chainVerdictSchema.parse(chain)).toEqual(chain)
      }
    }
  })
})
