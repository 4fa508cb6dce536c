import { tags } from '../core/der.ts'
import { readOrNull } from '../core/errors.ts'
import { memo } from '../core/memo.ts'
import { type Certificate, type Extension, findExtension } from './certificate.ts'
import {
  basicConstraints,
  crlDistributionUris,
  decode,
  extendedKeyUsage,
  extensionOids,
  keyUsage,
  namesResponder,
  processedExtensions,
} from './extensions.ts'
import { type GeneralName, readGeneralNames } from './general-names.ts'
import { hostLabels, looksLikeAddress } from './name-constraints/host-names.ts'
import { isEmptyName } from './names.ts'
import { qcStatements, statementsNotUnderstood } from './qc-statements.ts'
import { isReadableName } from './readable-names.ts'
import { sameAlgorithm } from './signed.ts'

/** A rule of the profile that a certificate breaks. */
export interface ProfileProblem {
  readonly rule: string
  readonly detail: string
}

/** Where a certificate stands in a path; the rules for authorities hold for anchors too. */
export type PathRole = 'anchor' | 'authority' | 'target'

const known = {
  anchor: memo<Certificate, readonly ProfileProblem[]>(),
  authority: memo<Certificate, readonly ProfileProblem[]>(),
  target: memo<Certificate, readonly ProfileProblem[]>(),
}

/**
 * What of the profile of RFC 5280 §4 a certificate breaks. §6.1 leaves it to the verifier whether to
 * look. We enforce what none of 4,300 certificates of real trust lists breaks (but for two whose basic
 * constraints nobody can read); left out are rules that national authorities do break, in brackets how many: AKI present (97), SKI present in CAs (15), basic
 * constraints critical in CAs (38), key usage present in CAs (11) and critical (67), name constraints
 * critical (55), policy constraints critical (7), a SubjectAltName with names (3).
 */
export function profileProblems(
  certificate: Certificate,
  role: PathRole,
): readonly ProfileProblem[] {
  const before = known[role].get(certificate)
  if (before !== undefined) return before
  const problems = [...nameProblems(certificate, role)]
  const seen = new Set<string>()
  for (const extension of certificate.extensions) {
    // What is read of a certificate is the first of an OID, and a second one is refused by itself.
    if (!seen.has(extension.oid)) problems.push(...extensionProblems(extension, certificate))
    seen.add(extension.oid)
  }
  if (role === 'anchor') problems.push(...anchorProblems(certificate))
  known[role].set(certificate, problems)
  return problems
}

/** Extensions that a conforming CA never marks as critical, by the clause that says so. */
const neverCritical: Readonly<Record<string, string>> = {
  [extensionOids.authorityKeyIdentifier]: 'RFC 5280 §4.2.1.1',
  [extensionOids.subjectKeyIdentifier]: 'RFC 5280 §4.2.1.2',
  '2.5.29.9': 'RFC 5280 §4.2.1.8',
  [extensionOids.freshestCrl]: 'RFC 5280 §4.2.1.15',
  [extensionOids.authorityInformationAccess]: 'RFC 5280 §4.2.2.1',
  '1.3.6.1.5.5.7.1.11': 'RFC 5280 §4.2.2.2',
  [extensionOids.noRevocationAvailable]: 'RFC 9608 §2',
}

type ContentRule = (extension: Extension, certificate: Certificate) => readonly ProfileProblem[]

/** Extensions whose content the profile restricts. */
const contents: Readonly<Record<string, ContentRule>> = {
  [extensionOids.keyUsage]: usageProblems,
  [extensionOids.subjectAltName]: alternativeNameProblems,
  [extensionOids.issuerAltName]: alternativeNameProblems,
  [extensionOids.basicConstraints]: constraintProblems,
  [extensionOids.nameConstraints]: placeProblems,
  [extensionOids.inhibitAnyPolicy]: ({ critical }) =>
    critical ? [] : [{ rule: 'RFC 5280 §4.2.1.14', detail: 'inhibitAnyPolicy is not critical' }],
  [extensionOids.extendedKeyUsage]: purposeListProblems,
  [extensionOids.qcStatements]: statementProblems,
  [extensionOids.crlDistributionPoints]: unreadableProblems(crlDistributionUris),
  [extensionOids.noRevocationAvailable]: withoutRevocationProblems,
}

