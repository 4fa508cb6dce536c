import { factsOf } from './certificate-facts.ts'
import { signContent, signedData } from './cms.ts'
import { certificateDepot } from './depot.ts'
import { pem } from './der.ts'
import { type EtsiList, type EtsiPointer, type EtsiService, etsiList } from './etsi-list.ts'
import {
  additional,
  euCommonRules,
  euDetermination,
  euListType,
  nationalDetermination,
  nationalListType,
  nationalRules,
  serviceTypes,
  statuses,
} from './etsi-uris.ts'
import { addText, type Files } from './files.ts'
import { digest } from './keys.ts'
import { certificateManifest } from './manifest.ts'
import { fictional } from './names.ts'
import { listNotice } from './notice.ts'
import { listSignerOf, operator, type ServicePki, type StatePki } from './pki.ts'
import { accreditedAuthorities } from './russian-list.ts'
import { isEu, type StatePlan } from './state-plan.ts'
import { times } from './times.ts'
import { signEnveloped } from './xml-signature.ts'

/** A list as the federation names it. */
export interface WrittenList {
  readonly id: string
  readonly file: string
  /** Pinned in place of a signature, for forms that carry none. */
  readonly sha256: string | null
}

/** Where a list would be published; names under .example are nobody's (RFC 2606 §3). */
export function listLocation(file: string): string {
  return `https://trust-lists.euxine.example/${file}`
}

/** Writes every list of a state under the folder; `pointers` are to the list of lists. */
export async function writeLists(
  files: Files,
  folder: string,
  pki: StatePki,
  pointers: readonly EtsiPointer[],
): Promise<readonly WrittenList[]> {
  const written: WrittenList[] = []
  for (const id of pki.plan.lists) {
    written.push(await writeList(files, folder, pki, id, pointers))
  }
  return written
}

async function writeList(
  files: Files,
  folder: string,
  pki: StatePki,
  id: string,
  pointers: readonly EtsiPointer[],
): Promise<WrittenList> {
  switch (pki.plan.form) {
    case 'etsi-119612':
      return writeEtsi(files, folder, pki, id, pointers)
    case 'certificate-manifest':
      return writeManifest(files, folder, pki, id)
    case 'kamusm-depo':
      return writePinned(files, folder, id, `${pki.plan.code}/SertifikaDeposu.xml`, depot(pki))
    case 'ru-e-trust':
      return writePinned(files, folder, id, `${pki.plan.code}/tsl.xml`, await russianList(pki))
  }
}

function listed(pki: StatePki, id: string): readonly ServicePki[] {
  return pki.services.filter((service) => service.plan.lists.includes(id))
}

async function writeEtsi(
  files: Files,
  folder: string,
  pki: StatePki,
  id: string,
  pointers: readonly EtsiPointer[],
): Promise<WrittenList> {
  const { plan } = pki
  const file = `${plan.code}/${id}.xml`
  const services = listed(pki, id).map((service) => etsiService(service, plan))
  const xml = etsiList(etsiPlan(plan, id, listLocation(file), services, pointers))
  const signed = await signEnveloped(xml, listSignerOf(pki), times.issued, plan.canonicalization)
  // Serbia's server sends a byte order mark before the XML declaration.
  addText(files, `${folder}/${file}`, plan.state === 'RS' ? `\uFEFF${signed}` : signed)
  return { id, file, sha256: null }
}

function etsiPlan(
  plan: StatePlan,
  id: string,
  location: string,
  services: readonly EtsiService[],
  pointers: readonly EtsiPointer[],
): EtsiList {
  const eu = isEu(plan)
  return {
    version: plan.version ?? 5,
    sequenceNumber: 1,
    type: eu ? euListType : nationalListType(plan.code),
    code: plan.code,
    language: plan.language,
    operator: operator(plan),
    operatorOwn: fictional(plan.ownName),
    schemeName: `${plan.code}:${fictional(`trusted list ${id} of the Euxine sample`)}`,
    determination: eu ? euDetermination : nationalDetermination(plan.code),
    rules: eu ? [euCommonRules, nationalRules(plan.code)] : [nationalRules(plan.code)],
    location,
    notice: listNotice(plan.name),
    pointers,
    providers: [
      {
        name: provider(plan),
        ownName: fictional(`${plan.ownName} 1`),
        tradeName: `NTR${plan.state}-000000000`,
        services,
      },
    ],
  }
}

