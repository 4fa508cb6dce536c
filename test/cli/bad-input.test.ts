import { randomBytes } from 'node:crypto'
import { readFile, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileOf, jsonLines, runBatch, runCli, vectors } from './run-cli.ts'

async function contract(): Promise<Buffer> {
  return readFile(join(vectors, 'GE/contract.p7m'))
}

async function codeFor(bytes: Uint8Array | string): Promise<string | undefined> {
  const { status, err } = await runCli(['verify', await fileOf('document.p7m', bytes)])
  expect(status).toBe(2)
  return /\[([a-z-]+)\]/.exec(err)?.[1]
}

/** The answers to several documents in one run, for which the trust is loaded once. */
async function answersTo(documents: readonly Uint8Array[]) {
  const paths = await Promise.all(documents.map((bytes) => fileOf('document.p7m', bytes)))
  return (await runBatch(paths.map((document) => ({ document })))).answers
}

describe('a document that cannot be read', () => {
  it('is empty', async () => {
    expect(await codeFor('')).toBe('document-empty')
  })

  it('is text', async () => {
    expect(await codeFor('Dear Sir or Madam,\n')).toBe('not-a-signed-document')
  })

  it('is random', async () => {
    const noise = Array.from({ length: 50 }, () => randomBytes(4096))
    for (const { error } of await answersTo(noise)) {
      expect(['not-a-signed-document', 'document-unreadable', 'format-unsupported']).toContain(
        error.code,
      )
    }
  })

  it('is of a format that is not read yet', async () => {
    expect(await codeFor('MIME-Version: 1.0\r\n')).toBe('format-unsupported')
  })

  it('is truncated anywhere', async () => {
    const whole = await contract()
    const cuts = Array.from({ length: 50 }, (_, i) =>
      whole.subarray(0, (whole.length * i) / 50 + 1),
    )
    for (const { error } of await answersTo(cuts)) {
      expect(['document-unreadable', 'not-a-signed-document']).toContain(error.code)
    }
  })

  it('has its lengths nested beyond the limit', async () => {
    const deep = Buffer.concat([Buffer.from('308006092a864886f70d010702a080', 'hex'), deepTail()])
    expect(['budget-exceeded', 'document-unreadable']).toContain(await codeFor(deep))
  })

  it('is a folder', async () => {
    const { status, err } = await runCli(['verify', vectors])
    expect(status).toBe(2)
    expect(err).toContain('[file-unreadable]')
  })

  it('is huge, and is refused before it is read', async () => {
    const path = await fileOf('huge.p7m', '')
    await truncate(path, 3 * 2 ** 30)
    const { status, err } = await runCli(['verify', path])
    expect(status).toBe(2)
    expect(err).toContain('[document-too-large]')
  })

  it('has bytes after its end, and is not called intact', async () => {
    const path = await fileOf('trailing.p7m', Buffer.concat([await contract(), Buffer.from('x')]))
    const { status, out } = await runCli(['verify', path])
    const intact = jsonLines(out).some(({ outcome }) => outcome === 'accepted')
    expect(status).not.toBe(0)
    expect(intact).toBe(false)
  })
})

function deepTail(): Buffer {
  return Buffer.alloc(200_000, Buffer.from('3080', 'hex'))
}

describe('any flipped octet', () => {
  it('never leaves an accepted document with other content', async () => {
    const whole = await contract()
    const changed = Array.from({ length: 200 }, (_, i) => {
      const bytes = Buffer.from(whole)
      const at = Math.floor((whole.length * i) / 200)
      bytes[at] = (bytes[at] ?? 0) ^ 1
      return bytes
    })
    const [original, ...answers] = await answersTo([whole, ...changed])
    expect(original.verdict.outcome).toBe('accepted')
    for (const { verdict } of answers.filter((answer) => answer.verdict?.outcome === 'accepted')) {
      expect(verdict.signatures[0].scope).toEqual(original.verdict.signatures[0].scope)
      expect(verdict.signatures[0].signer).toEqual(original.verdict.signatures[0].signer)
    }
  })
})

describe('what is said of a document that cannot be read', () => {
  it('names its syntax once', async () => {
    const { err } = await runCli(['verify', await fileOf('cut.xml', '<a')])
    expect(err).toContain('the document cannot be read as XML: it ends in the middle')
  })

  it('has a hint where a JWS has no signature', async () => {
    const document = await fileOf('none.json', '{"payload":"YQ","signatures":[]}')
    const { err } = await runCli(['verify', document])
    expect(err).toMatch(/\[not-a-signed-document\]\nhint: .*give the file that holds the signature/)
  })

  it('tells of a missing file where paths begin', async () => {
    const { err } = await runCli(['verify', 'missing.p7m'])
    expect(err).toContain('hint: there is no such file; paths begin in the working folder')
  })
})
