import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { at, fileOf, jsonLines, runCli, temporaryFolder, vectors } from './run-cli.ts'

const signed = 'GE/contract.p7m'
const detached = 'GE/contract-detached.p7s'

describe('euxine verify', () => {
  it('exits 0 where the signature is valid and recognised', async () => {
    const { status, out } = await runCli(['verify', signed, '--relying', 'RO'])
    const [verdict] = jsonLines(out)
    expect(status).toBe(0)
    expect(verdict.schema).toBe('euxine/verdict/1')
    expect(verdict.outcome).toBe('accepted')
    expect(verdict.signatures[0].indication).toBe('TOTAL-PASSED')
    expect(verdict.signatures[0].recognition).toMatchObject({
      outcome: 'recognised',
      relying: 'RO',
      origin: 'GE',
      agreement: { id: 'sample-ro-recognises-ge' },
    })
  })

  it('exits 1 where the signature is valid and not recognised', async () => {
    const { status, out } = await runCli(['verify', signed, '--relying', 'RU'])
    const [{ signatures }] = jsonLines(out)
    expect(status).toBe(1)
    expect(signatures[0].indication).toBe('TOTAL-PASSED')
    expect(signatures[0].recognition).toMatchObject({ reason: 'no-agreement', agreement: null })
  })

  it('exits 1 where the document was changed', async () => {
    const { status, out } = await runCli(['verify', 'GE/tampered.p7m'])
    expect(status).toBe(1)
    expect(jsonLines(out)[0].signatures[0].integrity).toBe('broken')
  })

  it('writes text on a terminal, with the recognition and its reason', async () => {
    const { out } = await runCli(['verify', signed, '--relying', 'RO'], { terminal: 'yes' })
    expect(out).toContain('ACCEPTED')
    expect(out).toContain('sample-ro-recognises-ge')
    expect(out).toContain('FICTIONAL')
  })

  it('reads the document from the standard input where its path is -', async () => {
    const input = await readFile(join(vectors, 'GE/contract.xml'), 'utf8')
    const { status, out } = await runCli(['verify', '-', '--relying', 'RO'], { input })
    expect(status).toBe(0)
    expect(jsonLines(out)).toMatchObject([{ document: { name: 'unnamed' }, outcome: 'accepted' }])
  })

  it('refuses the standard input as two documents', async () => {
    const { status, err } = await runCli(['verify', '-', '-'])
    expect(status).toBe(2)
    expect(err).toContain('name it once')
  })

  it('writes one line for each of several documents and exits with the worst', async () => {
    const { status, out, err } = await runCli(['verify', signed, 'missing.p7m', 'GE/tampered.p7m'])
    expect(jsonLines(out)).toMatchObject([
      { document: { name: 'contract.p7m' }, outcome: 'accepted' },
      { document: { name: 'missing.p7m' }, error: { code: 'file-unreadable' } },
      { document: { name: 'tampered.p7m' }, outcome: 'rejected' },
    ])
    expect(err).toMatch(/^euxine: [^:]*missing\.p7m[^:]* \[file-unreadable\]\n/)
    expect(status).toBe(2)
  })

  it('names the one of several documents that cannot be read', async () => {
    const empty = await fileOf('empty.pdf', '')
    const { out, err } = await runCli(['verify', empty, signed, '--format', 'text'])
    expect(err).toContain(
      `euxine: ${empty}: the document is empty: it has no octets [document-empty]\n`,
    )
    expect(out).toContain(signed)
    expect(out).not.toContain('error')
  })

  it('writes no line for a single document that cannot be read', async () => {
    const { out, err } = await runCli(['verify', await fileOf('empty.pdf', '')])
    expect(out).toBe('')
    expect(err).toContain('euxine: the document is empty: it has no octets [document-empty]\n')
  })

  it('decides at the time that is given', async () => {
    const early = ['verify', signed, '--at', '2000-01-01T00:00:00Z']
    const [verdict] = jsonLines((await runCli(early)).out)
    expect(verdict.at).toBe('2000-01-01T00:00:00Z')
    expect(verdict.outcome).not.toBe('accepted')
  })

  it('uses the sample federation of the package from whatever folder it is called', async () => {
    const folder = await temporaryFolder()
    const { status } = await runCli(['verify', join(vectors, signed)], { folder })
    expect(status).toBe(0)
  })
})

