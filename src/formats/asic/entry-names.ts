import { normalForm } from '../../core/normal-forms.ts'
import { percentDecoded } from '../content-names.ts'
import type { Container } from './container.ts'
import type { ZipEntry } from './zip-local.ts'

/** What a URI of a reference comes to in a container. */
export type Resolved =
  | { readonly kind: 'file'; readonly file: ZipEntry }
  /** Inside, and not there. */
  | { readonly kind: 'missing'; readonly name: string }
  /** Another place than the container: nothing is ever fetched from there. */
  | { readonly kind: 'outside' }

/**
 * The file that a reference names. EN 319 162-1 annex A.6: URIs are relative to the
 * root of the container (RFC 3986 §5), percent-encoded; the whole path must be the same, so that no
 * file of the same name elsewhere is taken. Many tools write names without encoding them: where the
 * decoded name is not there, the URI itself is looked up.
 */
export function resolve(uri: string, { files }: Pick<Container, 'files'>): Resolved {
  if (/^[A-Za-z][A-Za-z0-9+.-]*:|^\/\//.test(uri) && !files.has(uri)) return { kind: 'outside' }
  const plain = uri.replace(/^(?:\/|(?:\.\/)+)/, '')
  const decoded = percentDecoded(plain)
  for (const name of [decoded, plain]) {
    const forms = [name, normalForm(name, 'NFC') ?? name, normalForm(name, 'NFD') ?? name]
    const [file] = forms.flatMap((form) => files.get(form) ?? [])
    if (file !== undefined) return { kind: 'file', file }
  }
  const isOutside = decoded.split('/').includes('..')
  return isOutside ? { kind: 'outside' } : { kind: 'missing', name: decoded }
}
