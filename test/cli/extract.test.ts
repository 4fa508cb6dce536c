import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { zipOf } from '../../scripts/sample/zip.ts'
import { writeFiles } from '../../src/cli/extract-files.ts'
import { planFiles, safeComponents } from '../../src/cli/extract-paths.ts'
import type { SignedObject } from '../../src/extract.ts'
import { file, manifestSigned } from '../formats/asic/material.ts'
import { runCli, temporaryFolder, vectors } from './run-cli.ts'

const signed = join(vectors, 'GE/contract.p7m')
const text = await readFile(join(vectors, 'GE/contract.txt'), 'utf8')

async function extractInto(folder: string, ...args: readonly string[]) {
  return runCli(['extract', ...args], { folder })
}

describe('euxine extract', () => {
  it('writes what is signed to a folder, and lists it', async () => {
    const folder = await temporaryFolder()
    const { status, out } = await extractInto(folder, signed, '--out', 'here')
    const { schema, objects, warnings } = JSON.parse(out)
    expect(status).toBe(0)
    expect(schema).toBe('euxine/extraction/1')
    expect(objects).toMatchObject([
      { signature: 'signature-1', name: 'content', kind: 'full', path: 'here/content' },
    ])
    expect(objects[0]).not.toHaveProperty('octets')
    expect(await readFile(join(folder, 'here/content'), 'utf8')).toBe(text)
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'trust-not-decided' }))
  })

  it('writes to a folder named after the document where none is named', async () => {
    const folder = await temporaryFolder()
    await extractInto(folder, signed)
    expect(await readdir(folder)).toEqual(['contract.p7m.signed'])
  })

  it('writes the one object to the standard output, and nothing else', async () => {
    const { status, out } = await runCli(['extract', 'GE/contract.p7m', '--out', '-'])
    expect(status).toBe(0)
    expect(out).toBe(text)
  })

  it('writes the revision of a PDF that is asked for, where it is signed', async () => {
    const folder = await temporaryFolder()
    const path = join(vectors, 'UA/certified-2-filled.pdf')
    const whole = await readFile(path)
    const { status, out } = await extractInto(folder, path, '--revision', '2')
    expect(status).toBe(0)
    const [{ name, size }] = JSON.parse(out).objects
    expect(name).toBe('certified-2-filled.revision-2.pdf')
    const written = await readFile(join(folder, 'certified-2-filled.pdf.signed', name))
    expect(written).toEqual(whole.subarray(0, size))
    const before = await extractInto(folder, path, '--revision', '1')
    expect(before).toMatchObject({
      status: 2,
      err: expect.stringContaining('no signature is over'),
    })
  })

  it.each(['0', '1.5', 'one', '-1'])('refuses %s as a revision', async (number) => {
    const { status } = await extractInto(await temporaryFolder(), signed, '--revision', number)
    expect(status).toBe(2)
  })

  it('writes text for who reads on a terminal', async () => {
    const folder = await temporaryFolder()
    const { out } = await runCli(['extract', signed], { folder, terminal: 'yes' })
    expect(out).toContain(join('contract.p7m.signed', 'content'))
    expect(out).toContain('only verify decides')
  })

  it('takes detached content', async () => {
    const folder = await temporaryFolder()
    const args = [join(vectors, 'GE/contract-detached.p7s')]
    const given = ['--detached', join(vectors, 'GE/contract.txt')]
    const { status, out } = await extractInto(folder, ...args, ...given)
    expect(status).toBe(0)
    expect(JSON.parse(out).objects).toMatchObject([{ name: 'contract.txt' }])
  })

  it('exits 1 with the reason, and writes nothing, where the document was changed', async () => {
    const folder = await temporaryFolder()
    const { status, out, err } = await extractInto(folder, join(vectors, 'GE/tampered.p7m'))
    expect(status).toBe(1)
    expect(err).toMatch(/nothing is given back of "signature-1": .+digest differs/)
    expect(JSON.parse(out).objects).toEqual([])
    expect(await readdir(folder)).toEqual([])
  })

  it('writes nothing to the standard output where the document was changed', async () => {
    const { status, out } = await runCli(['extract', 'GE/tampered.p7m', '--out', '-'])
    expect(status).toBe(1)
    expect(out).toBe('')
  })

  it('exits 1 where one of two signatures is broken, and gives what the other is over', async () => {
    const { status, out } = await runCli(['extract', 'BG/two-signers.p7m', '--out', '-'])
    expect(status).toBe(1)
    expect(out).toContain('FICTIONAL contract')
  })
})