function extensionProblems(
  extension: Extension,
  certificate: Certificate,
): readonly ProfileProblem[] {
  const { oid, critical } = extension
  const rule = Object.hasOwn(neverCritical, oid) ? neverCritical[oid] : undefined
  if (rule !== undefined && critical) return [{ rule, detail: `extension ${oid} is critical` }]
  return Object.hasOwn(contents, oid) ? (contents[oid]?.(extension, certificate) ?? []) : []
}

function nameProblems(certificate: Certificate, role: PathRole): readonly ProfileProblem[] {
  if (!isReadableName(certificate.issuer)) {
    return [{ rule: 'RFC 5280 §4.1.2.4', detail: 'its issuer is no name that can be read' }]
  }
  if (!isReadableName(certificate.subject)) {
    return [{ rule: 'RFC 5280 §4.1.2.6', detail: 'its subject is no name that can be read' }]
  }
  if (isEmptyName(certificate.issuer)) {
    return [{ rule: 'RFC 5280 §4.1.2.4', detail: 'its issuer is an empty name' }]
  }
  if (!isEmptyName(certificate.subject)) return []
  const rule = 'RFC 5280 §4.1.2.6'
  if (role !== 'target') return [{ rule, detail: 'it is an authority without a name' }]
  return findExtension(certificate, extensionOids.subjectAltName)?.critical === true
    ? []
    : [{ rule, detail: 'its subject is empty and no critical SubjectAltName stands for it' }]
}

function alternativeNameProblems({ oid }: Extension, certificate: Certificate): ProfileProblem[] {
  const rule = oid === extensionOids.subjectAltName ? 'RFC 5280 §4.2.1.6' : 'RFC 5280 §4.2.1.7'
  const names = readOrNull(() =>
    decode(certificate, oid, (reader) => readGeneralNames(reader.enter(tags.sequence))),
  )
  if (names === null) return [{ rule, detail: `extension ${oid} cannot be read` }]
  return names
    .filter(isMisshapen)
    .map(({ kind }) => ({ rule, detail: `a name of ${kind} is none` }))
}

/**
 * RFC 5280 §4.2.1.6 asks for the preferred name syntax of RFC 1034 §3.5, and wildcards are in use. A
 * URI in place of a host is no host name either, but 55 certificates of Ukrainian and Spanish
 * authorities have one, and no name here is ever taken for a host.
 */
function isMisshapen(name: GeneralName): boolean {
  if (name.kind === 'ip') return name.address.length !== 4 && name.address.length !== 16
  return name.kind === 'dns' && !name.name.includes('://') && !isHostName(name.name)
}

function isHostName(name: string): boolean {
  const labels = hostLabels(name.replace(/^\*\./, ''))
  return labels !== null && !looksLikeAddress(labels)
}

/** RFC 5280 §4.2.1.9: only the key of a CA is to verify certificates. */
function constraintProblems(_: Extension, certificate: Certificate): ProfileProblem[] {
  const stated = readOrNull(() => ({
    ca: basicConstraints(certificate)?.ca,
    signs: keyUsage(certificate)?.has('keyCertSign') ?? false,
  }))
  if (stated === null)
    return [{ rule: 'RFC 5280 §4.2.1.9', detail: 'its basic constraints cannot be read' }]
  if (stated.ca !== 'no' || !stated.signs) return []
  return [{ rule: 'RFC 5280 §4.2.1.9', detail: 'it is no CA, and is to sign certificates' }]
}

/** RFC 5280 §4.2.1.10: name constraints are for CA certificates alone. */
function placeProblems(_: Extension, certificate: Certificate): ProfileProblem[] {
  const stated = readOrNull(() => basicConstraints(certificate))
  if (stated?.ca === 'yes') return []
  return [{ rule: 'RFC 5280 §4.2.1.10', detail: 'it is no CA, and has name constraints' }]
}

