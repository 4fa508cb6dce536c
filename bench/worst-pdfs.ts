import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Budget } from '../src/core/budget.ts'
import { VerifierError } from '../src/core/errors.ts'
import { nodeCrypto } from '../src/crypto/node.ts'
import { modificationsAfter } from '../src/formats/pdf/modifications/modifications.ts'
import { readPdf } from '../src/formats/pdf/read.ts'
import { onePage, type PdfWriter } from '../test/formats/pdf/pdf-writer.ts'

/** PDFs that are made to be expensive, of a size each: what is added to a page that was signed. */
const cases: readonly (readonly [string, number, (size: number) => PdfWriter])[] = [
  ['tiny objects', 20_000, (size) => oneSave(range(size).map((at) => `(${at})`))],
  ['objects that refer to one', 10_000, (size) => oneSave(range(size).map(() => '[4 0 R 4 0 R]'))],
  ['tiny objects in object streams', 10_000, compressed],
  ['incremental saves', 100, saves],
  ['names of 100,000 octets', 3, (size) => oneSave(range(size).map(longNames))],
]

/** How much more of something is given the second time. */
const times = 8

function range(size: number): readonly number[] {
  return Array.from({ length: size }, (_, at) => at)
}

function oneSave(bodies: readonly string[]): PdfWriter {
  const pdf = onePage()
  for (const [at, body] of bodies.entries()) pdf.object(5 + at, body)
  pdf.save()
  return pdf
}

function longNames(at: number): string {
  return `<< /${'a'.repeat(100_000)} [${`${at + 5} 0 R `.repeat(1_000)}] >>`
}

function compressed(size: number): PdfWriter {
  const pdf = onePage({ xref: 'stream' })
  for (let first = 5; first < 5 + size; first += 100) {
    const objects = range(100).map((at) => [first + at, `<< /A ${at} >>`] as const)
    pdf.objectStream(5 + size + (first - 5) / 100, objects)
  }
  pdf.save({ xref: 'stream' })
  return pdf
}

function saves(size: number): PdfWriter {
  const pdf = onePage()
  for (const at of range(size)) {
    pdf.object(4, `<< /A ${at} >>`)
    pdf.save()
  }
  return pdf
}

interface Measured {
  readonly megabytes: number
  /** Seconds of the processor. */
  readonly seconds: number
  /** Octets of memory that the whole process took at the most. */
  readonly memory: number
  readonly outcome: string
}

/** What a file takes that is given at the input, in a process of its own, after a small one. */
function measure(): void {
  analyse(onePage().octets())
  const bytes = readFileSync(0)
  const before = process.cpuUsage()
  const outcome = analyse(bytes)
  const { user, system } = process.cpuUsage(before)
  const memory = process.resourceUsage().maxRSS * 1024
  const seconds = (user + system) / 1e6
  console.log(JSON.stringify({ megabytes: bytes.length / 1e6, seconds, memory, outcome }))
}

function analyse(bytes: Uint8Array): string {
  const options = { budget: new Budget(), crypto: nodeCrypto() }
  const signed = { revision: 0, field: '', dictionary: null, docMdp: null, locks: [] }
  try {
    return modificationsAfter(readPdf(bytes, options), signed, options).outcome
  } catch (error) {
    if (error instanceof VerifierError) return error.code
    throw error
  }
}

function measured(pdf: PdfWriter): Measured {
  const given = [...process.execArgv, process.argv[1] ?? '', 'measure']
  const options = { input: pdf.octets(), encoding: 'utf8' } as const
  return JSON.parse(spawnSync(process.execPath, given, options).stdout)
}

function report(name: string, build: (size: number) => PdfWriter, size: number): void {
  const none = measured(onePage())
  const small = measured(build(size))
  const large = measured(build(size * times))
  const { megabytes, seconds, outcome } = large
  const growth = seconds / small.seconds
  const memory = (large.memory - none.memory) / (megabytes * 1e6)
  const found = `${megabytes.toFixed(2)} MB, ${outcome}, ${(seconds / megabytes).toFixed(2)} s/MB`
  const grown = `${growth.toFixed(1)}× the time of an eighth (target < ${times * 2})`
  console.log(`${name}: ${found}, ${grown}, ${memory.toFixed(0)}× its size (target < 10)`)
}

if (process.argv[2] === 'measure') measure()
else for (const [name, size, build] of cases) report(name, build, size)
