import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { nodeCrypto } from '../../src/crypto/node.ts'
import type { DetachedContent } from '../../src/formats/format.ts'
import type { Verdict } from '../../src/report/verdict.ts'
import type { Trust } from '../../src/trust.ts'
import { defaultPolicy } from '../../src/validation/policy.ts'
import { verify } from '../../src/verify.ts'
import { type Certificate, parseCertificateFile } from '../../src/x509/certificate.ts'

/** A row of a suite that this verifier answers otherwise, and by which clause. */
export interface Exception {
  readonly id: string
  readonly expected: string
  readonly actual: string
  readonly reason: string
}

/** The folder of a suite, or null where SUITES_DIR is not set. */
export function suiteFolder(name: string): string | null {
  const root = process.env['SUITES_DIR']
  return root === undefined || root === '' ? null : join(root, name)
}

/** The labelled rows; none where the suite is absent. */
export function readRows<Row>(folder: string | null): readonly Row[] {
  if (folder === null) return []
  const file = join(folder, 'labels.jsonl')
  if (!existsSync(file)) throw new Error(`${file} is missing`)
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)
}

export function readExceptions(file: string): ReadonlyMap<string, Exception> {
  const list = JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8')) as Exception[]
  return new Map(list.map((one) => [one.id, one]))
}

/** Compares with the label, or with the exception: an unexpected success fails as well. */
export function expectLabelled(
  exceptions: ReadonlyMap<string, Exception>,
  id: string,
  expected: string,
  actual: string,
): void {
  const exception = exceptions.get(id)
  const right = { expected: exception?.expected ?? expected, actual: exception?.actual ?? expected }
  expect({ expected, actual }, `${id}: ${exception?.reason ?? 'no exception'}`).toEqual(right)
}

const crypto = nodeCrypto()

const noTrust: Trust = {
  federation: 'none',
  fictional: false,
  lists: [],
  agreements: [],
  certificates: [],
  crls: [],
  ocspResponses: [],
  problems: [],
}

/** The verdict without lists, with the anchor where one is given, and without revocation data. */
export function verdictOn(
  path: string,
  options: {
    readonly detached: readonly DetachedContent[]
    readonly anchor?: string
    readonly at?: string
    readonly password?: string
  },
): Verdict {
  const anchors: readonly Certificate[] =
    options.anchor === undefined ? [] : [parseCertificateFile(readFileSync(options.anchor))]
  return verify({
    document: { name: path, bytes: readFileSync(path) },
    detached: options.detached,
    at: new Date(options.at ?? '2026-01-01T00:00:00Z'),
    relying: null,
    trust: noTrust,
    anchors,
    certificates: [],
    crls: [],
    ...(options.password !== undefined && { password: options.password }),
    policy: { ...defaultPolicy, revocation: 'none' },
    crypto,
  })
}
