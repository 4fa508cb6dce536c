import { contracts } from './contracts.ts'
import type { ContractTerms } from './pdf-contract.ts'
import type { CrossReference } from './pdf-writer.ts'
import { states } from './states.ts'
import { at, type Expectation, type Role, type SignatureStory, type Story } from './story.ts'
import { bad, good, hashFailure, undecided, valueFailure } from './xades-stories.ts'

/** A story told in a PDF. */
export interface PadesStory extends Omit<Story, 'packaging'> {
  readonly form: CrossReference
  readonly contract?: Pick<ContractTerms, 'prepared' | 'secondSignature'>
  /** What the first signature permits (ISO 32000-2 §12.8.2.2), and locks (§12.7.5.5). */
  readonly certifies?: 1 | 2 | 3
  readonly lock?: Readonly<Record<string, string>>
  /** What is done to the document after the last signature. */
  readonly after?: 'filled' | 'annotated' | 'validation-data'
}

type Changed = NonNullable<Expectation['modifications']>

/** The same signature, with what is expected of the revisions behind it. */
function changed(modifications: Changed, signature: SignatureStory): SignatureStory {
  return { ...signature, expected: { ...signature.expected, modifications } }
}

function story(
  file: string,
  description: string,
  state: string,
  ...signatures: readonly [SignatureStory, ...SignatureStory[]]
): PadesStory {
  return { state, file, description, form: formOf(state), signatures }
}

/** Cross-references are a stream in every third state. */
function formOf(state: string): CrossReference {
  return states.findIndex((plan) => plan.state === state) % 3 === 2 ? 'stream' : 'table'
}

function contract(state: string): PadesStory {
  const recognition = [at(state), ...(contracts[state] ?? [])]
  return story(
    'contract.pdf',
    'A citizen signs a contract in PDF',
    state,
    changed('none', { ...good(state), recognition }),
  )
}

function tampered(state: string): PadesStory {
  const what = 'The page of the PDF was changed after it was signed, in its place'
  const one = story('tampered.pdf', what, state, changed('none', bad(state, hashFailure)))
  return { ...one, content: 'changed' }
}

function valueAltered(state: string): PadesStory {
  const what = 'One bit of the value of the signature in PDF was changed'
  const altered = { ...bad(state, valueFailure), fault: 'value-altered' } as const
  return story('value-altered.pdf', what, state, changed('none', altered))
}

function substituted(state: string): PadesStory {
  const what =
    "Another person's certificate, of the same issuer, serial number and key, stands in the PDF"
  const expected = undecided('NO_SIGNING_CERTIFICATE_FOUND')
  const fault = 'certificate-substituted'
  return story('wrong-signer.pdf', what, state, changed('none', { ...bad(state, expected), fault }))
}

function ofRole(state: string, role: Role): PadesStory {
  const expected = undecided(role === 'revoked' ? 'REVOKED_NO_POE' : 'OUT_OF_BOUNDS_NO_POE')
  const what =
    role === 'revoked'
      ? 'The certificate of the signer of the PDF was revoked on 2025-03-01'
      : 'The certificate of the signer of the PDF expired on 2024-06-01'
  return story(`${role}.pdf`, what, state, changed('none', bad(state, expected, role)))
}

function sealed(state: string): PadesStory {
  const seal = { ...good(state, 'company'), recognition: [at(state)] }
  return story('sealed.pdf', 'A company seals a contract in PDF', state, changed('none', seal))
}

function twoSigners(state: string): PadesStory {
  return story(
    'two-signers.pdf',
    'A citizen signs a contract in PDF, and a company signs it after him',
    state,
    changed('permitted', good(state)),
    changed('none', { ...good(state, 'company'), recognition: [at(state)] }),
  )
}

function later(state: string, after: NonNullable<PadesStory['after']>): PadesStory {
  const what = {
    filled: 'A field of the form was filled after the PDF was signed',
    annotated: 'A note was put into the margin after the PDF was signed',
    'validation-data': 'Certificates and a CRL were added after the PDF was signed',
  }[after]
  const one = story(`${after}.pdf`, what, state, changed('permitted', good(state)))
  return { ...one, after }
}

function certified(state: string, certifies: 1 | 2 | 3): PadesStory {
  const what = {
    1: 'Certified: nothing may be changed',
    2: 'Certified: fields may be filled, and signatures added',
    3: 'Certified: fields may be filled, signatures and annotations added',
  }[certifies]
  const one = story(`certified-${certifies}.pdf`, what, state, changed('none', good(state)))
  return { ...one, certifies, contract: { secondSignature: 'prepared' } }
}

function certifiedAndThen(
  state: string,
  certifies: 2 | 3,
  after: NonNullable<PadesStory['after']>,
): PadesStory {
  const base = certified(state, certifies)
  const { description } = later(state, after)
  return {
    ...base,
    file: `certified-${certifies}-${after}.pdf`,
    description: `${base.description}. ${description}`,
    signatures: [changed('permitted', good(state))],
    after,
  }
}

function certifiedAndSigned(state: string): PadesStory {
  const base = certified(state, 2)
  const { signatures } = twoSigners(state)
  const description = `${base.description}. A company signs in the field that is there`
  return { ...base, file: 'certified-2-signed-again.pdf', description, signatures }
}

function locked(state: string, which: 'all' | 'delivery' | 'other'): PadesStory {
  const what = {
    all: 'The signature locks every field of the form',
    delivery: 'The signature locks the field of the form',
    other: 'The signature locks another field than that which was filled after it',
  }[which]
  const lock = {
    all: { Action: '/All' },
    delivery: { Action: '/Include', Fields: '[(delivery)]' },
    other: { Action: '/Exclude', Fields: '[(delivery)]' },
  }[which]
  const expected = which === 'other' ? 'permitted' : 'none'
  const one = story(`locked-${which}.pdf`, what, state, changed(expected, good(state)))
  return { ...one, lock, ...(which === 'other' && { after: 'filled' as const }) }
}

/** What waits in these files does no harm as long as it does not show. */
function prepared(state: string, how: NonNullable<ContractTerms['prepared']>): PadesStory {
  const what = {
    overlay: 'A letter of thanks lies over the contract when it is signed',
    button: 'A button that shows nothing lies over the contract when it is signed',
    unused: 'Another contract, which nothing names, is in the file when it is signed',
  }[how]
  const one = story(`prepared-${how}.pdf`, what, state, changed('none', good(state)))
  return { ...one, contract: { prepared: how } }
}

/** From the files of this state the attacks are made. */
export const attackedState = 'UA'

/** What is signed in PDF; each state has a contract, the rest is spread over them. */
export const padesStories: readonly PadesStory[] = [
  ...states.map(({ state }) => contract(state)),
  ...['AM', 'GR', 'TR'].map(tampered),
  ...['AZ', 'MK'].map(valueAltered),
  substituted('TR'),
  ofRole('AZ', 'revoked'),
  ofRole('GR', 'expired'),
  sealed('TR'),
  ...['AZ', 'GR'].map(twoSigners),
  later('GR', 'filled'),
  later('AZ', 'validation-data'),
  ...([1, 2, 3] as const).map((permits) => certified(attackedState, permits)),
  certifiedAndThen(attackedState, 2, 'filled'),
  certifiedAndThen(attackedState, 3, 'annotated'),
  certifiedAndSigned(attackedState),
  ...(['all', 'delivery', 'other'] as const).map((which) => locked(attackedState, which)),
  ...(['overlay', 'unused', 'button'] as const).map((how) => prepared(attackedState, how)),
]
