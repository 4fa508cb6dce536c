/**
 * XMLDSig 1.1 §1.3: the namespace of signatures, whose elements are written with the prefix `ds`
 * here.
 */
export const ds = 'http://www.w3.org/2000/09/xmldsig#'

/** Exclusive XML Canonicalization, §4: the namespace of InclusiveNamespaces. */
export const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'

/** XPath Filter 2.0 §3.1: the namespace of its elements, and the URI of the transform. */
export const xpathFilter2 = 'http://www.w3.org/2002/06/xmldsig-filter2'

/** XMLDSig 1.1 §4.5.2.3: the namespace of what version 1.1 added. */
export const dsig11 = 'http://www.w3.org/2009/xmldsig11#'

/** Web Services Security 1.1 §4.2: the namespace of wsu:Id, which its schema declares to be an ID. */
export const wsu =
  'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd'

/** RFC 9231 §2.3.9: the namespace of RSAPSSParams. */
export const pss = 'http://www.w3.org/2007/05/xmldsig-more#'