describe('detached content', () => {
  it('is read from the file that is named', async () => {
    const { status } = await runCli(['verify', detached, '--detached', 'GE/contract.txt'])
    expect(status).toBe(0)
  })

  it('may be given by its digest', async () => {
    const { createHash } = await import('node:crypto')
    const content = await readFile(join(vectors, 'GE/contract.txt'))
    const hex = createHash('sha256').update(content).digest('hex')
    const given = await runCli(['verify', detached, '--digest', `contract.txt=SHA-256:${hex}`])
    expect(given.status).toBe(0)
    const other = `${hex.slice(0, -1)}${hex.endsWith('0') ? '1' : '0'}`
    const wrong = await runCli(['verify', detached, '--digest', `contract.txt=SHA-256:${other}`])
    expect(jsonLines(wrong.out)[0].signatures[0].integrity).toBe('broken')
  })

  it('is asked for where it is missing, and nothing is called intact', async () => {
    const { status, out } = await runCli(['verify', detached])
    const [{ signatures, needs }] = jsonLines(out)
    expect(status).toBe(1)
    expect(signatures[0]).toMatchObject({
      integrity: 'unknown',
      indication: 'INDETERMINATE',
      subIndication: 'SIGNED_DATA_NOT_FOUND',
    })
    expect(needs).toContainEqual(expect.objectContaining({ kind: 'content' }))
  })

  it('is hashed as a stream where it is large, and found to be another', async () => {
    const large = join(await temporaryFolder(), 'large.bin')
    await writeFile(large, Buffer.alloc(9 << 20))
    const { out } = await runCli(['verify', detached, '--detached', large])
    expect(jsonLines(out)[0].signatures[0]).toMatchObject({
      integrity: 'broken',
      subIndication: 'HASH_FAILURE',
    })
  })
})

describe('trust given on the command line', () => {
  const signers = ['--trust-signer', '../trust-lists/sample/pins/UA.pem']
  const list = '../trust-lists/sample/UA/UA-TL.xml'
  const document = ['verify', 'UA/contract.p7m', '--at', at]

  it('is a list verified by a signer that is named', async () => {
    const [verdict] = jsonLines((await runCli([...document, '--trust-list', list, ...signers])).out)
    expect(verdict.trust.lists).toMatchObject([{ territory: 'UA', signature: 'verified' }])
  })

  it('is refused where nobody named may have signed the list', async () => {
    const { status, err } = await runCli([...document, '--trust-list', list])
    expect(status).toBe(2)
    expect(err).toContain('[trust-unusable]')
  })

  it('is said to be unverified where that was asked for', async () => {
    const args = [...document, '--trust-list', list, '--unverified-lists']
    const [verdict] = jsonLines((await runCli(args)).out)
    expect(verdict.trust.lists[0].signature).toBe('unverified')
    expect(verdict.warnings).toContainEqual(
      expect.objectContaining({ code: 'trust-list-unverified' }),
    )
  })
})

describe('what is not there yet', () => {
  it.each([
    [['verify', signed, '--format', 'etsi'], 'TS 119 102-2'],
    [['verify', signed, '--bundle', 'x.zip'], 'audit bundle'],
    [['replay', 'x.zip'], '"replay" is not there yet'],
    [['trust', 'diff'], '"trust diff" is not there yet'],
  ])('is refused: %s', async (args, message) => {
    const { status, out, err } = await runCli(args)
    expect(status).toBe(2)
    expect(out).toBe('')
    expect(err).toContain(message)
    expect(err).toContain('hint: ')
  })
})

describe('a call that does not fit', () => {
  it.each([
    [['verify']],
    [['verify', signed, '--relying', 'Romania']],
    [['verify', signed, '--at', '2026-06-01']],
    [['verify', signed, '--nope']],
    [['verify', signed, '--digest', 'a.txt']],
    [['verify', signed, '--digest', 'a.txt=SHA-256:00']],
    [['verify', signed, '--batch', '-']],
    [['verify', '--batch', '-', '--format', 'text']],
    [['verify', signed, '--policy', 'missing.json']],
    [['chain']],
    [['chain', 'x.der', '--revocation', 'maybe']],
    [['serve', '--port', '70000']],
    [['trust', 'check']],
    [['nonsense']],
  ])('exits 2 with the error and a hint: %s', async (args) => {
    const { status, err } = await runCli(args)
    expect(status).toBe(2)
    expect(err).toMatch(/^euxine: .+ \[[a-z-]+\]\n/)
  })

  it('shows a hostile file name without letting it steer the terminal', async () => {
    const { err } = await runCli(['verify', 'a\u001b[31m\u202ecod.p7m'])
    expect(err).toContain('a\\u{1b}[31m\\u{202e}cod.p7m')
    expect(err).not.toContain('\u001b')
  })

  it('reads a policy file, and names what is wrong with one', async () => {
    const policy = await fileOf('p.json', '{"name": "lenient", "revocation": "none"}')
    expect((await runCli(['verify', signed, '--policy', policy])).status).toBe(0)
    const wrong = await fileOf('p.json', '{"name": "x", "revokation": "none"}')
    expect((await runCli(['verify', signed, '--policy', wrong])).err).toContain('revokation')
  })
})

describe('the help', () => {
  it('lists every command, and every option of one', async () => {
    const overview = await runCli(['--help'])
    expect(overview.status).toBe(0)
    expect(overview.out).toContain('agreements matrix')
    const verify = await runCli(['verify', '--help'])
    for (const option of ['--relying', '--trust-signer', '--digest', '--batch', '--online']) {
      expect(verify.out).toContain(option)
    }
    expect((await runCli(['trust', '--help'])).out).toContain('trust check')
    expect((await runCli([])).status).toBe(2)
  })
})
