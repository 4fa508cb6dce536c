import { describe, expect, it } from 'vitest'
import { Budget } from '../../../src/core/budget.ts'
import type { Container } from '../../../src/formats/asic/container.ts'
import { givenBeside } from '../../../src/formats/asic/given.ts'
import { crypto, detachedBytes, sha } from '../cms/material.ts'
import { annex, contract } from './material.ts'

/** A container of which a file is not held: its digest is all that is known of it. */
const entry = { name: 'contract.txt' }
const container = {
  files: new Map([['contract.txt', entry]]),
  content: () => ({
    name: 'contract.txt',
    bytes: null,
    digests: { 'SHA-256': sha('sha256', contract) },
  }),
} as unknown as Container

const checksOf = (content: Uint8Array) =>
  givenBeside(
    { detached: [detachedBytes(content, 'contract.txt')], crypto, budget: new Budget() },
    container,
  ).check()

describe('a file that is given whole beside a container in which it is not held', () => {
  it('is the one in it where it has its digest', () => expect(checksOf(contract)).toEqual([]))
  it('is another where it has not', () =>
    expect(checksOf(annex)).toMatchObject([{ id: 'asic-given-content' }]))
})
