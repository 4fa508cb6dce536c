import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { integer, octets, oid, sequence, setOf, tlv, utcTime } from '../test/formats/cms/der.ts'
import { type Comparison, median } from './measure.ts'

const parser = join(import.meta.dirname, '..', 'dist/x509/crl/crl.js')
const entries = 200_000
const runs = 9

/**
 * Tells the memory of the process in kB: the most it had, where Linux says so. What resourceUsage
 * calls the most has that of the process in it which started this one.
 */
const tellMemory = `
  import { existsSync, readFileSync } from 'node:fs'
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : ''
  console.log(/VmHWM:\\s*(\\d+)/.exec(status)?.[1] ?? process.memoryUsage.rss() / 1024)`

/** Reads and indexes the file. */
const read = (file: string) => `
  import { readFileSync as bytesOf } from 'node:fs'
  import { parseCrl } from ${JSON.stringify(parser)}
  const crl = parseCrl(bytesOf(${JSON.stringify(file)}))
  if (crl.entries.count !== ${entries}) process.exit(1)
  ${tellMemory}`

/** A large CRL from the file to its index, both in processes of their own; Node's start is in it. */
export function largeCrl(): Comparison[] {
  if (!existsSync(parser)) throw new Error('build first: npm run build')
  const folder = mkdtempSync(join(tmpdir(), 'euxine-bench-'))
  try {
    const file = join(folder, 'large.crl')
    writeFileSync(file, crlOf(entries))
    return compare(file)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function compare(file: string): Comparison[] {
  const own = [process.execPath, '--input-type=module', '--eval', read(file)]
  const peer = ['openssl', 'crl', '-in', file, '-inform', 'DER', '-noout']
  const empty = [process.execPath, '--input-type=module', '--eval', tellMemory]
  if (spawnSync('openssl', ['version']).status !== 0) {
    console.log('openssl is not at hand: the reading of a large CRL is compared with nothing')
    return []
  }
  const pairs = Array.from({ length: runs }, () => [run(own), run(peer)] as const)
  const memory = median(pairs.map(([ours]) => Number(ours.output) / 1024))
  const alone = Number(run(empty).output) / 1024
  return [
    {
      name: `a CRL of ${entries.toLocaleString('en')} entries, read and indexed`,
      ours: median(pairs.map(([ours]) => ours.milliseconds)),
      theirs: median(pairs.map(([, theirs]) => theirs.milliseconds)),
      ratio: median(pairs.map(([ours, theirs]) => ours.milliseconds / theirs.milliseconds)),
      unit: 'ms',
      against: '`openssl crl -noout`',
      target: '≤ 1',
    },
    {
      name: 'the memory of that process',
      ours: memory,
      theirs: alone,
      ratio: memory / alone,
      unit: 'MB',
      against: 'Node alone',
      target: '≤ 100 MB in all',
    },
  ]
}

function run([command = '', ...args]: readonly string[]) {
  const start = performance.now()
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`)
  return { milliseconds: performance.now() - start, output: stdout }
}

/** Serial numbers of 16 octets and a reason for two of three, as large CRLs have them; unsigned. */
function crlOf(count: number): Uint8Array {
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'))
  const date = utcTime(new Date('2026-03-01'))
  const reason = sequence(sequence(oid('2.5.29.21'), octets(tlv(0x0a, Uint8Array.of(4)))))
  const listed = Array.from({ length: count }, (_, i) => {
    const serial = tlv(0x02, Uint8Array.of(1), randomBytes(15))
    return i % 3 === 0 ? sequence(serial, date) : sequence(serial, date, reason)
  })
  const name = sequence(setOf(sequence(oid('2.5.4.3'), tlv(0x0c, Buffer.from('Large')))))
  const number = sequence(oid('2.5.29.20'), octets(integer(1)))
  const tbs = sequence(
    integer(1),
    algorithm,
    name,
    utcTime(new Date('2026-06-01')),
    utcTime(new Date('2026-07-01')),
    sequence(Buffer.concat(listed)),
    tlv(0xa0, sequence(number)),
  )
  const value = sequence(integer(1), integer(1))
  return sequence(tbs, algorithm, tlv(0x03, Uint8Array.of(0), value))
}
