import { VerifierError } from '../core/errors.ts'
import type { SignedObject } from '../extract.ts'

/** What is to be written: octets, or what they are read from. */
export type Content = Uint8Array | AsyncIterable<Uint8Array>

/** A file to be written: where in the folder, by its components, and what. */
export interface PlannedFile {
  readonly components: readonly string[]
  readonly content: Content
}

/** Each object with its place, and every file once, however many signatures are over it. */
export interface FilePlan {
  readonly files: readonly PlannedFile[]
  /** For each object the file that it is in, in the order of the objects. */
  readonly places: readonly PlannedFile[]
}

/**
 * Decides where each object goes inside a folder, with its content by `contentOf`. Two that differ and would be one file, on this
 * system or on one that does not tell cases apart, are refused: `file-unwritable`.
 */
export function planFiles(
  objects: readonly SignedObject[],
  contentOf: (object: SignedObject) => Content,
): FilePlan {
  const files = new Map<string, PlannedFile & { readonly sha256: string }>()
  const places: PlannedFile[] = []
  for (const object of objects) {
    const { name, form, sha256 } = object
    const components = safeComponents(name, form)
    const key = folded(components)
    const known = files.get(key)
    if (known !== undefined && known.sha256 !== sha256) throw conflict(name)
    const file = known ?? { components, content: contentOf(object), sha256 }
    files.set(key, file)
    places.push(file)
  }
  refuseFilesAsFolders(files)
  return { files: [...files.values()], places }
}

/** A file cannot be the folder of another. */
function refuseFilesAsFolders(files: ReadonlyMap<string, PlannedFile>): void {
  for (const { components } of files.values()) {
    for (let depth = 1; depth < components.length; depth += 1) {
      const above = files.get(folded(components.slice(0, depth)))
      if (above !== undefined) throw conflict(above.components.join('/'))
    }
  }
}

function folded(components: readonly string[]): string {
  return components.map((one) => one.normalize('NFC').toLowerCase()).join('/')
}

/** Octets of one component: NAME_MAX of Linux, and no more anywhere else. */
const longestComponent = 255
/** Folders in each other: far above any real container, and short of PATH_MAX. */
const mostComponents = 32

/**
 * A name from a document as components of a relative path: no root, drive, `.` or `..`, nothing
 * hidden, no control or mark of direction, nothing that Windows reserves ("Naming Files, Paths, and
 * Namespaces": characters, device names, a dot or space at the end).
 */
export function safeComponents(name: string, form: SignedObject['form']): readonly string[] {
  const found = name
    .replace(/^#/, '')
    .split(/[/\\]/)
    .filter((one) => !/^[. ]*$/.test(one))
    .map(safeComponent)
  const components = found.length > 0 ? found : ['unnamed']
  const last = components.at(-1) ?? ''
  // The canonical form of XML is XML, whatever a reference calls it.
  const ending = form === 'canonical' && !/\.[A-Za-z0-9]{1,8}$/.test(last) ? '.xml' : ''
  const whole = [...components.slice(0, -1), `${last}${ending}`]
  const tooLong = whole.some((one) => Buffer.byteLength(one) > longestComponent)
  if (tooLong || whole.length > mostComponents) {
    throw new VerifierError('file-unwritable', `"${name}" is too long for the name of a file`, {
      hint: 'POST /v1/extract gives it back without writing it',
    })
  }
  return whole
}

function safeComponent(text: string): string {
  const shown = text
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029<>:"|?*]/gu, '_')
    .replace(/[. ]+$/, '')
    .replace(/^\./, '_')
  return /^(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(?:\.|$)/i.test(shown) ? `_${shown}` : shown
}

function conflict(name: string): VerifierError {
  return new VerifierError('file-unwritable', `two signed objects would be the file "${name}"`, {
    hint: 'name one signature with --signature',
  })
}
