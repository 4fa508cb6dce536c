import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { VerifierError } from '../../src/core/errors.ts'
import { loadTrust } from '../../src/store/load-trust.ts'
import { type Refreshed, refreshTrust } from '../../src/store/refresh-trust.ts'
import { parseCertificate } from '../../src/x509/certificate.ts'
import { alice, signedData, signerInfo, usualAttributes } from '../formats/cms/material.ts'
import {
  crypto,
  euGeneric,
  type Identity,
  identity,
  listOfListsType,
  listXml,
  pointerXml,
  signed,
} from '../trustlist/lists.ts'
import { emptyFolder } from './folders.ts'

const at = new Date('2026-06-01T00:00:00Z')
const place = 'https://xx.example/tl.xml'
let operator: Identity
let listOfLists: Identity

beforeAll(async () => {
  operator = await identity('Operator')
  listOfLists = await identity('List of lists')
})

function pem({ certificate }: Pick<Identity, 'certificate'>): string {
  const base64 = Buffer.from(certificate.der).toString('base64')
  return `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`
}

/** A federation of one state, whose list is at a place on the network. */
async function federation(source: object): Promise<string> {
  const folder = await emptyFolder()
  await writeFile(join(folder, 'operator.pem'), pem(operator))
  await writeFile(join(folder, 'lotl.pem'), pem(listOfLists))
  const members = [{ state: 'XX', name: 'Xanadu', lists: [{ ...listSource, ...source }] }]
  const lotl = { id: 'LOTL', form: 'etsi-119612', location: 'https://eu.example/lotl.xml' }
  const json = {
    schema: 'euxine/federation/1',
    name: 'One',
    fictional: true,
    notice: 'a test',
    listsOfLists: [{ ...lotl, signers: ['lotl.pem'] }],
    members,
  }
  await writeFile(join(folder, 'federation.json'), JSON.stringify(json))
  return folder
}

const listSource = { id: 'XX-TL', form: 'etsi-119612', location: place, files: ['xx.xml'] }
const pinned = { signers: ['operator.pem'] }

function refresh(folder: string, files: Readonly<Record<string, string>>): Promise<Refreshed> {
  const fetch = async (location: string): Promise<Uint8Array> => {
    const xml = Object.hasOwn(files, location) ? files[location] : undefined
    if (xml === undefined) throw new VerifierError('source-refused', `no ${location}`)
    return Buffer.from(xml)
  }
  return refreshTrust(folder, { crypto, at, fetch })
}

function outcomes({ lists }: Refreshed): readonly string[] {
  return lists.map(({ id, outcome }) => `${id} ${outcome}`)
}

