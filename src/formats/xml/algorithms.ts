/** A canonicalisation method with its parameters. */
export interface Canonicalisation {
  readonly method: 'inclusive-1.0' | 'inclusive-1.1' | 'exclusive'
  readonly comments: 'kept' | 'dropped'
  /** InclusiveNamespaces PrefixList (Exclusive XML Canonicalization §3); `#default` is the empty prefix. */
  readonly inclusivePrefixes: readonly string[]
}

const c14n10 = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'
const c14n11 = 'http://www.w3.org/2006/12/xml-c14n11'
export const exclusiveC14n = 'http://www.w3.org/2001/10/xml-exc-c14n#'

/** XMLDSig 1.1 §6.5. */
const canonicalisations: Readonly<Record<string, Omit<Canonicalisation, 'inclusivePrefixes'>>> = {
  [c14n10]: { method: 'inclusive-1.0', comments: 'dropped' },
  [`${c14n10}#WithComments`]: { method: 'inclusive-1.0', comments: 'kept' },
  [c14n11]: { method: 'inclusive-1.1', comments: 'dropped' },
  [`${c14n11}#WithComments`]: { method: 'inclusive-1.1', comments: 'kept' },
  [exclusiveC14n]: { method: 'exclusive', comments: 'dropped' },
  [`${exclusiveC14n}WithComments`]: { method: 'exclusive', comments: 'kept' },
}

/** The canonicalisation of an algorithm URI, or null. */
export function canonicalisationOf(
  uri: string,
  inclusivePrefixes: readonly string[] = [],
): Canonicalisation | null {
  const known = Object.hasOwn(canonicalisations, uri) ? canonicalisations[uri] : undefined
  return known === undefined ? null : { ...known, inclusivePrefixes }
}

/** Canonical XML 1.0 without comments: what a node-set is turned into where no method is named (XMLDSig 1.1 §4.4.3.2). */
export const defaultCanonicalisation: Canonicalisation = {
  method: 'inclusive-1.0',
  comments: 'dropped',
  inclusivePrefixes: [],
}
