import { agreements } from './agreements.ts'
import { writeAsicDocuments } from './asic-documents.ts'
import { certificateRevocationList } from './crl.ts'
import { pem } from './der.ts'
import { Subscribers, type WrittenDocument, writeDocument } from './documents.ts'
import { federation, pinOf, type WrittenState } from './federation.ts'
import { addJson, addText, type Files } from './files.ts'
import { indexOfVectors } from './index-of-vectors.ts'
import { writeJadesDocuments } from './jades-documents.ts'
import {
  listOfLists,
  listOfListsFile,
  listOfListsOperator,
  pointerToListOfLists,
} from './list-of-lists.ts'
import { writeLists } from './lists.ts'
import { writePadesDocuments } from './pades-documents.ts'
import { type WrittenAttack, writePdfAttacks } from './pdf-attacks.ts'
import { buildState, listSigner, type StatePki } from './pki.ts'
import { readmeOfTestVectors, readmeOfTrustLists } from './readme.ts'
import { isEu } from './state-plan.ts'
import { states } from './states.ts'
import { stories } from './stories.ts'
import { times } from './times.ts'
import { writeXadesDocuments } from './xades-documents.ts'

const folder = 'trust-lists/sample'

/** Every file of the sample: new keys, the same structure, dates and names. No private key is kept. */
export async function generateSample(): Promise<Files> {
  const files: Files = new Map()
  const pkis = await Promise.all(states.map(buildState))
  const made = await Promise.all(pkis.map((pki) => writeDocuments(files, pki)))
  const written = made.flatMap(({ documents }) => documents)
  const attacks = made.flatMap((one) => one.attacks)
  await writeTrust(files, pkis)
  await writeEvidence(files, pkis)
  for (const [name, agreement] of agreements()) {
    addJson(files, `${folder}/agreements/${name}`, agreement)
  }
  addJson(files, 'trust-lists/federation.json', {
    schema: 'euxine/federation/1',
    see: 'sample/federation.json',
  })
  addJson(files, 'test-vectors/index.json', indexOfVectors(written, attacks))
  addText(files, `${folder}/README.md`, readmeOfTrustLists(states))
  addText(files, 'test-vectors/README.md', readmeOfTestVectors(written, attacks))
  return files
}

interface Written {
  readonly documents: readonly WrittenDocument[]
  readonly attacks: readonly WrittenAttack[]
}

async function writeDocuments(files: Files, pki: StatePki): Promise<Written> {
  const subscribers = new Subscribers(pki)
  const written: WrittenDocument[] = []
  for (const story of stories.filter(({ state }) => state === pki.plan.state)) {
    written.push(await writeDocument(files, story, pki, subscribers))
  }
  written.push(...(await writeXadesDocuments(files, pki, subscribers)))
  written.push(...(await writeJadesDocuments(files, pki, subscribers)))
  written.push(...(await writeAsicDocuments(files, pki, subscribers)))
  const pdfs = await writePadesDocuments(files, pki, subscribers)
  const attacks = await writePdfAttacks(files, pki, subscribers, pdfs)
  return { documents: [...written, ...pdfs], attacks }
}

async function writeTrust(files: Files, pkis: readonly StatePki[]): Promise<void> {
  const signer = await listSigner('EU', listOfListsOperator, 'RSA-3072/SHA-256')
  const pointer = pointerToListOfLists(signer)
  const eu = pkis.filter(({ plan }) => isEu(plan))
  addText(files, `${folder}/${listOfListsFile}`, await listOfLists(signer, eu))
  addText(files, `${folder}/${pinOf('EU')}`, pem('CERTIFICATE', signer.certificate))
  const members: WrittenState[] = []
  for (const pki of pkis) {
    const { plan } = pki
    // Serbia's real list points to the list of lists of the EU, of which it is no member.
    const pointers = isEu(plan) || plan.state === 'RS' ? [pointer] : []
    const lists = await writeLists(files, folder, pki, pointers)
    if (!isEu(plan) && pki.listSigner !== null) {
      addText(
        files,
        `${folder}/${pinOf(plan.code)}`,
        pem('CERTIFICATE', pki.listSigner.certificate),
      )
    }
    members.push({ plan, lists })
  }
  addJson(files, `${folder}/federation.json`, federation(members, listOfListsFile))
}

/** A complete CRL of every authority that can sign one, so that an offline verdict can be reached. */
async function writeEvidence(files: Files, pkis: readonly StatePki[]): Promise<void> {
  for (const { plan, root, services } of pkis) {
    const authorities = [
      { id: 'root', authority: root },
      ...services.flatMap(({ plan: { id }, authority }) => (authority ? [{ id, authority }] : [])),
    ]
    for (const { id, authority } of authorities) {
      files.set(
        `${folder}/evidence/${plan.code}-${id}.crl`,
        await certificateRevocationList(authority, times.issued, times.nextUpdate),
      )
    }
  }
}
