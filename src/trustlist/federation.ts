import { isStateCode, type State } from '../core/state.ts'
import { type Field, FieldReader } from './fields.ts'
import type { ListForm, StalePolicy } from './model.ts'

/** A federation of states as its `federation.json` describes it; paths are as written there. */
export interface Federation {
  readonly name: string
  /** True where the states, keys and agreements are invented. */
  readonly fictional: boolean
  /** One sentence shown wherever the federation is used. */
  readonly notice: string
  readonly listsOfLists: readonly ListSource[]
  readonly members: readonly Member[]
  /** Folders beside the file, or null where it names none. */
  readonly agreements: string | null
  readonly evidence: string | null
}

/** A state of the federation with the lists that speak for it, which may be none. */
export interface Member {
  readonly state: State
  readonly name: string
  readonly lists: readonly ListSource[]
  /** Why a member has no list here, or what else its reader must know. */
  readonly reason: string | null
}

/** Where a list is, and by what it is known to be genuine. */
export interface ListSource {
  readonly id: string
  /** The state it speaks for; a list of lists has none. */
  readonly state: State | null
  readonly form: ListForm
  /** A URL, or a path relative to the file. */
  readonly location: string
  /** Names under which a folder of files may hold it, the preferred one first. */
  readonly files: readonly string[]
  /** Certificates that may sign it, as paths. */
  readonly signers: readonly string[]
  /** The list of lists whose pointer names its signers. */
  readonly signersFrom: string | null
  /** The digest by which a file that carries no signature is pinned. */
  readonly sha256: string | null
  /** Earlier lists of lists that hand over from one set of signers to the next, as names of files. */
  readonly pivots: readonly string[]
  readonly stale: StalePolicy
  readonly note: string | null
}

const schema = 'euxine/federation/1'

/** A list past its NextUpdate is refused unless its federation says otherwise. */
const strict: StalePolicy = { graceDays: 0, afterGrace: 'refuse' }

const forms: readonly ListForm[] = [
  'etsi-119612',
  'kamusm-depo',
  'ru-e-trust',
  'certificate-manifest',
]

/**
 * Reads `federation.json`; `see` where it only points at another one. Throws `trust-unusable`
 * with the path of the field that is wrong.
 */
export function parseFederation(json: string, file: string): Federation | { readonly see: string } {
  const reader = new FieldReader({ code: 'trust-unusable', file })
  const root = reader.parse(json)
  reader.oneOf(reader.member(root, 'schema'), [schema])
  if (reader.member(root, 'see').value !== undefined) {
    reader.object(root, ['schema', 'see'])
    return { see: reader.text(reader.member(root, 'see')) }
  }
  const federation = readFederation(reader, root)
  checkReferences(reader, root, federation)
  return federation
}

function readFederation(reader: FieldReader, root: Field): Federation {
  reader.object(root, [
    ...['schema', 'name', 'fictional', 'notice', 'listsOfLists', 'members'],
    ...['agreements', 'evidence'],
  ])
  return {
    name: reader.text(reader.member(root, 'name')),
    fictional: reader.boolean(reader.member(root, 'fictional')),
    notice: reader.text(reader.member(root, 'notice')),
    listsOfLists: reader.list(reader.member(root, 'listsOfLists'), (field) =>
      readSource(reader, field, null),
    ),
    members: reader.list(reader.member(root, 'members'), (field) => readMember(reader, field)),
    agreements: reader.optionalText(reader.member(root, 'agreements')),
    evidence: reader.optionalText(reader.member(root, 'evidence')),
  }
}

function readMember(reader: FieldReader, field: Field): Member {
  reader.object(field, ['state', 'name', 'lists', 'reason'])
  const stateField = reader.member(field, 'state')
  const state = reader.text(stateField)
  if (!isStateCode(state))
    throw reader.malformed(stateField, 'must be a code of two letters (ISO 3166-1 alpha-2)')
  return {
    state,
    name: reader.text(reader.member(field, 'name')),
    lists: reader.list(reader.member(field, 'lists'), (list) => readSource(reader, list, state)),
    reason: reader.optionalText(reader.member(field, 'reason')),
  }
}

function readSource(reader: FieldReader, field: Field, state: State | null): ListSource {
  reader.object(field, [
    ...['id', 'form', 'location', 'files', 'signers', 'signersFrom', 'sha256', 'pivots'],
    ...['stale', 'note'],
  ])
  const digest = reader.member(field, 'sha256')
  return {
    id: readId(reader, reader.member(field, 'id')),
    state,
    form: reader.oneOf(reader.member(field, 'form'), forms),
    location: reader.text(reader.member(field, 'location')),
    files: reader.list(reader.member(field, 'files'), (name) => reader.text(name)),
    signers: reader.list(reader.member(field, 'signers'), (name) => reader.text(name)),
    signersFrom: reader.optionalText(reader.member(field, 'signersFrom')),
    sha256: digest.value === undefined ? null : reader.sha256(digest),
    pivots: reader.list(reader.member(field, 'pivots'), (name) => reader.text(name)),
    stale: readStale(reader, reader.member(field, 'stale')),
    note: reader.optionalText(reader.member(field, 'note')),
  }
}

/** An id names the file that a loaded list is kept in, so it must be a harmless name. */
function readId(reader: FieldReader, field: Field): string {
  const id = reader.text(field)
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(id))
    throw reader.malformed(field, 'must be up to 64 letters, digits, hyphens and underscores')
  return id
}

function readStale(reader: FieldReader, field: Field): StalePolicy {
  if (field.value === undefined) return strict
  reader.object(field, ['graceDays', 'afterGrace'])
  return {
    graceDays: reader.wholeNumber(reader.member(field, 'graceDays')),
    afterGrace: reader.oneOf(reader.member(field, 'afterGrace'), ['refuse', 'warn']),
  }
}

function checkReferences(reader: FieldReader, root: Field, federation: Federation): void {
  const { listsOfLists, members } = federation
  const sources = [...listsOfLists, ...members.flatMap((member) => member.lists)]
  const ids = new Set<string>()
  for (const { id } of sources) {
    // Names of files may not tell case apart.
    const folded = id.toLowerCase()
    if (ids.has(folded)) throw reader.malformed(root, `names two lists "${id}"`)
    ids.add(folded)
  }
  const parents = new Set(listsOfLists.map((list) => list.id))
  for (const { id, signersFrom } of sources) {
    if (signersFrom !== null && !parents.has(signersFrom))
      throw reader.malformed(
        root,
        `takes the signers of "${id}" from "${signersFrom}", which is no list of lists here`,
      )
  }
}
