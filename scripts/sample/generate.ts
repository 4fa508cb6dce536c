import { agreements } from './agreements.ts'
import { writeAsicDocuments } from './asic-documents.ts'
import { certificateRevocationList } from './crl.ts'
import { pem } from './der.ts'
import { Subscribers, signerName, type WrittenDocument, writeDocument } from './documents.ts'
import { federation, pinOf, type WrittenState } from './federation.ts'
import { addJson, addText, type Files } from './files.ts'
import { writeJadesDocuments } from './jades-documents.ts'
import {
  listOfLists,
  listOfListsFile,
  listOfListsOperator,
  pointerToListOfLists,
} from './list-of-lists.ts'
import { writeLists } from './lists.ts'
import { buildState, listSigner, type StatePki } from './pki.ts'
import { readmeOfTestVectors, readmeOfTrustLists } from './readme.ts'
import { isEu } from './state-plan.ts'
import { states } from './states.ts'
import { stories } from './stories.ts'
import type { SignatureStory, Story } from './story.ts'
import { times, validationTime } from './times.ts'
import { writeXadesDocuments } from './xades-documents.ts'
import { xmlTime } from './xml.ts'

const folder = 'trust-lists/sample'

/** Every file of the sample: new keys, the same structure, dates and names. No private key is kept. */
export async function generateSample(): Promise<Files> {
  const files: Files = new Map()
  const pkis = await Promise.all(states.map(buildState))
  const written = (await Promise.all(pkis.map((pki) => writeDocuments(files, pki)))).flat()
  await writeTrust(files, pkis)
  await writeEvidence(files, pkis)
  for (const [name, agreement] of agreements()) {
    addJson(files, `${folder}/agreements/${name}`, agreement)
  }
  addJson(files, 'trust-lists/federation.json', {
    schema: 'euxine/federation/1',
    see: 'sample/federation.json',
  })
  addJson(files, 'test-vectors/index.json', index(written))
  addText(files, `${folder}/README.md`, readmeOfTrustLists(states))
  addText(files, 'test-vectors/README.md', readmeOfTestVectors(written))
  return files
}

async function writeDocuments(files: Files, pki: StatePki): Promise<readonly WrittenDocument[]> {
  const subscribers = new Subscribers(pki)
  const written: WrittenDocument[] = []
  for (const story of stories.filter(({ state }) => state === pki.plan.state)) {
    written.push(await writeDocument(files, story, pki, subscribers))
  }
  written.push(...(await writeXadesDocuments(files, pki, subscribers)))
  written.push(...(await writeJadesDocuments(files, pki, subscribers)))
  written.push(...(await writeAsicDocuments(files, pki, subscribers)))
  return written
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

/** test-vectors/index.json: what each file is, and what is expected of it by the way it was made. */
function index(written: readonly WrittenDocument[]): unknown {
  return {
    schema: 'euxine/test-vectors/1',
    at: xmlTime(validationTime),
    trust: '../trust-lists/sample',
    rows: written.map(({ story, path, detached }) => {
      const [first, ...further] = story.signatures
      return {
        path: relative(path),
        state: story.state,
        ...(detached !== null && { detached: relative(detached) }),
        description: story.description,
        until: xmlTime(reliableUntil(story)),
        ...signatureRow(first),
        ...(further.length > 0 && { further: further.map(signatureRow) }),
      }
    }),
  }
}

function signatureRow({ role, counter, fault, expected, recognition }: SignatureStory): object {
  return {
    // The certificate that travels is another's where it was substituted.
    signer: fault === 'certificate-substituted' ? 'Other Person' : signerName(role),
    ...(counter === 'yes' && { countersigns: 'yes' }),
    expected,
    recognition,
  }
}

/**
 * The last instant before which the expectations hold: neither RSA-2048 nor RSASSA-PKCS1-v1_5 is relied
 * upon after (TS 119 312 §7.3 and §8).
 */
function reliableUntil({ state, signatures }: Pick<Story, 'state' | 'signatures'>): Date {
  const services = states.find((plan) => plan.state === state)?.services ?? []
  const short = signatures.some((signature) =>
    services.some(
      ({ id, subscribers }) => id === signature.service && /^RSA-(?!PSS-3072)/.test(subscribers),
    ),
  )
  return short ? times.shortKeysEnd : times.to
}

function relative(path: string): string {
  return path.slice('test-vectors/'.length)
}
