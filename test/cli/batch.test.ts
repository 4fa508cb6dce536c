import { describe, expect, it } from 'vitest'
import type { Certificate } from '../../src/x509/certificate.ts'
import { authority, entity, issue } from '../x509/pki.ts'
import { at, jsonLines, runBatch, runCli } from './run-cli.ts'

const request = { document: 'GE/contract.p7m', at, relying: 'RO' }

describe('a batch', () => {
  it('is answered line by line in the order of the input', async () => {
    const lines = ['AL', 'GE', 'MD', 'RO'].map((state) => ({
      id: state,
      document: `${state}/contract.p7m`,
    }))
    const { status, answers } = await runBatch(lines)
    expect(status).toBe(0)
    expect(answers.map(({ id }) => id)).toEqual(['AL', 'GE', 'MD', 'RO'])
    expect(answers.map(({ verdict }) => verdict.document.sha256)).toHaveLength(4)
  })

  it('goes on after lines that cannot be carried out, and exits 1', async () => {
    const { status, answers } = await runBatch([
      '{"id": "cut", "document": ',
      { id: 'missing', document: 'no/such.p7m' },
      { id: 'strict', document: 'GE/contract.p7m', relaying: 'RO' },
      { id: 'no-document' },
      '[]',
      'null',
      '',
      { ...request, id: 'good' },
    ])
    expect(status).toBe(1)
    expect(answers.map(({ id, error }) => [id, error?.code ?? 'verdict'])).toEqual([
      [null, 'request-malformed'],
      ['missing', 'file-unreadable'],
      ['strict', 'request-malformed'],
      ['no-document', 'request-malformed'],
      [null, 'request-malformed'],
      [null, 'request-malformed'],
      ['good', 'verdict'],
    ])
    expect(answers[0].line).toBe(1)
    expect(answers[2].error.message).toContain('relaying')
  })

  it('refuses every unknown member, also hidden ones', async () => {
    const { answers } = await runBatch(['{"document": "GE/contract.p7m", "__proto__": {"a": 1}}'])
    expect(answers[0].error.message).toContain('__proto__')
  })

  it.each([
    [{ at: 'yesterday' }, 'yesterday'],
    [{ relying: 'ROU' }, 'ROU'],
    [{ id: 2 ** 60 }, '9007199254740991'],
    [{ digests: [{ name: 'a', algorithm: 'SHA-0', value: '00' }] }, 'SHA-0'],
    [{ digests: [{ name: 'a', algorithm: 'SHA-256', value: '00' }] }, '32 octets'],
    [{ anchors: 'root.pem' }, 'anchors'],
    [{ unverifiedLists: 'yes' }, 'unverifiedLists'],
    [{ anchors: [`Issuer: ${'x'.repeat(4_096)}`] }, 'PEM that begins with "-----BEGIN"'],
    [{ evidenceRecords: ['x.ers'] }, '"x.ers" cannot be read'],
    [
      { anchors: ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'] },
      'certificate',
    ],
  ])('names what is wrong with %j', async (extra, message) => {
    const { answers } = await runBatch([{ ...request, ...extra }])
    expect(answers[0].error.message).toContain(message)
  })

  it('takes options on the command line for every line that does not say otherwise', async () => {
    const document = 'GE/contract.p7m'
    const { answers } = await runBatch(
      [{ document }, { document, relying: 'RU' }],
      ['--relying', 'RO'],
    )
    expect(answers.map(({ verdict }) => verdict.signatures[0].recognition.relying)).toEqual([
      'RO',
      'RU',
    ])
  })

  it('is flushed as the answers come', async () => {
    const pieces: string[] = []
    const input = [request, request].map((line) => JSON.stringify(line)).join('\n')
    await runCli(['verify', '--batch', '-'], { input, watch: (text) => pieces.push(text) })
    expect(pieces).toHaveLength(2)
  })

  it('answers each line with the error of trust that cannot be used, and no verdict', async () => {
    const { status, answers } = await runBatch([{ ...request, trust: 'no-such-folder' }])
    expect(status).toBe(1)
    expect(answers[0]).not.toHaveProperty('verdict')
    expect(answers[0].error.code).toBe('file-unreadable')
  })

  it('exits 2 where the batch itself cannot be read', async () => {
    const { status, err } = await runCli(['verify', '--batch', 'missing.jsonl'])
    expect(status).toBe(2)
    expect(err).toContain('missing.jsonl')
  })

  it('leaves U+2028 in a string where it stands', async () => {
    const { answers } = await runBatch([{ id: 'a\u2028b', document: 'none' }])
    expect(answers).toHaveLength(1)
    expect(answers[0].id).toBe('a\u2028b')
  })
})

describe('the options of a batch', () => {
  it('give the number of threads, from one on', async () => {
    const { status } = await runBatch([request], ['--threads', '1'])
    expect(status).toBe(0)
    for (const wrong of ['0', '-1', 'many', '1025', '1.5']) {
      const refused = await runBatch([request], [`--threads=${wrong}`])
      expect(refused.status).toBe(2)
      expect(refused.err).toContain('--threads')
    }
  })

  it('are refused where they are about one document', async () => {
    const { status, err } = await runBatch([request], ['--detached', 'a.txt'])
    expect(status).toBe(2)
    expect(err).toContain('--detached')
  })

  it.each([
    ['verify', '--base', '.'],
    ['chain', '--threads', '2'],
    ['chain', '--summary', 'summary.json'],
  ])('are refused without one: %s %s', async (command, option, value) => {
    const { status, out, err } = await runCli([command, 'GE/contract.p7m', option, value])
    expect([status, out]).toEqual([2, ''])
    expect(err).toContain(`${option} without --batch`)
  })

  it('do not make an empty batch fail', async () => {
    expect(await runCli(['verify', '--batch', '-'], { input: '' })).toMatchObject({
      status: 0,
      out: '',
    })
    expect((await runCli(['chain', '--batch', '-'], { input: '\n\n' })).out).toBe('')
  })
})

function pem({ der }: Certificate): string {
  const text = Buffer.from(der).toString('base64')
  return `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`
}

describe('a batch of chains', () => {
  it('takes what the command line says of revocation, unless the line says otherwise', async () => {
    const root = entity('Root')
    const anchors = [pem(authority(root, root))]
    const other = { target: pem(issue(entity('Holder'), root)), anchors, at }
    const lines = [other, { ...other, revocation: 'none' }]
    const input = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
    const { out } = await runCli(['chain', '--batch', '-', '--revocation', 'required'], { input })
    const checks = jsonLines(out).map(({ chain }) => chain.reason)
    expect(checks).toEqual(['NO_REVOCATION_DATA', null])
  })

  it('answers with the path, target first', async () => {
    const target = '../trust-lists/sample/GE/qc.cer'
    const input = `${JSON.stringify({ id: 7, target, at })}\n{"id": 8}\n`
    const { status, out } = await runCli(['chain', '--batch', '-'], { input })
    const [first, second] = jsonLines(out)
    expect(status).toBe(1)
    expect(first).toMatchObject({ id: 7, chain: { path: expect.anything() } })
    expect(first.chain.path[0].subject).toContain('Georgia')
    expect(second).toMatchObject({ id: 8, error: { code: 'request-malformed' } })
  })
})
