import { DerReader, encodedBytes, tags } from '../core/der.ts'
import { oidValue, stringValue } from '../core/der-values.ts'
import type { Certificate } from './certificate.ts'
import { decode, extensionOids } from './extensions.ts'

/** What a certificate claims of itself (EN 319 412-5 §4); only its state's list can make it true. */
export interface QcStatements {
  /** QcCompliance (§4.2.1). */
  readonly compliance: 'yes' | 'no'
  /** QcSSCD (§4.2.2): the key is in a qualified device. */
  readonly qscd: 'yes' | 'no'
  /** QcType (§4.2.3). */
  readonly types: readonly QcType[]
  /** QcCClegislation (§4.2.4): states under whose law it is qualified; empty means an EU member's. */
  readonly legislation: readonly string[]
  /** Statements of national law, by OID: Ukraine's 1.2.804.2.1.1.1.2.1, Türkiye's 2.16.792.1.61.0.1.5070.1.1. */
  readonly national: readonly string[]
}

/** The types of QcType (EN 319 412-5 §4.2.3): for signatures, for seals, for web sites. */
export type QcType = 'eSig' | 'eSeal' | 'web'

const statementOids = {
  compliance: '0.4.0.1862.1.1',
  qscd: '0.4.0.1862.1.4',
  type: '0.4.0.1862.1.6',
  legislation: '0.4.0.1862.1.7',
} as const

/** Statements whose meaning is known; those that are not read above bind people, and no verifier. */
const understood: ReadonlySet<string> = new Set([
  ...Object.values(statementOids),
  // QcLimitValue, QcRetentionPeriod and QcPDS (EN 319 412-5 §4.3).
  '0.4.0.1862.1.2',
  '0.4.0.1862.1.3',
  '0.4.0.1862.1.5',
  // id-qcs-pkixQCSyntax-v1 and -v2 (RFC 3739 §3.2.6.1): how the names are to be read.
  '1.3.6.1.5.5.7.11.1',
  '1.3.6.1.5.5.7.11.2',
  // Qualified under the law of Ukraine (critical in 248 certificates of its lists), and of Türkiye.
  '1.2.804.2.1.1.1.2.1',
  '2.16.792.1.61.0.1.5070.1.1',
])

const typeOids: Readonly<Record<string, QcType>> = {
  '0.4.0.1862.1.6.1': 'eSig',
  '0.4.0.1862.1.6.2': 'eSeal',
  '0.4.0.1862.1.6.3': 'web',
}

/** National statements by the arcs of the states' own object identifiers. */
const nationalArcs = ['1.2.804.', '2.16.792.', '1.2.643.'] as const

/** The QcStatements extension (RFC 3739 §3.2.6), or null where it is absent; throws `der-malformed`. */
export function qcStatements(certificate: Certificate): QcStatements | null {
  const found = readStatements(certificate)
  return found === null ? null : interpret(found)
}

/**
 * The statements, and the types in QcType, whose meaning is not known here, by OID. In a critical
 * extension every statement is critical (RFC 3739 §3.2.6). Throws `der-malformed`.
 */
export function statementsNotUnderstood(certificate: Certificate): readonly string[] {
  const found = readStatements(certificate) ?? new Map<string, Uint8Array | null>()
  const types = readTypeOids(found.get(statementOids.type) ?? null)
  return [
    ...[...found.keys()].filter((oid) => !understood.has(oid)),
    ...types.filter((oid) => !Object.hasOwn(typeOids, oid)),
  ]
}

type Statements = ReadonlyMap<string, Uint8Array | null>

/** The statements by OID, each with its statementInfo. */
function readStatements(certificate: Certificate): Statements | null {
  return decode(certificate, extensionOids.qcStatements, (reader) => {
    const found = new Map<string, Uint8Array | null>()
    const list = reader.enter(tags.sequence)
    while (!list.done) {
      const statement = list.enter(tags.sequence)
      const oid = oidValue(statement.read(tags.oid))
      found.set(oid, statement.done ? null : encodedBytes(statement.read()))
      statement.finish()
    }
    return found
  })
}

function interpret(found: Statements): QcStatements {
  return {
    compliance: found.has(statementOids.compliance) ? 'yes' : 'no',
    qscd: found.has(statementOids.qscd) ? 'yes' : 'no',
    types: readTypes(found.get(statementOids.type) ?? null),
    legislation: readLegislation(found.get(statementOids.legislation) ?? null),
    national: [...found.keys()].filter((oid) => nationalArcs.some((arc) => oid.startsWith(arc))),
  }
}

function readTypes(info: Uint8Array | null): readonly QcType[] {
  return readTypeOids(info).flatMap((oid) => {
    const type = Object.hasOwn(typeOids, oid) ? typeOids[oid] : undefined
    return type === undefined ? [] : [type]
  })
}

function readTypeOids(info: Uint8Array | null): readonly string[] {
  if (info === null) return []
  const list = DerReader.of(info).enter(tags.sequence)
  const types: string[] = []
  while (!list.done) types.push(oidValue(list.read(tags.oid)))
  return types
}

function readLegislation(info: Uint8Array | null): readonly string[] {
  if (info === null) return []
  const list = DerReader.of(info).enter(tags.sequence)
  const states: string[] = []
  while (!list.done) states.push(stringValue(list.read()) ?? '')
  return states
}