function etsiService(service: ServicePki, plan: StatePlan): EtsiService {
  const { subjectText, keyIdentifier } = factsOf(service.certificate)
  return {
    type: serviceTypes.qualifiedCa,
    name: fictional(service.plan.name),
    certificate: service.certificate,
    subject: subjectText,
    keyIdentifier,
    additional: [additional.foreSignatures, additional.foreSeals],
    // Greece is the one of the real lists at hand that names qualifiers.
    qscdPolicies: plan.code === 'EL' ? [plan.law.signaturePolicy] : [],
    states: statusesOf(service),
  }
}

function statusesOf(service: ServicePki): EtsiService['states'] {
  const granted = { status: statuses.granted, from: times.serviceGranted }
  return service.plan.status === 'granted'
    ? [granted]
    : [{ status: statuses.withdrawn, from: times.serviceWithdrawn }, granted]
}

async function writeManifest(
  files: Files,
  folder: string,
  pki: StatePki,
  id: string,
): Promise<WrittenList> {
  const { plan } = pki
  const file = `${plan.code}/manifest.json`
  const testAuthority = plan.manifest === 'bundle' ? 'TEST' : null
  const services = listed(pki, id).map((service) => ({
    type: serviceTypes.qualifiedCa,
    name: fictional(service.plan.name),
    status: statuses.granted,
    from: times.serviceGranted,
    additional: [additional.foreSignatures, additional.foreSeals],
    file: writeAuthority(files, `${folder}/${plan.code}`, pki, service),
  }))
  const text = certificateManifest(
    {
      code: plan.code,
      operator: operator(plan),
      schemeName: `${plan.code}:${fictional('certificate manifest of the Euxine sample')}`,
      provider: provider(plan),
      notice: listNotice(plan.name),
      issued: times.issued,
      nextUpdate: times.nextUpdate,
    },
    services,
    testAuthority,
  )
  const content = Buffer.from(text, 'utf8')
  const signer = listSignerOf(pki)
  const signature = await signContent(content, signer, { signingTime: times.issued })
  files.set(`${folder}/${file}`, content)
  files.set(`${folder}/${file}.p7s`, signedData(null, [signature], [signer.certificate]))
  return { id, file, sha256: null }
}

/** The certificate of a service as PEM, as DER, or in a bundle beside a test authority's. */
function writeAuthority(files: Files, folder: string, pki: StatePki, service: ServicePki): string {
  const { id } = service.plan
  switch (pki.plan.manifest) {
    case 'bundle': {
      const test = pki.testAuthority ? [pki.testAuthority] : []
      files.set(`${folder}/bundle.p7b`, signedData(null, [], [service.certificate, ...test]))
      return 'bundle.p7b'
    }
    case 'der':
      files.set(`${folder}/${id}.cer`, service.certificate)
      return `${id}.cer`
    default:
      addText(files, `${folder}/${id}.pem`, pem('CERTIFICATE', service.certificate))
      return `${id}.pem`
  }
}

function depot(pki: StatePki): string {
  const { subject, issuer, serial, keyIdentifier, from, to } = factsOf(pki.root.certificate)
  return certificateDepot(listNotice(pki.plan.name), [
    {
      certificate: pki.root.certificate,
      serial: Buffer.from(serial, 'hex'),
      issuer,
      subject,
      keyIdentifier,
      from,
      to,
    },
  ])
}

async function russianList(pki: StatePki): Promise<string> {
  const authorities = []
  for (const service of listed(pki, 'RU-TL')) {
    const { issuerText, serial, keyIdentifier, from, to } = factsOf(service.certificate)
    const withdrawn = service.plan.status === 'withdrawn'
    authorities.push({
      name: fictional(service.plan.name),
      status: withdrawn ? ('Прекращена' as const) : ('Действует' as const),
      statusFrom: withdrawn ? times.serviceWithdrawn : times.serviceGranted,
      grantedFrom: times.serviceGranted,
      certificate: service.certificate,
      thumbprint: await digest('SHA-1', service.certificate),
      keyIdentifier,
      issuerName: issuerText,
      serial,
      from,
      to,
      crlUri: pki.root.crlUri,
    })
  }
  return accreditedAuthorities(listNotice(pki.plan.name), 1, authorities)
}

async function writePinned(
  files: Files,
  folder: string,
  id: string,
  file: string,
  text: string,
): Promise<WrittenList> {
  const content = Buffer.from(text, 'utf8')
  files.set(`${folder}/${file}`, content)
  return { id, file, sha256: Buffer.from(await digest('SHA-256', content)).toString('hex') }
}

function provider(plan: StatePlan): string {
  return fictional(`${plan.name} Sample Trust Services`)
}