describe('euxine extract of what has nothing to give', () => {
  it('exits 1 with the reason where a countersignature is asked about', async () => {
    const all = ['extract', 'GE/countersigned.p7m', '--out', '-']
    const { status, out, err } = await runCli([...all, '--signature', 'signature-1-counter-1'])
    expect(status).toBe(1)
    expect(out).toBe('')
    expect(err).toContain('it countersigns "signature-1"')
  })

  it('tells of another signature only where one has a single object', async () => {
    const folder = await temporaryFolder()
    const one = join(folder, 'one.asice')
    await writeFile(one, zipOf(manifestSigned([file('a.txt', 'a'), file('b.txt', 'b')])))
    const apart = await runCli(['extract', 'EL/two-signers.asice', '--out', '-'])
    const together = await runCli(['extract', one, '--out', '-'])
    expect(apart.err).toContain('--out, or one signature with --signature')
    expect(together.err).toMatch(/hint: name a folder with --out\n/)
  })
})

describe('the standard input', () => {
  it('may be the document', async () => {
    const chunks = (async function* () {
      yield await readFile(signed)
    })()
    const { status, out } = await runCli(['extract', '-', '--out', '-'], { chunks })
    expect(status).toBe(0)
    expect(out).toBe(text)
  })
})

describe('files that are there already', () => {
  it('are kept, and nothing is written', async () => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'content'), 'mine')
    const { status, err } = await extractInto(folder, signed, '--out', '.')
    expect(status).toBe(2)
    expect(err).toContain('[file-unwritable]')
    expect(await readFile(join(folder, 'content'), 'utf8')).toBe('mine')
  })

  it('are named where a folder would be', async () => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'taken'), 'mine')
    const { status, err } = await extractInto(folder, signed, '--out', 'taken')
    expect(status).toBe(2)
    expect(err).toContain('hint: a file is where the folder would be')
  })

  it('are replaced with --force', async () => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'content'), 'mine')
    const { status } = await extractInto(folder, signed, '--out', '.', '--force')
    expect(status).toBe(0)
    expect(await readFile(join(folder, 'content'), 'utf8')).toBe(text)
  })

  it('are not written through where they are links', async () => {
    const folder = await temporaryFolder()
    const victim = join(await temporaryFolder(), 'victim')
    await writeFile(victim, 'mine')
    await symlink(victim, join(folder, 'content'))
    expect((await extractInto(folder, signed, '--out', '.')).status).toBe(2)
    expect((await extractInto(folder, signed, '--out', '.', '--force')).status).toBe(0)
    expect(await readFile(victim, 'utf8')).toBe('mine')
  })

  it('are not reached by way of a link in the folder', async () => {
    const folder = await temporaryFolder()
    const elsewhere = await temporaryFolder()
    await symlink(elsewhere, join(folder, 'link'))
    const files = [{ components: ['link', 'below', 'a'], content: Buffer.from('x') }]
    await expect(writeFiles(folder, files, 'replace')).rejects.toThrow('is there already')
    expect(await readdir(elsewhere)).toEqual([])
  })

  it('are not written to a folder that a link leads to, where nobody named it', async () => {
    const folder = await temporaryFolder()
    const elsewhere = await temporaryFolder()
    await symlink(elsewhere, join(folder, 'contract.p7m.signed'))
    const { status, err } = await extractInto(folder, signed)
    expect(status).toBe(2)
    expect(err).toContain('is a link to elsewhere')
    expect(await readdir(elsewhere)).toEqual([])
  })

  it('are never folders', async () => {
    const folder = await temporaryFolder()
    await mkdir(join(folder, 'content'))
    expect((await extractInto(folder, signed, '--out', '.', '--force')).status).toBe(2)
  })
})

