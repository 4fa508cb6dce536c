import { toPunycode } from '../../core/punycode.ts'

/** Octets of the longest host name in text (RFC 1035 §2.3.4: 255 on the wire). */
const longestHost = 253

/**
 * Letters, digits, and hyphens between them: the preferred name syntax that RFC 5280 §4.2.1.6 asks for
 * (RFC 1034 §3.5, RFC 1123 §2.1); 63 octets. No host has an underscore in its name.
 */
const hostLabel = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/i

/**
 * The labels of a host name from the last to the first, in lower case (RFC 5280 §7.2), or null for
 * what is no host name. An absolute name, which ends with a dot, is the same name without it.
 */
export function hostLabels(host: string): readonly string[] | null {
  const relative = host.endsWith('.') ? host.slice(0, -1) : host
  if (relative.length > longestHost) return null
  const labels = relative.split('.').reverse()
  return labels.every((label) => hostLabel.test(label))
    ? labels.map((label) => label.toLowerCase())
    : null
}

/** RFC 1123 §2.1: true where the last label is a number, as in an address written with dots. */
export function looksLikeAddress(labels: readonly string[]): boolean {
  return /^(?:[0-9]+|0x[0-9a-f]*)$/.test(labels[0] ?? '')
}

/**
 * The same for a host name with U-labels, each turned into its A-label (RFC 5890 §2.3.2.1, RFC 9549
 * §2). A U-label is in lower case and NFC already; one that is not has no A-label.
 */
export function internationalHostLabels(host: string): readonly string[] | null {
  if (host.length > longestHost) return null
  const labels = host.split('.').map(toALabel)
  return labels.some((label) => label === null) ? null : hostLabels(labels.join('.'))
}

function toALabel(label: string): string | null {
  if (/^[\x00-\x7f]*$/.test(label)) return label
  const isULabel = /^[\p{L}\p{M}\p{N}-]+$/u.test(label) && foldsToItself(label)
  const punycode = isULabel ? toPunycode(label) : null
  return punycode === null ? null : `xn--${punycode}`
}

function foldsToItself(label: string): boolean {
  return label === label.toLowerCase() && label === label.normalize('NFKC')
}
