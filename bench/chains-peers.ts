import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as pkijs from 'pkijs'
import { verifyChain } from '../src/chain.ts'
import { fromBase64 } from '../src/core/bytes.ts'
import { nodeCrypto } from '../src/crypto/node.ts'
import { type ChainBytes, ChainReader } from './chains-material.ts'
import { benchTime, pemOf } from './chains-pki.ts'
import { type Comparison, inTurns, median } from './measure.ts'

const rounds = 5
/** As many chains as are enough for V8 to compile what validates them. */
const warmUp = 10

/** The usual library; its authorities are read once, as ours are. */
export async function againstPkijs(
  name: string,
  chains: readonly ChainBytes[],
): Promise<Comparison[]> {
  pkijs.setEngine('node', new pkijs.CryptoEngine({ name: 'node', crypto: globalThis.crypto }))
  const read = new Map<Uint8Array, pkijs.Certificate>()
  for (let round = 0; round < warmUp; round += 1) validate(chains)
  const pairs: (readonly [number, number])[] = []
  for (let round = 0; round < rounds; round += 1) {
    const ours = await perSecond(chains, async () => validate(chains))
    const theirs = await perSecond(chains, async () => {
      for (const chain of chains) await pkijsAccepts(chain, read)
    })
    pairs.push([ours, theirs])
  }
  return [
    {
      name: `chains with ${name}`,
      ours: median(pairs.map(([ours]) => ours)),
      theirs: median(pairs.map(([, theirs]) => theirs)),
      ratio: median(pairs.map(([ours, theirs]) => ours / theirs)),
      unit: 'per second',
      against: 'pkijs',
      target: '≥ 20',
    },
  ]
}

async function perSecond(all: readonly unknown[], work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return (all.length * 1_000) / (performance.now() - start)
}

function validate(chains: readonly ChainBytes[]): void {
  const reader = new ChainReader(nodeCrypto())
  for (const chain of chains) mustPass(verifyChain(reader.request(chain)).indication)
}

async function pkijsAccepts(
  { target, issuer, anchor }: ChainBytes,
  read: Map<Uint8Array, pkijs.Certificate>,
): Promise<void> {
  const once = (der: Uint8Array): pkijs.Certificate => {
    const known = read.get(der) ?? pkijs.Certificate.fromBER(der.slice())
    read.set(der, known)
    return known
  }
  const engine = new pkijs.CertificateChainValidationEngine({
    trustedCerts: [once(anchor)],
    certs: [once(issuer), pkijs.Certificate.fromBER(target.slice())],
    checkDate: benchTime,
  })
  const { result, resultMessage } = await engine.verify()
  if (!result) throw new Error(`pkijs refuses a chain of the bench: ${resultMessage}`)
}

/** One process over all certificates; both sides read each from a file of its own, in PEM. */
export function againstOpenssl(name: string, chains: readonly ChainBytes[]): Comparison[] {
  if (spawnSync('openssl', ['version']).status !== 0) {
    process.stderr.write('openssl verify is not measured: openssl is not installed\n')
    return []
  }
  const folder = mkdtempSync(join(tmpdir(), 'euxine-bench-'))
  try {
    const files = writeFiles(folder, chains)
    const calls = chains.length
    return [
      {
        name: `chains with ${name}, read from files`,
        ...inTurns(
          { calls, run: () => validateFiles(chains, files) },
          { calls, run: () => opensslAccepts(folder, files) },
          9,
        ),
        unit: 'per second',
        against: '`openssl verify` in one process',
        target: '–',
      },
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function writeFiles(folder: string, chains: readonly ChainBytes[]): readonly string[] {
  const pem = (all: readonly Uint8Array[]) => [...new Set(all)].map(pemOf).join('')
  writeFileSync(join(folder, 'root.pem'), pem(chains.map(({ anchor }) => anchor)))
  writeFileSync(join(folder, 'ca.pem'), pem(chains.map(({ issuer }) => issuer)))
  return chains.map(({ target }, i) => {
    const file = join(folder, `${i}.pem`)
    writeFileSync(file, pemOf(target))
    return file
  })
}

function validateFiles(chains: readonly ChainBytes[], files: readonly string[]): void {
  const reader = new ChainReader(nodeCrypto())
  for (const [i, chain] of chains.entries()) {
    const text = readFileSync(files[i] ?? '', 'latin1')
    const target = fromBase64(text.replace(/-----[A-Z ]+-----/g, '')) ?? new Uint8Array()
    mustPass(verifyChain(reader.request({ ...chain, target })).indication)
  }
}

function opensslAccepts(folder: string, files: readonly string[]): void {
  const trust = ['-CAfile', join(folder, 'root.pem'), '-untrusted', join(folder, 'ca.pem')]
  const time = ['-attime', String(benchTime.getTime() / 1_000)]
  const { status } = spawnSync('openssl', ['verify', '-no-CApath', ...trust, ...time, ...files])
  if (status !== 0) throw new Error('openssl refuses a chain of the bench')
}

function mustPass(indication: string): void {
  if (indication !== 'PASSED') throw new Error(`a chain of the bench is ${indication}`)
}
