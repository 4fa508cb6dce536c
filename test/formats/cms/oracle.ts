import { fromBER, type OctetString } from 'asn1js'
import * as pkijs from 'pkijs'
import { Budget } from '../../../src/core/budget.ts'
import { toHex } from '../../../src/core/bytes.ts'
import { parseSignedData } from '../../../src/formats/cms/signed-data.ts'
import type { SignerInfo } from '../../../src/formats/cms/signer-info.ts'
import { setOf } from './der.ts'

const hex = (bytes: ArrayBuffer | ArrayBufferView): string =>
  ArrayBuffer.isView(bytes)
    ? toHex(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    : toHex(new Uint8Array(bytes))

/** The fields of a SignedData as this project reads them. */
export function fieldsRead(bytes: Uint8Array): object {
  const { version, digestAlgorithms, contentType, content, certificates, signerInfos } =
    parseSignedData(bytes, new Budget())
  return {
    version,
    digestAlgorithms,
    contentType,
    content: content === null ? null : hex(content.octets),
    certificates: certificates.map(hex),
    signerInfos: signerInfos.map(signerFieldsRead),
  }
}

function signerFieldsRead(signer: SignerInfo): object {
  const { sid, signedAttributes } = signer
  return {
    version: signer.version,
    sid:
      sid.kind === 'issuer-serial'
        ? [hex(sid.issuer), hex(sid.serial)]
        : [sid.kind === 'certificates' ? '' : hex(sid.keyIdentifier)],
    digestAlgorithm: signer.digestAlgorithm.oid,
    signatureAlgorithm: signer.signatureAlgorithm.oid,
    signature: hex(signer.signature),
    signed: (signedAttributes?.attributes ?? []).map(({ type, values }) => [
      type,
      ...values.map(hex),
    ]),
    signedDer: signedAttributes === null ? null : hex(signedAttributes.der),
    unsigned: signer.unsignedAttributes.map(({ type, values }) => [type, ...values.map(hex)]),
  }
}

/** The same fields as PKI.js reads them. */
export function fieldsOfPkijs(bytes: Uint8Array): object {
  const info = new pkijs.ContentInfo({ schema: decoded(bytes) })
  const data = new pkijs.SignedData({ schema: info.content })
  const { eContent } = data.encapContentInfo
  return {
    version: data.version,
    digestAlgorithms: data.digestAlgorithms.map(({ algorithmId }) => algorithmId),
    contentType: data.encapContentInfo.eContentType,
    content: eContent === undefined ? null : hex(eContent.getValue()),
    certificates: certificatesIn(bytes),
    signerInfos: data.signerInfos.map(signerFieldsOfPkijs),
  }
}

/** PKI.js encodes certificates anew; their octets are taken from asn1js beneath it. */
function certificatesIn(bytes: Uint8Array): string[] {
  const members = membersOf(membersOf(membersOf(decoded(bytes))[1])[0])
  const set = members.find((one) => one.idBlock.tagClass === 3 && one.idBlock.tagNumber === 0)
  return set === undefined ? [] : membersOf(set).map((one) => hex(one.valueBeforeDecodeView))
}

/** Beyond the 10,000 nodes that asn1js stops at: some documents hold whole CRLs. */
function decoded(bytes: Uint8Array): Block {
  const { offset, result } = fromBER(bytes, { maxNodes: 10_000_000 })
  if (offset < 0) throw new Error(result.error)
  return result
}

type Block = ReturnType<typeof fromBER>['result']

function membersOf(block: Block | undefined): Block[] {
  const { value } = (block?.valueBlock ?? {}) as { value?: Block[] }
  return value ?? []
}

function signerFieldsOfPkijs(signer: pkijs.SignerInfo): object {
  const sid =
    signer.sid instanceof pkijs.IssuerAndSerialNumber
      ? [
          hex(signer.sid.issuer.valueBeforeDecode),
          hex(signer.sid.serialNumber.valueBlock.valueHexView),
        ]
      : [hex((signer.sid as OctetString).valueBlock.valueHexView)]
  const attributes = (set: pkijs.SignedAndUnsignedAttributes | undefined) =>
    (set?.attributes ?? []).map(({ type, values }) => [
      type,
      ...values.map((one: Block) => hex(one.valueBeforeDecodeView)),
    ])
  const wire = signer.signedAttrs?.encodedValue
  return {
    version: signer.version,
    sid,
    digestAlgorithm: signer.digestAlgorithm.algorithmId,
    signatureAlgorithm: signer.signatureAlgorithm.algorithmId,
    signature: hex(signer.signature.getValue()),
    signed: attributes(signer.signedAttrs),
    signedDer: wire === undefined ? null : hex(inOrder(wire)),
    unsigned: attributes(signer.unsignedAttrs),
  }
}

/** PKI.js keeps the order of the wire; DER has the members of a set sorted (X.690 §11.6). */
function inOrder(set: ArrayBuffer): Uint8Array {
  return setOf(...membersOf(fromBER(set).result).map((one) => one.valueBeforeDecodeView))
}
