import { crc32, deflateRawSync } from 'node:zlib'

/** A file of a container, and how it is written. */
export interface ZipFile {
  readonly name: string
  readonly content: Uint8Array
  readonly method?: 'stored' | 'deflated'
  /** Extra fields of the local header. */
  readonly extra?: Uint8Array
  /** after: sizes and CRC stand behind the data, as programs write that do not know them before. */
  readonly sizes?: 'before' | 'after'
  /** wide: sizes in the fields of ZIP64, though they are small. */
  readonly width?: 'narrow' | 'wide'
}

/** A ZIP file (APPNOTE 6.3.9) of these files, in their order; times are those of 1980-01-01. */
export function zipOf(files: readonly ZipFile[], comment = ''): Buffer {
  const written: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const file of files) {
    const { local, central } = entryOf(file, at)
    written.push(local)
    directory.push(central)
    at += local.length
  }
  const entries = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(entries.length, 12)
  end.writeUInt32LE(at, 16)
  end.writeUInt16LE(Buffer.byteLength(comment), 20)
  return Buffer.concat([...written, entries, end, Buffer.from(comment)])
}

function entryOf(file: ZipFile, offset: number): { local: Buffer; central: Buffer } {
  const { name, content, method = 'stored', extra = Buffer.alloc(0), sizes = 'before' } = file
  const data = method === 'stored' ? content : deflateRawSync(content)
  const facts = { crc: crc32(content), packed: data.length, size: content.length }
  const wide = file.width === 'wide'
  const own = [wide ? wideExtra(facts) : Buffer.alloc(0), Buffer.from(extra)]
  const shared = { name: Buffer.from(name), method, sizes, wide }
  const localExtra = Buffer.concat(own)
  const local = Buffer.concat([
    header('PK\x03\x04', shared, sizes === 'after' ? nothing : facts, localExtra.length),
    shared.name,
    localExtra,
    data,
    ...(sizes === 'after' ? [descriptor(facts)] : []),
  ])
  const centralExtra = own[0] ?? Buffer.alloc(0)
  const fixed = header('PK\x01\x02', shared, facts, centralExtra.length)
  const tail = Buffer.alloc(14)
  tail.writeUInt32LE(offset, 10)
  return { local, central: Buffer.concat([fixed, tail, shared.name, centralExtra]) }
}

interface Facts {
  readonly crc: number
  readonly packed: number
  readonly size: number
}

const nothing: Facts = { crc: 0, packed: 0, size: 0 }

interface Shared {
  readonly name: Buffer
  readonly method: 'stored' | 'deflated'
  readonly sizes: 'before' | 'after'
  readonly wide: boolean
}

/** The fields that both headers have, in the order of both; the central one begins with one more. */
function header(signature: string, shared: Shared, facts: Facts, extraLength: number): Buffer {
  const { name, method, sizes, wide } = shared
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(wide ? 45 : 20, 0)
  fields.writeUInt16LE((sizes === 'after' ? 0x8 : 0) | 0x800, 2)
  fields.writeUInt16LE(method === 'stored' ? 0 : 8, 4)
  fields.writeUInt16LE(0x21, 8)
  fields.writeUInt32LE(facts.crc, 10)
  fields.writeUInt32LE(wide ? 0xffffffff : facts.packed, 14)
  fields.writeUInt32LE(wide ? 0xffffffff : facts.size, 18)
  fields.writeUInt16LE(name.length, 22)
  fields.writeUInt16LE(extraLength, 24)
  const madeBy = signature === 'PK\x01\x02' ? Buffer.from([20, 0]) : Buffer.alloc(0)
  return Buffer.concat([Buffer.from(signature, 'latin1'), madeBy, fields])
}

function wideExtra({ packed, size }: Facts): Buffer {
  const extra = Buffer.alloc(20)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(16, 2)
  extra.writeBigUInt64LE(BigInt(size), 4)
  extra.writeBigUInt64LE(BigInt(packed), 12)
  return extra
}

function descriptor({ crc, packed, size }: Facts): Buffer {
  const octets = Buffer.alloc(16)
  octets.write('PK\x07\x08', 'latin1')
  octets.writeUInt32LE(crc, 4)
  octets.writeUInt32LE(packed, 8)
  octets.writeUInt32LE(size, 12)
  return octets
}
