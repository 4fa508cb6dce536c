import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Command, type Given, parseArguments } from '../../src/cli/command.ts'
import { passwordOf, passwordOptions } from '../../src/cli/password.ts'
import { encryptedPdf } from '../formats/pdf/encryption/encrypted-pdf.ts'
import { jsonLines, runCli, type Setting, temporaryFolder, testIo } from './run-cli.ts'

const command: Command = {
  name: 'verify',
  arguments: '<document>...',
  summary: '',
  options: [...passwordOptions, { name: 'batch', value: 'file', help: '' }],
  run: async () => 0,
}

async function passwordIn(args: readonly string[], setting: Setting = {}): Promise<string | null> {
  const given: Given = parseArguments(command, args)
  return passwordOf(command, given, testIo(setting).io)
}

describe('the password on the command line', () => {
  it('is none where none is given', async () => {
    expect(await passwordIn([])).toBeNull()
  })

  it('is what --password says', async () => {
    expect(await passwordIn(['--password', 'пароль'])).toBe('пароль')
  })

  it.each([
    ['the line', ' pass word \n', ' pass word '],
    ['a line of Windows', 'password\r\n', 'password'],
    ['text without a line end', 'password', 'password'],
  ])('is %s in the file of --password-file', async (_, text, password) => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'secret'), text)
    expect(await passwordIn(['--password-file', 'secret'], { folder })).toBe(password)
  })

  it('comes by the standard input where that is asked for', async () => {
    expect(await passwordIn(['--password-file', '-'], { input: 'password\n' })).toBe('password')
  })

  it('is refused where it is given twice', async () => {
    const both = passwordIn(['--password', 'a', '--password-file', 'b'])
    await expect(both).rejects.toMatchObject({ code: 'request-malformed' })
  })

  it.each([['-'], ['--batch', '-']])(
    'is refused where the standard input is something else: %s',
    async (...args) => {
      const taken = passwordIn(['--password-file', '-', ...args], { input: 'password' })
      await expect(taken).rejects.toMatchObject({ code: 'request-malformed' })
    },
  )

  it.each([
    ['more lines', Buffer.from('a secret\nb\n')],
    ['no UTF-8', Buffer.from([0xff])],
    ['more than a password', Buffer.alloc(1025, 'a')],
  ])('is refused, and not repeated, where the file has %s', async (_, bytes) => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'secret'), bytes)
    const refused = passwordIn(['--password-file', 'secret'], { folder })
    await expect(refused).rejects.toMatchObject({
      code: 'request-malformed',
      message: '--password-file: not one line of text in UTF-8',
    })
  })

  it('does no harm to a document that is not encrypted, and is in no verdict', async () => {
    const args = ['verify', 'GE/contract.p7m', '--format', 'json', '--password', 'tell nobody']
    const { status, out, err } = await runCli(args)
    expect(status).toBe(0)
    expect(out + err).not.toContain('tell nobody')
  })
})

describe('an encrypted document on the command line', async () => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'secret.pdf'), await encryptedPdf())

  it('is verified with its password', async () => {
    const args = ['verify', 'secret.pdf', '--password-file', '-']
    const { out } = await runCli(args, { folder, input: 'user\n' })
    expect(JSON.parse(out).signatures).toMatchObject([{ integrity: 'intact' }])
  })

  it.each([
    [[], 'opens with a password only'],
    [['--password', 'tell nobody'], 'password does not open the document'],
  ])('is refused with %j', async (given, message) => {
    const args = ['verify', 'secret.pdf', ...given]
    const { status, out, err } = await runCli(args, { folder })
    expect(status).toBe(2)
    expect(err).toContain(message)
    expect(err).toContain('--password-file')
    expect(out + err).not.toContain('tell nobody')
  })

  it('gives back what is signed with its password', async () => {
    const args = ['extract', 'secret.pdf', '--password', 'user', '--format', 'json']
    const { status, out } = await runCli(args, { folder })
    expect(status).toBe(0)
    expect(JSON.parse(out).objects).toHaveLength(1)
  })

  it('is opened in a batch by the password of its line, and else by that of the command', async () => {
    const lines = [{ id: 1 }, { id: 2, password: 'wrong' }, { id: 3, password: 'owner' }]
    const input = lines.map((line) => `${JSON.stringify({ ...line, document: 'secret.pdf' })}\n`)
    const args = ['verify', '--batch', '-', '--password', 'user']
    const { out } = await runCli(args, { folder, input: input.join('') })
    expect(jsonLines(out)).toMatchObject([
      { id: 1, verdict: { signatures: [{ integrity: 'intact' }] } },
      { id: 2, error: { code: 'password-wrong' } },
      { id: 3, verdict: { signatures: [{ integrity: 'intact' }] } },
    ])
  })
})