describe('loading the lists of a federation', () => {
  it('keeps a list that verifies, for later without a network', async () => {
    const folder = await federation(pinned)
    const refreshed = await refresh(folder, { [place]: signed(listXml(), operator) })
    expect(outcomes(refreshed)).toEqual(['LOTL absent', 'XX-TL updated'])
    const trust = await loadTrust(folder, { crypto, at })
    expect(trust.lists.map(({ signature }) => signature)).toEqual(['broken', 'verified'])
  })

  it('says that nothing changed where nothing did', async () => {
    const folder = await federation(pinned)
    const xml = signed(listXml(), operator)
    await refresh(folder, { [place]: xml })
    expect(outcomes(await refresh(folder, { [place]: xml }))).toContain('XX-TL unchanged')
  })

  it('refuses a list by a signer that is not pinned, and keeps nothing', async () => {
    const folder = await federation(pinned)
    const refreshed = await refresh(folder, { [place]: signed(listXml(), listOfLists) })
    expect(outcomes(refreshed)).toContain('XX-TL refused')
    await expect(loadTrust(folder, { crypto, at })).rejects.toMatchObject({
      code: 'trust-unusable',
    })
  })

  it('refuses an older list, and the one kept before stays in use', async () => {
    const folder = await federation(pinned)
    await refresh(folder, { [place]: signed(listXml({ sequence: '11' }), operator) })
    const older = await refresh(folder, { [place]: signed(listXml({ sequence: '10' }), operator) })
    expect(older.lists[1]?.list.problems.map(({ code }) => code)).toContain('rolled-back')
    const trust = await loadTrust(folder, { crypto, at })
    expect(trust.lists[1]?.list?.sequenceNumber).toBe(11)
  })

  it('refuses another list of the same number', async () => {
    const folder = await federation(pinned)
    await refresh(folder, { [place]: signed(listXml(), operator) })
    const other = await refresh(folder, { [place]: signed(listXml({ version: '5' }), operator) })
    expect(other.lists[1]?.list.problems.map(({ code }) => code)).toContain('contradicts-earlier')
  })

  it('refuses a kept list that was put in the place of the one accepted', async () => {
    const folder = await federation(pinned)
    await refresh(folder, { [place]: signed(listXml(), operator) })
    const other = signed(listXml({ version: '5' }), operator)
    await writeFile(join(folder, 'loaded', 'XX-TL.xml'), other)
    await expect(loadTrust(folder, { crypto, at })).rejects.toMatchObject({
      code: 'trust-unusable',
    })
  })

  it('takes the signers from the pointer of a verified list of lists', async () => {
    const folder = await federation({ signersFrom: 'LOTL' })
    const pointers = pointerXml(place, 'XX', euGeneric, [operator])
    const parts = { territory: 'EU', type: listOfListsType, pointers, providers: '' }
    const files = {
      'https://eu.example/lotl.xml': signed(listXml(parts), listOfLists),
      [place]: signed(listXml(), operator),
    }
    expect(outcomes(await refresh(folder, files))).toEqual(['LOTL updated', 'XX-TL updated'])
  })

  it('takes no signers from a list of lists that has expired', async () => {
    const folder = await federation({ signersFrom: 'LOTL' })
    const pointers = pointerXml(place, 'XX', euGeneric, [operator])
    const nextUpdate = '<dateTime>2026-05-31T23:59:59Z</dateTime>'
    const parts = { territory: 'EU', type: listOfListsType, pointers, nextUpdate, providers: '' }
    const files = {
      'https://eu.example/lotl.xml': signed(listXml(parts), listOfLists),
      [place]: signed(listXml(), operator),
    }
    expect(outcomes(await refresh(folder, files))).toEqual(['LOTL updated', 'XX-TL refused'])
  })

  it('writes the journal before the list: after a crash in between the older list is refused', async () => {
    const folder = await federation(pinned)
    const loaded = join(folder, 'loaded')
    await refresh(folder, { [place]: signed(listXml({ sequence: '10' }), operator) })
    await rename(join(loaded, 'XX-TL.xml'), join(loaded, 'kept.xml'))
    // A folder in the place of the list cannot be replaced by a file: writing stops there.
    await mkdir(join(loaded, 'XX-TL.xml', 'in-the-way'), { recursive: true })
    const newer = signed(listXml({ sequence: '11' }), operator)
    await expect(refresh(folder, { [place]: newer })).rejects.toThrow()
    await rm(join(loaded, 'XX-TL.xml'), { recursive: true })
    await rename(join(loaded, 'kept.xml'), join(loaded, 'XX-TL.xml'))
    await expect(loadTrust(folder, { crypto, at })).rejects.toMatchObject({
      code: 'trust-unusable',
    })
    const older = await refresh(folder, { [place]: signed(listXml({ sequence: '10' }), operator) })
    expect(older.lists[1]?.list.problems.map(({ code }) => code)).toContain('rolled-back')
    await refresh(folder, { [place]: newer })
    const trust = await loadTrust(folder, { crypto, at })
    expect(trust.lists[1]?.list?.sequenceNumber).toBe(11)
  })

  it('takes away the signature beside the list kept before where the new one has none', async () => {
    const folder = await federation(pinned)
    const signature = join(folder, 'loaded', 'XX-TL.xml.p7s')
    await mkdir(join(folder, 'loaded'))
    await writeFile(signature, 'of a list of before')
    await refresh(folder, { [place]: signed(listXml(), operator) })
    await expect(readFile(signature)).rejects.toMatchObject({ code: 'ENOENT' })
    const trust = await loadTrust(folder, { crypto, at })
    expect(trust.lists[1]?.signature).toBe('verified')
  })

  it('keeps the signature beside a list that has one', async () => {
    const folder = await federation({ signers: ['alice.pem'] })
    const certificate = parseCertificate(alice.certificate)
    await writeFile(join(folder, 'alice.pem'), pem({ certificate }))
    const from = await emptyFolder()
    const list = Buffer.from(listXml())
    const attributes = Object.values(usualAttributes(list))
    const cms = signedData({ content: null, signerInfos: [signerInfo({ attributes })] })
    await writeFile(join(from, 'xx.xml'), list)
    await writeFile(join(from, 'xx.xml.p7s'), cms)
    await refreshTrust(folder, { crypto, at, fetch: null, from })
    expect(await readFile(join(folder, 'loaded', 'XX-TL.xml.p7s'))).toEqual(cms)
    const trust = await loadTrust(folder, { crypto, at })
    expect(trust.lists[1]?.signature).toBe('verified')
  })

  it('loads from a folder of files without a network', async () => {
    const folder = await federation(pinned)
    const from = await emptyFolder()
    await writeFile(join(from, 'xx.xml'), signed(listXml(), operator))
    const refreshed = await refreshTrust(folder, { crypto, at, fetch: null, from })
    expect(outcomes(refreshed)).toEqual(['LOTL absent', 'XX-TL updated'])
  })

  it('keeps the files of a manifest from elsewhere, each bound by its digest', async () => {
    const folder = await federation({})
    const from = await emptyFolder()
    const { sha256Hex } = await import('../../src/core/fingerprint.ts')
    const certificate = { file: 'ca/root.cer', sha256: sha256Hex(operator.certificate.der) }
    const service = {
      ...{ type: 'urn:t', name: 'S', status: 'urn:s', startingTime: '2020-01-01T00:00:00Z' },
      certificates: [certificate, 'ca/other.cer'],
    }
    const manifest = JSON.stringify({
      schema: 'euxine/certificate-manifest/1',
      ...{ territory: 'XX', schemeOperator: 'O', schemeName: 'N', sequenceNumber: 1 },
      issued: '2026-01-01T00:00:00Z',
      providers: [{ name: 'P', services: [service] }],
    })
    await mkdir(join(from, 'ca'))
    for (const name of ['root.cer', 'other.cer']) {
      await writeFile(join(from, 'ca', name), operator.certificate.der)
    }
    await writeFile(join(folder, 'm.json'), manifest)
    const sha256 = sha256Hex(Buffer.from(manifest))
    const path = join(folder, 'federation.json')
    const json = JSON.parse(await readFile(path, 'utf8'))
    json.members[0].lists = [
      { id: 'XX-M', form: 'certificate-manifest', location: 'm.json', sha256 },
    ]
    await writeFile(path, JSON.stringify(json))
    await refreshTrust(folder, { crypto, at, fetch: null, from })
    const trust = await loadTrust(folder, { crypto, at })
    const [, list] = trust.lists
    expect(list?.signature).toBe('verified')
    expect(list?.list?.quarantine.map(({ where }) => where)).toEqual(['P, S, ca/other.cer'])
  })
})
