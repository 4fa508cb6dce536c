import { createPublicKey, X509Certificate } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

interface Row {
  readonly path: string
  readonly runs?: readonly { readonly options: readonly string[] }[]
}

/**
 * Keys that the suite keeps for a file which only names its key: those that the vector's own test
 * gives to xmlsec1, and the certificates in the folder beside it.
 */
export function keptKeys(suite: string, row: Row): readonly Uint8Array[] {
  return [...optionFiles(suite, row), ...certificatesBeside(suite, row)].flatMap(keyIn)
}

const keyOption = /^--(?:pubkey|pubkey-cert|trusted|untrusted)-der(?::|$)/

function optionFiles(suite: string, { runs, path }: Row): readonly string[] {
  const options = runs?.[0]?.options ?? []
  const files = options.filter((_, index) => keyOption.test(options[index - 1] ?? ''))
  return files.map((file) =>
    file.startsWith('$TESTS/')
      ? join(suite, file.replace('$TESTS/', 'xmlsec/'))
      : join(suite, dirname(path), file),
  )
}

function certificatesBeside(suite: string, { path }: Row): readonly string[] {
  const folder = join(suite, dirname(path), 'certs')
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).filter((name) => /\.(?:crt|der)$/.test(name))
  return names.map((name) => join(folder, name))
}

function keyIn(path: string): readonly Uint8Array[] {
  const bytes = readFileSync(path)
  for (const read of [
    () => new X509Certificate(bytes).publicKey,
    () => createPublicKey({ key: bytes, format: 'der', type: 'spki' }),
  ]) {
    try {
      return [read().export({ format: 'der', type: 'spki' })]
    } catch {
      // A file holds a certificate, or a key, or one that OpenSSL does not know.
    }
  }
  return []
}
