import { refused } from './refusal.ts'

/** The hosts that may be fetched from: all of the public network, or those of a list. */
export type AllowedHosts = 'any' | ReadonlySet<string>

/**
 * Characters of an address. RFC 9110 §4.1 asks for at least 8,000 to be understood; the longest of
 * 574 real ones has 199, and none would be followed that needs more than this.
 */
const longestLocation = 8_000

/**
 * An address that may be fetched from, or the error `source-refused`: http and https only, no user
 * name, a host that is allowed, a port that a server of files has. `base` is that of a redirect.
 */
export function readLocation(text: string, hosts: AllowedHosts, base?: URL): URL {
  const shown = base?.href ?? text
  if (text.length > longestLocation) throw refused(shown, 'its address is too long')
  const url = URL.canParse(text, base?.href) ? new URL(text, base) : null
  if (url === null) throw refused(shown, 'it is no address')
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw refused(shown, `only http and https are fetched, not ${url.protocol}`)
  }
  if (url.username !== '' || url.password !== '') {
    throw refused(shown, 'an address with a user name or a password')
  }
  if (!allowedPort(url.port)) throw refused(shown, `port ${url.port} is not fetched from`)
  if (hosts !== 'any' && !hosts.has(hostName(url))) {
    throw refused(shown, `the host ${hostName(url)} is not on the list of those allowed`)
  }
  url.hash = ''
  return url
}

/** A host as `AllowedHosts` has it: as URLs write it, in Punycode, without the dot of the root. */
export function allowedHost(text: string): string | null {
  const url = URL.canParse(`http://${text}/`) ? new URL(`http://${text}/`) : null
  const plain = url !== null && url.host === url.hostname && url.pathname === '/'
  return plain && url.username === '' && url.hostname !== '' ? hostName(url) : null
}

function hostName({ hostname }: URL): string {
  return hostname.replace(/\.$/, '')
}

/**
 * Ports below 1024 belong to other services of a machine (RFC 6335 §6), 80 and 443 to this one; the
 * higher ones are free: of 574 real addresses all have the port of their scheme but one, 43222.
 */
function allowedPort(port: string): boolean {
  return port === '' || port === '80' || port === '443' || Number(port) > 1_023
}