/** RFC 5280 §4.2.1.3: at least one of the bits is set. */
function usageProblems(_: Extension, certificate: Certificate): ProfileProblem[] {
  const usages = readOrNull(() => keyUsage(certificate))
  if (usages !== null && usages.size > 0) return []
  return [{ rule: 'RFC 5280 §4.2.1.3', detail: 'its key usage names no use' }]
}

/** RFC 5280 §4.2: what is critical has to be processed, and nobody can process what he cannot read. */
function unreadableProblems(read: (certificate: Certificate) => unknown): ContentRule {
  return ({ oid, critical }, certificate) => {
    if (!critical || readOrNull(() => ({ value: read(certificate) })) !== null) return []
    return [{ rule: 'RFC 5280 §4.2', detail: `its critical extension ${oid} cannot be read` }]
  }
}

const unreadableStatements = unreadableProblems(qcStatements)

/**
 * RFC 3739 §3.2.6: where the extension is critical, so is each statement in it, and RFC 5280 §4.2
 * refuses what is critical and cannot be processed. None of 253 such certificates of real trust lists
 * has a statement that is not known.
 */
function statementProblems(extension: Extension, certificate: Certificate): ProfileProblem[] {
  if (!extension.critical) return []
  const foreign = readOrNull(() => statementsNotUnderstood(certificate))
  if (foreign === null) return [...unreadableStatements(extension, certificate)]
  if (foreign.length === 0) return []
  const detail = `its critical statements are not all known: ${foreign.slice(0, 10).join(', ')}`
  return [{ rule: 'RFC 3739 §3.2.6', detail }]
}

function purposeListProblems(_: Extension, certificate: Certificate): ProfileProblem[] {
  const purposes = readOrNull(() => extendedKeyUsage(certificate))
  if (purposes !== null && purposes.length > 0) return []
  return [{ rule: 'RFC 5280 §4.2.1.12', detail: 'its extended key usage names no purpose' }]
}

/**
 * RFC 9608 §3: no CA says that there is no revocation of it, and no certificate says so that names a
 * place for its status; what cannot be read might be either.
 */
function withoutRevocationProblems(_: Extension, certificate: Certificate): ProfileProblem[] {
  const stated = readOrNull(() => ({
    ca: basicConstraints(certificate)?.ca,
    responder: namesResponder(certificate),
  }))
  const lists = [extensionOids.crlDistributionPoints, extensionOids.freshestCrl]
  const rule = 'RFC 9608 §3'
  if (stated?.ca === 'yes') {
    return [{ rule, detail: 'it is a CA, and says that there is no revocation of it' }]
  }
  if (
    stated?.responder === false &&
    lists.every((oid) => findExtension(certificate, oid) === null)
  ) {
    return []
  }
  return [{ rule, detail: 'it says that it is never revoked, and where to learn of it' }]
}

/**
 * RFC 5280 §6.1.1 (d) takes a name and a key from an anchor and nothing else; what would refuse any
 * other certificate, and is in no listed one, we refuse there too.
 */
function anchorProblems(certificate: Certificate): readonly ProfileProblem[] {
  const problems: ProfileProblem[] = []
  if (!sameAlgorithm(certificate.signatureAlgorithm, certificate.tbsSignatureAlgorithm)) {
    problems.push({ rule: 'RFC 5280 §4.1.1.2', detail: 'it names two signature algorithms' })
  }
  if (certificate.departures.includes('duplicate-extension')) {
    problems.push({ rule: 'RFC 5280 §4.2', detail: 'it has an extension twice' })
  }
  if (certificate.departures.includes('extensions-before-version-3')) {
    problems.push({ rule: 'RFC 5280 §4.1.2.9', detail: 'its version has no extensions' })
  }
  for (const { oid, critical } of certificate.extensions) {
    if (!critical || processedExtensions.has(oid)) continue
    problems.push({ rule: 'RFC 5280 §4.2', detail: `its critical extension ${oid} is not known` })
  }
  return problems
}
