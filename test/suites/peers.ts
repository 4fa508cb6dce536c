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

function pem(der: Uint8Array, label = 'CERTIFICATE'): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}

/** Whether the chain is to be one of a server of TLS. */
export type AskedFor = 'any' | 'servers'

/** What OpenSSL and GnuTLS say of a chain now, at their most lenient. */
export function askPeers(
  chain: AskedChain,
  asked: AskedFor = 'any',
): { readonly openssl: Answer; readonly gnutls: Answer } {
  const folder = mkdtempSync(join(tmpdir(), 'euxine-peers-'))
  const [target, between, anchor, whole] = ['t', 'i', 'a', 'w'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string]
  writeFileSync(target, pem(chain.target))
  writeFileSync(between, chain.intermediates.map((der) => pem(der)).join(''))
  writeFileSync(anchor, pem(chain.anchor))
  writeFileSync(whole, [chain.target, ...chain.intermediates].map((der) => pem(der)).join(''))
  try {
    const untrusted = chain.intermediates.length > 0 ? ['-untrusted', between] : []
    return {
      openssl: ask('openssl', [
        'verify',
        ...lenient,
        ...(asked === 'servers' ? ['-purpose', 'sslserver'] : []),
        '-CAfile',
        anchor,
        ...untrusted,
        target,
      ]),
      gnutls: ask('certtool', [
        '--verify',
        '--verify-profile=low',
        '--verify-allow-broken',
        ...(asked === 'servers' ? ['--verify-purpose=1.3.6.1.5.5.7.3.1'] : []),
        `--load-ca-certificate=${anchor}`,
        `--infile=${whole}`,
      ]),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const lenient = ['-no-CApath', '-no-CAstore', '-partial_chain', '-auth_level', '0']

/** What OpenSSL says of a chain of which every certificate has to be looked for in the lists. */
export function askWithLists(chain: AskedChain, lists: readonly Uint8Array[]): Answer {
  const folder = mkdtempSync(join(tmpdir(), 'euxine-peers-'))
  const [target, between, anchor, crls] = ['t', 'i', 'a', 'c'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string]
  writeFileSync(target, pem(chain.target))
  writeFileSync(between, chain.intermediates.map((der) => pem(der)).join(''))
  writeFileSync(anchor, pem(chain.anchor))
  writeFileSync(crls, lists.map((der) => pem(der, 'X509 CRL')).join(''))
  try {
    const untrusted = chain.intermediates.length > 0 ? ['-untrusted', between] : []
    const files = ['-CAfile', anchor, ...(lists.length > 0 ? ['-CRLfile', crls] : [])]
    const options = ['verify', ...lenient, '-crl_check_all', ...files, ...untrusted, target]
    return ask('openssl', options)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function ask(program: string, options: readonly string[]): Answer {
  const { status, stdout, stderr } = spawnSync(program, options, { encoding: 'latin1' })
  return { accepted: status === 0 ? 'yes' : 'no', text: `${stdout}${stderr}` }
}
