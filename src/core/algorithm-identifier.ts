import { type DerReader, encodedBytes, tags } from './der.ts'
import { oidValue } from './der-values.ts'

/** AlgorithmIdentifier (RFC 5280 §4.1.1.2); the parameters are the encoded TLV, or null where absent. */
export interface AlgorithmIdentifier {
  readonly oid: string
  readonly parameters: Uint8Array | null
}

/** Reads the next AlgorithmIdentifier (RFC 5280 §4.1.1.2); throws `der-malformed`. */
export function readAlgorithmIdentifier(reader: DerReader): AlgorithmIdentifier {
  return algorithmIdentifierIn(reader.enter(tags.sequence))
}

/** Reads the members of an AlgorithmIdentifier that was entered, as behind an implicit tag. */
export function algorithmIdentifierIn(members: DerReader): AlgorithmIdentifier {
  const oid = oidValue(members.read(tags.oid))
  const parameters = members.done ? null : encodedBytes(members.read())
  members.finish()
  return { oid, parameters }
}