describe('a call that does not fit', () => {
  it.each([
    [['extract']],
    [['extract', signed, signed]],
    [['extract', signed, '--revision', '1']],
    [['extract', signed, '--signature', 'nobody']],
    [['extract', 'missing.p7m']],
    [['extract', signed, '--digest', 'x']],
    [['extract', signed, '--format', 'etsi']],
    [['extract', signed, '--out', '-', '--format', 'json']],
  ])('exits 2 with the error and a hint: %s', async (args) => {
    const { status, err } = await extractInto(await temporaryFolder(), ...args.slice(1))
    expect(status).toBe(2)
    expect(err).toMatch(/^euxine: .+ \[[a-z-]+\]\nhint: /)
  })
})

describe('a name from a document', () => {
  it.each([
    ['a.txt', 'a.txt'],
    ['folder/a.txt', 'folder/a.txt'],
    ['../../etc/passwd', 'etc/passwd'],
    ['/etc/passwd', 'etc/passwd'],
    ['a/./b/../c', 'a/b/c'],
    ['..\\..\\windows\\system.ini', 'windows/system.ini'],
    ['C:\\a.txt', 'C_/a.txt'],
    ['file:///etc/passwd', 'file_/etc/passwd'],
    ['.bashrc', '_bashrc'],
    ['.ssh/authorized_keys', '_ssh/authorized_keys'],
    ['...', 'unnamed'],
    ['. ./x', 'x'],
    ['', 'unnamed'],
    ['/', 'unnamed'],
    ['a\u0000b\u001b[31m\u202egpj.exe', 'a_b_[31m_gpj.exe'],
    ['con', '_con'],
    ['NUL.txt', '_NUL.txt'],
    ['com1/lpt9.log', '_com1/_lpt9.log'],
    ['name. ', 'name'],
    ['a|b?c*d"e<f>g', 'a_b_c_d_e_f_g'],
  ])('is made a safe path: %j', (name, path) => {
    expect(safeComponents(name, 'as-is').join('/')).toBe(path)
  })

  it('has an ending where it is the canonical form of XML', () => {
    expect(safeComponents('#id-1', 'canonical')).toEqual(['id-1.xml'])
    expect(safeComponents('document', 'canonical')).toEqual(['document.xml'])
    expect(safeComponents('data.xml', 'canonical')).toEqual(['data.xml'])
  })

  it.each(['a'.repeat(256), 'ж'.repeat(128), 'a/'.repeat(40)])(
    'is refused where it is too long',
    (name) => {
      expect(() => safeComponents(name, 'as-is')).toThrow('too long')
    },
  )
})

describe('the places of several objects', () => {
  it('is one for the same octets under the same name', () => {
    const { files, places } = planOf([object('a.txt', 'x'), object('a.txt', 'x', 'second')])
    expect(files).toHaveLength(1)
    expect(places).toHaveLength(2)
  })

  it.each([
    ['a.txt', 'a.txt'],
    ['a.txt', 'A.TXT'],
    ['caf\u00e9', 'cafe\u0301'],
    ['x/a', '../x/a'],
    ['a', 'a/b'],
    ['A/b', 'a'],
  ])('are refused where they would be one: %j and %j', (one, other) => {
    expect(() => planOf([object(one, 'x'), object(other, 'y')])).toThrow('would be the file')
  })
})

function planOf(objects: readonly SignedObject[]) {
  return planFiles(objects, ({ octets }) => octets ?? Buffer.alloc(0))
}

function object(name: string, sha256: string, signature = 'first'): SignedObject {
  const octets = Buffer.from(sha256)
  const rest = { kind: 'full', form: 'as-is', size: octets.length, mediaType: null } as const
  return { signature, name, sha256, octets, ...rest }
}
