import { additional, serviceTypes, statuses } from './etsi-uris.ts'
import { fictional } from './names.ts'
import { isEu, type StatePlan } from './state-plan.ts'
import { states } from './states.ts'

/** What the relying state makes of a qualified signature or seal of the origin state. */
type Grant = 'qualified' | 'advanced'

interface Term {
  readonly status: 'in-force' | 'suspended' | 'terminated' | 'not-yet' | 'draft'
  readonly from: string
  readonly to?: string
  readonly existingSignatures?: 'grandfather' | 'require-timestamp-before' | 'none'
}

/** One directed edge, as the table below states it. */
interface EdgePlan {
  readonly relying: string
  readonly origin: string
  readonly grants: Grant
  readonly covers?: 'signatures-and-seals' | 'seals'
  readonly mechanism?: 'ttp-receipt' | 'guarantor' | 'unilateral'
  /** The lists it names, where they are not all of the origin's. */
  readonly lists?: readonly string[]
  readonly timeline?: readonly Term[]
  readonly proofOfTime?: 'trusted-timestamp' | 'claimed-allowed'
  readonly forbidden?: readonly string[]
}

const start = '2023-01-01T00:00:00Z'
const inForce: readonly Term[] = [{ status: 'in-force', from: start }]

/** In force from the start until it ends in one of the two ways. */
function ending(
  status: 'suspended' | 'terminated',
  at: string,
  existingSignatures: NonNullable<Term['existingSignatures']>,
): readonly Term[] {
  return [
    { status: 'in-force', from: start, to: at },
    { status, from: at, existingSignatures },
  ]
}

function edge(
  relying: string,
  origin: string,
  grants: Grant,
  terms: Omit<EdgePlan, 'relying' | 'origin' | 'grants'> = {},
): EdgePlan {
  return { relying, origin, grants, ...terms }
}

/** Both directions of one level. */
function mutual(a: string, b: string, grants: Grant): readonly EdgePlan[] {
  return [edge(a, b, grants), edge(b, a, grants)]
}

/** Who accepts what from whom, all of it invented. EU stands for the sample's members of the EU. */
const edges: readonly EdgePlan[] = [
  ...mutual('BG', 'RO', 'qualified'),
  ...mutual('BG', 'GR', 'qualified'),
  ...mutual('GR', 'RO', 'qualified'),
  // The same pair at another level each way, and by the list made for it.
  edge('EU', 'UA', 'advanced', { lists: ['UA-TL-EC'] }),
  edge('UA', 'EU', 'qualified'),
  edge('EU', 'MD', 'advanced'),
  edge('EU', 'MK', 'advanced'),
  edge('RO', 'GE', 'qualified'),
  edge('GR', 'GE', 'advanced'),
  edge('GE', 'EU', 'qualified'),
  edge('GE', 'UA', 'qualified', { lists: ['UA-TL'] }),
  edge('UA', 'GE', 'advanced'),
  edge('GE', 'AM', 'qualified', { mechanism: 'unilateral' }),
  edge('GE', 'TR', 'advanced'),
  edge('GE', 'AZ', 'qualified'),
  edge('AZ', 'GE', 'qualified', { covers: 'seals' }),
  ...mutual('AZ', 'TR', 'advanced'),
  edge('AZ', 'RO', 'qualified', { forbidden: ['RSASSA-PKCS1-v1_5'] }),
  edge('BG', 'TR', 'advanced'),
  edge('TR', 'BG', 'qualified', { timeline: [{ status: 'draft', from: start }] }),
  edge('TR', 'UA', 'qualified', { mechanism: 'guarantor' }),
  edge('RS', 'EU', 'qualified'),
  ...mutual('RS', 'MK', 'qualified'),
  ...mutual('RS', 'AL', 'qualified'),
  edge('MK', 'EU', 'qualified'),
  edge('MK', 'AL', 'qualified', {
    timeline: [
      { status: 'not-yet', from: start, to: '2045-01-01T00:00:00Z' },
      { status: 'in-force', from: '2045-01-01T00:00:00Z' },
    ],
  }),
  edge('AL', 'EU', 'qualified'),
  edge('AL', 'TR', 'advanced', { timeline: ending('terminated', '2025-01-01T00:00:00Z', 'none') }),
  edge('AL', 'MK', 'qualified', {
    timeline: ending('terminated', '2026-01-01T00:00:00Z', 'grandfather'),
    proofOfTime: 'claimed-allowed',
  }),
  ...mutual('MD', 'UA', 'qualified'),
  edge('MD', 'RO', 'qualified', {
    timeline: ending('suspended', '2025-10-01T00:00:00Z', 'require-timestamp-before'),
  }),
  edge('MD', 'BG', 'qualified', { timeline: ending('suspended', '2025-10-01T00:00:00Z', 'none') }),
  edge('AM', 'RU', 'qualified', { mechanism: 'ttp-receipt' }),
  edge('RU', 'AM', 'qualified', { mechanism: 'ttp-receipt' }),
  edge('AM', 'GE', 'qualified', {
    timeline: [{ status: 'in-force', from: '2025-06-01T00:00:00Z' }],
  }),
  edge('AM', 'EU', 'advanced'),
]

