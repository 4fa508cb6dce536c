/** Namespace names of XMLDSig 1.1, Exclusive XML Canonicalization, RFC 9231 and XAdES (EN 319 132-1). */
export const ds = 'http://www.w3.org/2000/09/xmldsig#'
export const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'
export const pss = 'http://www.w3.org/2007/05/xmldsig-more#'
export const xades = 'http://uri.etsi.org/01903/v1.3.2#'

/** The Type of the reference that covers SignedProperties (EN 319 132-1 §4.4.2). */
export const signedPropertiesType = 'http://uri.etsi.org/01903#SignedProperties'
