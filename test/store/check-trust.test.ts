import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type CheckedFile, checkTrust } from '../../src/store/check-trust.ts'
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

let pinned: Identity
let next: Identity
let operator: Identity
let stranger: Identity

beforeAll(async () => {
  pinned = await identity('Pinned')
  next = await identity('Next')
  operator = await identity('Operator')
  stranger = await identity('Stranger')
})

function listOfLists(sequence: string, own: Identity, signer: Identity): string {
  const pointers =
    pointerXml('https://eu.example/lotl.xml', 'EU', listOfListsType, [own]) +
    pointerXml('https://xx.example/tl.xml', 'XX', euGeneric, [operator])
  const parts = { territory: 'EU', type: listOfListsType, sequence, pointers, providers: '' }
  return signed(listXml(parts), signer)
}

async function check(
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<Readonly<Record<string, CheckedFile>>> {
  const folder = await emptyFolder()
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  const rows = checkTrust([folder], { crypto, pins: [pinned.certificate] })
  return Object.fromEntries(rows.map((row) => [row.path, row]))
}

describe('checking a folder of lists', () => {
  it('follows the signers from the pins through pivots to the lists of states', async () => {
    const rows = await check({
      '1.xml': listOfLists('1', next, pinned),
      '2.xml': listOfLists('2', next, next),
      'xx.xml': signed(listXml(), operator),
    })
    expect(['1.xml', '2.xml', 'xx.xml'].map((name) => rows[name]?.authority)).toEqual([
      ...['pinned', 'handed-over', 'pointed-at'],
    ])
  })

  it('knows no signer whom only an unproven list of lists names', async () => {
    const rows = await check({
      '2.xml': listOfLists('2', next, next),
      'xx.xml': signed(listXml(), operator),
    })
    expect(rows['xx.xml']).toMatchObject({ signature: 'verified', authority: 'unknown' })
  })

  it('knows no signer who is named for another state', async () => {
    const rows = await check({
      '1.xml': listOfLists('1', pinned, pinned),
      'yy.xml': signed(listXml({ territory: 'YY' }), operator),
    })
    expect(rows['yy.xml']?.authority).toBe('unknown')
  })

  it('tells broken, unsigned and unreadable lists apart', async () => {
    const rows = await check({
      'broken.xml': signed(listXml(), operator).replace('XX:test', 'XX:tost'),
      'unsigned.xml': listXml(),
      'unreadable.xml': 'junk',
      'foreign.xml': signed(listXml(), stranger),
    })
    expect(Object.values(rows).map(({ path, signature }) => `${path} ${signature}`)).toEqual([
      'broken.xml broken',
      'foreign.xml verified',
      'unreadable.xml unreadable',
      'unsigned.xml unsigned',
    ])
  })

  it('counts the certificates of a folder and names what it cannot read', async () => {
    const rows = await check({ 'a.cer': operator.certificate.der, 'b.cer': 'junk' })
    expect(rows['.']).toMatchObject({
      kind: 'certificates',
      certificates: 1,
      quarantined: [{ where: 'b.cer' }],
    })
  })
})
