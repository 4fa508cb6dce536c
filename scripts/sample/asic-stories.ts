import { contracts } from './contracts.ts'
import { states } from './states.ts'
import { at, type Expectation, type Role, type SignatureStory, type Story } from './story.ts'
import { bad, good, hashFailure, undecided, valueFailure } from './xades-stories.ts'

/** What the container is, and which signatures stand in it. */
export type AsicForm =
  | 'ASiC-S with CAdES'
  | 'ASiC-S with XAdES'
  | 'ASiC-E with CAdES'
  | 'ASiC-E with XAdES'
  | 'OpenDocument'

/** A story told in a container. */
export interface AsicStory extends Omit<Story, 'packaging'> {
  readonly form: AsicForm
  /** A file that was put into the container after it was signed. */
  readonly added?: string
  /** Each signature over a file of its own, where there are several. */
  readonly each?: 'its own file'
}

function story(
  form: AsicForm,
  file: string,
  description: string,
  state: string,
  ...signatures: readonly [SignatureStory, ...SignatureStory[]]
): AsicStory {
  return { state, file, description, form, signatures }
}

function contract(state: string, form: AsicForm): AsicStory {
  const file = form.startsWith('ASiC-S') ? 'contract.asics' : 'contract.asice'
  const recognition = [at(state), ...(contracts[state] ?? [])]
  return story(form, file, `A citizen signs a contract in a container (${form})`, state, {
    ...good(state),
    recognition,
  })
}

function tampered(state: string, form: AsicForm): AsicStory {
  const what = `The contract in the container was changed after it was signed (${form})`
  const one = story(form, 'tampered.asice', what, state, bad(state, hashFailure))
  return { ...one, content: 'changed' }
}

function withoutData(state: string, form: AsicForm): AsicStory {
  const what = `The contract was taken out of the container (${form})`
  const expected = { ...undecided('SIGNED_DATA_NOT_FOUND'), integrity: 'unknown' } as const
  const one = story(form, 'data-missing.asice', what, state, bad(state, expected))
  return { ...one, content: 'missing' }
}

function withMore(state: string, form: AsicForm): AsicStory {
  const what = `A file that nobody signed was put beside the contract (${form})`
  const expected = undecided('SIG_CONSTRAINTS_FAILURE')
  const one = story(form, 'unsigned-file.asice', what, state, bad(state, expected))
  return { ...one, added: 'annex.txt' }
}

const formatFailure: Expectation = {
  integrity: 'unknown',
  indication: 'TOTAL-FAILED',
  subIndication: 'FORMAT_FAILURE',
}

function twoDataObjects(state: string): AsicStory {
  const what = 'A second file was put into an ASiC-S container, which has one'
  const form = 'ASiC-S with CAdES'
  const one = story(form, 'two-data-objects.asics', what, state, bad(state, formatFailure))
  return { ...one, added: 'annex.txt' }
}

function valueAltered(state: string, form: AsicForm): AsicStory {
  const what = `One bit of the value of the signature in the container was changed (${form})`
  return story(form, 'value-altered.asice', what, state, {
    ...bad(state, valueFailure),
    fault: 'value-altered',
  })
}

function twoSigners(state: string, form: AsicForm): AsicStory {
  const what = `A citizen and a company each sign a file of the container (${form})`
  const company = { ...good(state, 'company'), recognition: [at(state)] }
  const one = story(form, 'two-signers.asice', what, state, good(state), company)
  return { ...one, each: 'its own file' }
}

function spoiltSecond(state: string): AsicStory {
  const what = 'Two sign the container; the value of the second was altered'
  return story('ASiC-E with XAdES', 'two-signers.asice', what, state, good(state), {
    ...bad(state, valueFailure, 'company'),
    fault: 'value-altered',
  })
}

function ofRole(state: string, role: Role, form: AsicForm): AsicStory {
  const expected = undecided(role === 'revoked' ? 'REVOKED_NO_POE' : 'OUT_OF_BOUNDS_NO_POE')
  const what =
    role === 'revoked'
      ? 'The certificate of the signer of the container was revoked on 2025-03-01'
      : 'The certificate of the signer of the container expired on 2024-06-01'
  return story(form, `${role}.asice`, what, state, bad(state, expected, role))
}

function sealed(state: string, form: AsicForm): AsicStory {
  return story(form, 'sealed.asics', `A company seals a contract (${form})`, state, {
    ...good(state, 'company'),
    recognition: [at(state)],
  })
}

function openDocument(state: string): AsicStory {
  const what = 'A citizen signs a text document (OpenDocument)'
  return story('OpenDocument', 'contract.odt', what, state, good(state))
}

function openDocumentWithMore(state: string): AsicStory {
  const what = 'A picture was put into a text document after it was signed (OpenDocument)'
  const expected = undecided('SIG_CONSTRAINTS_FAILURE')
  const one = story('OpenDocument', 'picture-added.odt', what, state, bad(state, expected))
  return { ...one, added: 'Pictures/picture.png' }
}

const cades = { simple: 'ASiC-S with CAdES', extended: 'ASiC-E with CAdES' } as const
const xades = { simple: 'ASiC-S with XAdES', extended: 'ASiC-E with XAdES' } as const

/** Every state has a container of each kind, with CAdES in one and XAdES in the other. */
function both(state: string, index: number): readonly AsicStory[] {
  const [one, other] = index % 2 === 0 ? [cades, xades] : [xades, cades]
  return [contract(state, one.extended), contract(state, other.simple)]
}

/** What is signed in containers; each state has two, the rest is spread over them. */
export const asicStories: readonly AsicStory[] = [
  ...states.flatMap(({ state }, index) => both(state, index)),
  ...['AL', 'UA'].map((state) => tampered(state, cades.extended)),
  ...['AZ', 'GE'].map((state) => tampered(state, xades.extended)),
  withoutData('RO', cades.extended),
  withoutData('RS', xades.extended),
  withMore('BG', cades.extended),
  withMore('GE', xades.extended),
  twoDataObjects('MD'),
  valueAltered('TR', cades.extended),
  valueAltered('MK', xades.extended),
  twoSigners('UA', cades.extended),
  twoSigners('GR', xades.extended),
  spoiltSecond('AM'),
  ofRole('RO', 'revoked', cades.extended),
  ofRole('MK', 'expired', xades.extended),
  sealed('RU', cades.simple),
  ...['GR', 'MD'].map(openDocument),
  openDocumentWithMore('RS'),
]
