import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A chain as a program is asked about it: DER, target first, anchor last. */
export interface AskedChain {
  readonly target: Uint8Array
  readonly intermediates: readonly Uint8Array[]
  readonly anchor: Uint8Array
}

export interface Answer {
  readonly accepted: 'yes' | 'no'
  readonly text: string
}

/** Null where the program is not installed here. */
export function versionOf(program: string, argument: string): string | null {
  const { status, stdout } = spawnSync(program, [argument], { encoding: 'utf8' })
  return status === 0 ? (stdout.split('\n')[0] ?? '') : null
}

function pem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

/** What OpenSSL and GnuTLS say of a chain now, at their most lenient. */
export function askPeers(chain: AskedChain): { readonly openssl: Answer; readonly gnutls: Answer } {
  const folder = mkdtempSync(join(tmpdir(), 'euxine-peers-'))
  const [target, between, anchor, whole] = ['t', 'i', 'a', 'w'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string]
  writeFileSync(target, pem(chain.target))
  writeFileSync(between, chain.intermediates.map(pem).join(''))
  writeFileSync(anchor, pem(chain.anchor))
  writeFileSync(whole, [chain.target, ...chain.intermediates].map(pem).join(''))
  try {
    const untrusted = chain.intermediates.length > 0 ? ['-untrusted', between] : []
    const apart = ['-no-CApath', '-no-CAstore', '-partial_chain', '-auth_level', '0']
    return {
      openssl: ask('openssl', ['verify', ...apart, '-CAfile', anchor, ...untrusted, target]),
      gnutls: ask('certtool', [
        '--verify',
        '--verify-profile=low',
        '--verify-allow-broken',
        `--load-ca-certificate=${anchor}`,
        `--infile=${whole}`,
      ]),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function ask(program: string, options: readonly string[]): Answer {
  const { status, stdout, stderr } = spawnSync(program, options, { encoding: 'latin1' })
  return { accepted: status === 0 ? 'yes' : 'no', text: `${stdout}${stderr}` }
}
