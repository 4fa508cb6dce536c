import type * as asn1js from 'asn1js'

export function derOf(block: asn1js.BaseBlock): Uint8Array {
  return new Uint8Array(block.toBER())
}

/** asn1js and pkijs want an ArrayBuffer of exactly these bytes; a Buffer's own may be longer. */
export function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer
}

/** DER sorts the members of a SET OF (X.690 §11.6). */
export function sortedDer<T>(members: readonly T[], encode: (member: T) => Uint8Array): T[] {
  return members
    .map((member) => ({ member, der: Buffer.from(encode(member)) }))
    .sort((a, b) => Buffer.compare(a.der, b.der))
    .map(({ member }) => member)
}

export function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
