import { sign } from 'node:crypto'
import type { Agreement } from '../../src/recognition/model.ts'
import type { Trust } from '../../src/trust.ts'
import type { LoadedList, Service, ServiceState } from '../../src/trustlist/model.ts'
import { defaultPolicy } from '../../src/validation/policy.ts'
import { type VerifyRequest, verify } from '../../src/verify.ts'
import type { Certificate } from '../../src/x509/certificate.ts'
import type { Crl } from '../../src/x509/crl/crl.ts'
import { integer, oid, sequence } from '../formats/cms/der.ts'
import {
  hello,
  signedData,
  signerInfo,
  type TestSigner,
  usualAttributes,
} from '../formats/cms/material.ts'
import type { ListSigner } from '../formats/xml/signing.ts'
import { agreement, day, forSignatures, granted, qualified } from '../recognition/sample.ts'
import { authority, crl, crypto, entity, extension, issue, type Plan } from '../x509/pki.ts'

/** Georgia's qualified service, its signer, and all that a story may change of them. */
export const georgia = entity('Georgian issuing CA')
const citizen = entity('Citizen')

export const service = authority(georgia, georgia, { from: '2020-01-01' })
export const goodCrl = crl(georgia, { from: '2024-01-01', to: '2034-01-01' })

export const revokedCrl = (at: string) =>
  crl(georgia, { from: '2024-06-20', to: '2034-01-01', revoked: [{ serial: 5, at }] })

/** QcCompliance, QcSSCD and QcType eSign (EN 319 412-5). */
export const qualifiedStatements = extension(
  '1.3.6.1.5.5.7.1.3',
  sequence(
    sequence(oid('0.4.0.1862.1.1')),
    sequence(oid('0.4.0.1862.1.4')),
    sequence(oid('0.4.0.1862.1.6'), sequence(oid('0.4.0.1862.1.6.1'))),
  ),
  false,
)

export function signerCertificate(plan: Plan = {}): Certificate {
  return issue(citizen, georgia, {
    serial: 5,
    from: '2022-01-01',
    extensions: [qualifiedStatements],
    ...plan,
  })
}

/** A CAdES-B signature by the citizen. */
export function signedBy(
  certificate: Certificate,
  content: Uint8Array = hello,
  others: readonly Certificate[] = [],
): Uint8Array {
  const signer = cmsSigner(certificate)
  const info = signerInfo({ signer, attributes: Object.values(usualAttributes(content, signer)) })
  return signedData({
    content,
    certificates: [certificate, ...others].map((one) => one.der),
    signerInfos: [info],
  })
}

/** The citizen as a signer of CMS. */
export function cmsSigner(certificate: Certificate): TestSigner {
  return {
    key: citizen.key,
    certificate: certificate.der,
    issuer: georgia.name,
    serial: integer(5),
  }
}

/** The citizen as a signer of XML, whose values are r‖s. */
export function xmlSigner(certificate: Certificate): ListSigner {
  const key = { key: citizen.key, dsaEncoding: 'ieee-p1363' } as const
  return { certificate: certificate.der, sign: (bytes) => sign('sha256', bytes, key) }
}

export function state(differences: Partial<ServiceState> = {}): ServiceState {
  return {
    type: qualified,
    name: 'Issuing service',
    status: granted,
    startingTime: day('2020-01-01'),
    identities: [{ kind: 'certificate', certificate: service }],
    additionalServiceInformation: [forSignatures],
    qualifications: [],
    expiredCertsRevocationInfo: null,
    takenOverBy: null,
    supplyPoints: [],
    unknownCriticalExtensions: [],
    ...differences,
  }
}

export interface ListPlan {
  readonly territory?: string
  readonly nextUpdate?: Date | 'closed'
  readonly signature?: LoadedList['signature']
  readonly service?: Service
}

export function list(plan: ListPlan = {}): LoadedList {
  const { territory = 'GE', nextUpdate = day('2030-01-01'), signature = 'verified' } = plan
  return {
    id: `${territory}-TL`,
    territory,
    location: `https://list.example/${territory}.xml`,
    sha256: 'cd'.repeat(32),
    signature,
    signer: null,
    stalePolicy: { graceDays: 0, afterGrace: 'refuse' },
    problems: [],
    list: {
      form: 'etsi-119612',
      version: 6,
      sequenceNumber: 1,
      type: 'list',
      schemeOperator: 'Operator',
      schemeName: `${territory}:list`,
      territory,
      statusDeterminationApproach: null,
      communityRules: [],
      issued: day('2024-01-01'),
      nextUpdate,
      distributionPoints: [],
      pointers: [],
      providers: [
        {
          name: 'Provider',
          tradeNames: [],
          informationUris: [],
          services: [plan.service ?? { states: [state()] }],
        },
      ],
      quarantine: [],
    },
  }
}

export interface World {
  readonly document?: Uint8Array
  readonly at?: string
  readonly relying?: string | null
  readonly lists?: readonly LoadedList[]
  readonly agreements?: readonly Agreement[]
  readonly crls?: readonly Crl[]
  readonly detached?: VerifyRequest['detached']
}

export function request(world: World = {}): VerifyRequest {
  const trust: Trust = {
    federation: 'test',
    fictional: false,
    lists: world.lists ?? [list()],
    agreements: world.agreements ?? [agreement()],
    certificates: [],
    crls: world.crls ?? [goodCrl],
    ocspResponses: [],
    problems: [],
  }
  return {
    document: { name: 'contract.p7m', bytes: world.document ?? signedBy(signerCertificate()) },
    detached: world.detached ?? [],
    at: day(world.at ?? '2024-07-01'),
    relying: world.relying === undefined ? 'GR' : world.relying,
    trust,
    anchors: [],
    certificates: [],
    crls: [],
    policy: defaultPolicy,
    crypto,
  }
}

/** The one signature of the verdict, as a line: indication, sub-indication, outcome, reason. */
export function told(world: World = {}): string {
  const [signature] = verify(request(world)).signatures
  if (signature === undefined) throw new Error('the story has no signature')
  const { indication, subIndication, recognition } = signature
  const technical = subIndication === null ? indication : `${indication} ${subIndication}`
  return recognition === null
    ? technical
    : `${technical}, ${recognition.outcome}: ${recognition.reason}`
}
