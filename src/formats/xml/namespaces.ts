/**
 * XMLDSig 1.1 §4.1: the namespace of signatures, whose elements are written with the prefix `ds`
 * here.
 */
export const ds = 'http://www.w3.org/2000/09/xmldsig#'

/** Exclusive XML Canonicalization, §4: the namespace of InclusiveNamespaces. */
export const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'

/** RFC 9231 §2.3.9: the namespace of RSAPSSParams. */
export const pss = 'http://www.w3.org/2007/05/xmldsig-more#'

/** EN 319 132-1: the namespace of the XAdES properties, version 1.3.2. */
export const xades = 'http://uri.etsi.org/01903/v1.3.2#'

/** The Type of the reference that covers SignedProperties (EN 319 132-1 §4.4.2). */
export const signedPropertiesType = 'http://uri.etsi.org/01903#SignedProperties'