/** The id of the agreement by which one party recognises another. */
export function agreementId(relying: string, origin: string): string {
  return `sample-${code(relying)}-recognises-${code(origin)}`.toLowerCase()
}

/** Every agreement by the name of its file. */
export function agreements(): ReadonlyMap<string, unknown> {
  return new Map(
    edges.map((plan) => [`${agreementId(plan.relying, plan.origin)}.json`, agreement(plan)]),
  )
}

function agreement(plan: EdgePlan): unknown {
  const id = agreementId(plan.relying, plan.origin)
  const origins = members(plan.origin)
  const direction = `${partyName(plan.relying)} recognises signatures of ${partyName(plan.origin)}`
  return {
    schemaVersion: 1,
    id,
    version: 1,
    instrument: {
      id: `instrument-${id}`,
      title: fictional(`agreement: ${direction}`),
      kind: 'sample',
      parties: [...members(plan.relying), ...origins].map(({ state }) => state),
      citation: fictional('Euxine sample, no legal source'),
      publishedUri: [],
      evidence: 'fictional',
    },
    relyingParty: party(plan.relying),
    originParty: party(plan.origin),
    mechanism: plan.mechanism ?? 'trusted-list',
    timeline: plan.timeline ?? inForce,
    timeBasis: {
      certificateIssuedWithin: true,
      signatureTimeWithin: true,
      proofOfTime: plan.proofOfTime ?? 'trusted-timestamp',
    },
    scope: scopes(plan, origins),
    trustAnchors: { listIds: plan.lists ?? origins.flatMap(({ lists }) => lists) },
    algorithms: { forbidden: plan.forbidden ?? [] },
    transitivity: 'none',
  }
}

function scopes(plan: EdgePlan, origins: readonly StatePlan[]): readonly unknown[] {
  const signature = { service: 'eSig', uri: additional.foreSignatures, level: 'QES', lower: 'AdES' }
  const seal = { service: 'eSeal', uri: additional.foreSeals, level: 'QESeal', lower: 'AdESeal' }
  const covered = plan.covers === 'seals' ? [seal] : [signature, seal]
  return covered.map(({ service, uri, level, lower }) => ({
    service,
    originServiceTypes: serviceTypesOf(origins, uri),
    originStatuses: { valid: [statuses.granted], invalid: [statuses.withdrawn] },
    originLevel: level,
    grantedLevel: plan.grants === 'qualified' ? level : lower,
    subjectTypes: 'both',
  }))
}

/** Lists of the national forms name no uses; those of TS 119 612 and the manifests do. */
function serviceTypesOf(origins: readonly StatePlan[], use: string): readonly unknown[] {
  const types = origins.map(({ form }) => {
    if (form === 'kamusm-depo') return { uri: serviceTypes.eshs, additional: [] }
    if (form === 'ru-e-trust') return { uri: serviceTypes.accreditedCa, additional: [] }
    return { uri: serviceTypes.qualifiedCa, additional: [use] }
  })
  return types.filter(({ uri }, at) => types.findIndex((other) => other.uri === uri) === at)
}

function members(party: string): readonly StatePlan[] {
  const found = states.filter((plan) => (party === 'EU' ? isEu(plan) : plan.state === party))
  if (found.length === 0) throw new Error(`the sample has no ${party}`)
  return found
}

function party(name: string): unknown {
  return {
    name: partyName(name),
    members: members(name).map(({ state }) => ({ state })),
  }
}

function partyName(party: string): string {
  return party === 'EU'
    ? 'the members of the EU in the sample'
    : members(party)
        .map(({ name }) => name)
        .join()
}

/** Greece goes by the code of its list in ids too. */
function code(party: string): string {
  return party === 'EU'
    ? party
    : members(party)
        .map((plan) => plan.code)
        .join()
}
