import { contracts, firstRecognition, spoiled } from './contracts.ts'
import { states } from './states.ts'
import { at, type Expectation, type Role, type SignatureStory, type Story } from './story.ts'

/** Where the data of a XAdES signature stands, and how it is referred to. */
export type XadesForm =
  /** The signature is the last element of what it signs. */
  | 'enveloped'
  /** The text is in a ds:Object, in base64. */
  | 'enveloping'
  /** The contract is in a ds:Object, in XML. */
  | 'enveloping-xml'
  /** contract.txt lies beside the signature. */
  | 'detached'
  /** Signatures stand beside the element that they sign. */
  | 'beside'

/** A story told in XAdES. */
export interface XadesStory extends Omit<Story, 'packaging'> {
  readonly form: XadesForm
  readonly claims?: 'stated'
}

/** Intact, and valid at the time of the index. */
export const passed: Expectation = { integrity: 'intact', indication: 'TOTAL-PASSED' }
/** What was signed is not what is there. */
export const hashFailure: Expectation = {
  integrity: 'broken',
  indication: 'TOTAL-FAILED',
  subIndication: 'HASH_FAILURE',
}
/** The value does not verify. */
export const valueFailure: Expectation = {
  integrity: 'broken',
  indication: 'TOTAL-FAILED',
  subIndication: 'SIG_CRYPTO_FAILURE',
}

/** Intact, and yet undecided. */
export function undecided(subIndication: string): Expectation {
  return { integrity: 'intact', indication: 'INDETERMINATE', subIndication }
}

/** A valid signature, and what it is worth at home and in one other state. */
export function good(state: string, role: Role = 'citizen', service = 'qc'): SignatureStory {
  return { role, service, expected: passed, recognition: [at(state), firstRecognition(state)] }
}

/** One that is not valid, or may not be. */
export function bad(state: string, expected: Expectation, role: Role = 'citizen'): SignatureStory {
  return { role, service: 'qc', expected, recognition: spoiled(state, expected) }
}

function story(
  form: XadesForm,
  file: string,
  description: string,
  state: string,
  ...signatures: readonly [SignatureStory, ...SignatureStory[]]
): XadesStory {
  return { state, file, description, form, signatures }
}

function contract(state: string): XadesStory {
  const recognition = [at(state), ...(contracts[state] ?? [])]
  return story('enveloped', 'contract.xml', 'A citizen signs a contract in XML', state, {
    ...good(state),
    recognition,
  })
}

function tampered(state: string): XadesStory {
  const what = 'The contract in XML was changed after it was signed'
  const one = story('enveloped', 'tampered.xml', what, state, bad(state, hashFailure))
  return { ...one, content: 'changed' }
}

function enveloping(state: string): XadesStory {
  const what = 'The signature holds the text of the contract, in base64'
  return story('enveloping', 'enveloping.xml', what, state, good(state))
}

function envelopingXml(state: string): XadesStory {
  const what = 'The signature holds the contract in XML'
  return story('enveloping-xml', 'enveloping-xml.xml', what, state, good(state))
}

function detached(state: string): XadesStory {
  const what = 'A signature in XML with contract.txt outside'
  return story('detached', 'contract-detached.xml', what, state, good(state))
}

function detachedChanged(state: string): XadesStory {
  const what = 'A signature in XML beside a contract.txt that was changed since'
  const one = story('detached', 'detached-changed.xml', what, state, bad(state, hashFailure))
  return { ...one, content: 'changed' }
}

function valueAltered(state: string): XadesStory {
  const what = 'One bit of the value of the signature in XML was changed'
  return story('enveloped', 'value-altered.xml', what, state, {
    ...bad(state, valueFailure),
    fault: 'value-altered',
  })
}

function substituted(state: string): XadesStory {
  const what =
    "Another person's certificate, of the same issuer, serial number and key, stands in KeyInfo"
  return story('enveloped', 'wrong-signer.xml', what, state, {
    ...bad(state, undecided('NO_SIGNING_CERTIFICATE_FOUND')),
    fault: 'certificate-substituted',
  })
}

function twoSigners(state: string): XadesStory {
  const what = 'A citizen and a company sign the same element; the value of the second was altered'
  return story('beside', 'two-signers.xml', what, state, good(state), {
    ...bad(state, valueFailure, 'company'),
    fault: 'value-altered',
  })
}

function countersigned(state: string): XadesStory {
  const what = 'A company countersigns the signature of a citizen in XML'
  return story('enveloped', 'countersigned.xml', what, state, good(state), {
    ...good(state, 'company'),
    recognition: [at(state)],
    counter: 'yes',
  })
}

/** EN 319 102-1 §5.2.4.4: the policy by which it is validated is the caller's, not the signature's. */
function withClaims(state: string): XadesStory {
  const what = 'Names a policy that nobody has, and claims a role, a place and a commitment'
  return { ...story('enveloped', 'claims.xml', what, state, good(state)), claims: 'stated' }
}

function revoked(state: string): XadesStory {
  const what = 'The certificate of the signer in XML was revoked on 2025-03-01'
  const expected = undecided('REVOKED_NO_POE')
  return story('enveloped', 'revoked.xml', what, state, bad(state, expected, 'revoked'))
}

function expired(state: string): XadesStory {
  const what = 'The certificate of the signer in XML expired on 2024-06-01'
  const expected = undecided('OUT_OF_BOUNDS_NO_POE')
  return story('enveloped', 'expired.xml', what, state, bad(state, expected, 'expired'))
}

function sealed(state: string): XadesStory {
  return story('enveloped', 'sealed.xml', 'A company seals the contract in XML', state, {
    ...good(state, 'company'),
    recognition: [at(state)],
  })
}

function secondService(state: string, service: string, what: string): XadesStory {
  return story('enveloped', `${service}.xml`, what, state, {
    ...good(state, 'citizen', service),
    recognition: [at(state)],
  })
}

/** What is signed in XML; each state has a contract, the rest is spread over them. */
export const xadesStories: readonly XadesStory[] = [
  ...states.map(({ state }) => contract(state)),
  ...['AL', 'GR', 'RO', 'RS'].map(tampered),
  ...['GE', 'RO', 'TR'].map(enveloping),
  ...['AM', 'MK'].map(envelopingXml),
  ...['AM', 'BG', 'UA'].map(detached),
  detachedChanged('MD'),
  valueAltered('TR'),
  substituted('AZ'),
  ...['BG', 'GR'].map(twoSigners),
  ...['MD', 'RS'].map(countersigned),
  ...['MK', 'UA'].map(withClaims),
  revoked('RO'),
  expired('AL'),
  sealed('RU'),
  secondService('GE', 'pss', 'In XML, signed with RSASSA-PSS'),
  secondService('MD', 'brainpool', 'In XML, signed on the curve brainpoolP256r1'),
]
