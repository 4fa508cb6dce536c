import { contracts } from './contracts.ts'
import { at, type Expectation, type SignatureStory, type Story } from './story.ts'
import { bad, good, hashFailure, passed, undecided, valueFailure } from './xades-stories.ts'

/** How a JWS is written, and where its payload stands. */
export type JadesForm =
  | 'compact'
  | 'flattened'
  | 'general'
  /** The payload stands beside the header as it is (RFC 7797). */
  | 'unencoded'
  /** contract.txt lies outside, and nothing names it (RFC 7515 appendix F). */
  | 'detached'
  /** "sigD" names contract.txt (TS 119 182-1 §5.2.8.3.2). */
  | 'by-uri'
  /** "sigD" has the digest of contract.txt in base64url (§5.2.8.3.3). */
  | 'by-uri-hash'
  /** The same with the digest of contract.txt itself. */
  | 'by-uri-hash-unencoded'

/** A story told in JAdES. */
export interface JadesStory extends Omit<Story, 'packaging'> {
  readonly form: JadesForm
  /** In place of the signer's: none proves nothing, and with HMAC whoever verifies could have signed. */
  readonly algorithm?: 'none' | 'HS256'
  /** The signed header demands that its readers know an extension that nobody knows. */
  readonly critical?: 'unknown'
  /** V1.1.1 of TS 119 182-1 has "sigT" where V1.2.1 has "iat". */
  readonly time?: 'sigT'
  readonly unsigned?: 'clear'
}

const formatFailure: Expectation = {
  integrity: 'broken',
  indication: 'TOTAL-FAILED',
  subIndication: 'FORMAT_FAILURE',
}

function story(
  form: JadesForm,
  file: string,
  description: string,
  state: string,
  ...signatures: readonly [SignatureStory, ...SignatureStory[]]
): JadesStory {
  return { state, file, description, form, signatures }
}

/** Each state's contract, in one form or another. */
function contract(state: string, form: JadesForm): JadesStory {
  const file = form === 'compact' ? 'contract.jws' : 'contract.json'
  const recognition = [at(state), ...(contracts[state] ?? [])]
  return story(form, file, `A citizen signs a contract in JSON (${form})`, state, {
    ...good(state),
    recognition,
  })
}

function tampered(state: string, form: JadesForm): JadesStory {
  const what = `The payload was changed after it was signed (${form})`
  const one = story(form, 'tampered.json', what, state, bad(state, valueFailure))
  return { ...one, content: 'changed' }
}

function detached(state: string, form: JadesForm, what: string): JadesStory {
  return story(form, `contract-${form}.json`, what, state, good(state))
}

function detachedChanged(state: string, form: JadesForm, expected: Expectation): JadesStory {
  const what = `A signature in JSON beside a contract.txt that was changed since (${form})`
  const one = story(form, `${form}-changed.json`, what, state, bad(state, expected))
  return { ...one, content: 'changed' }
}

function withoutContent(state: string): JadesStory {
  const what = 'A signature in JSON with the digest of contract.txt, which is not at hand'
  const expected = { ...undecided('SIGNED_DATA_NOT_FOUND'), integrity: 'unknown' } as const
  const one = story('by-uri-hash', 'content-missing.json', what, state, bad(state, expected))
  return { ...one, content: 'missing' }
}

function unsignedAlgorithm(state: string, algorithm: 'none' | 'HS256'): JadesStory {
  const what = `Names the algorithm "${algorithm}", which is no signature`
  const file = `algorithm-${algorithm.toLowerCase()}.jws`
  return { ...story('compact', file, what, state, bad(state, formatFailure)), algorithm }
}

function unknownCritical(state: string): JadesStory {
  const what = 'Demands that its readers know an extension that nobody knows'
  const one = story('flattened', 'unknown-critical.json', what, state, bad(state, formatFailure))
  return { ...one, critical: 'unknown' }
}

function valueAltered(state: string): JadesStory {
  const what = 'One bit of the value of the signature in JSON was changed'
  return story('flattened', 'value-altered.json', what, state, {
    ...bad(state, valueFailure),
    fault: 'value-altered',
  })
}

function substituted(state: string): JadesStory {
  const what =
    "Another person's certificate, of the same issuer, serial number and key, stands in x5c"
  return story('flattened', 'wrong-signer.json', what, state, {
    ...bad(state, undecided('NO_SIGNING_CERTIFICATE_FOUND')),
    fault: 'certificate-substituted',
  })
}

function twoSigners(state: string): JadesStory {
  const what = 'A citizen and a company sign the same payload; the value of the second was altered'
  return story('general', 'two-signers.json', what, state, good(state), {
    ...bad(state, valueFailure, 'company'),
    fault: 'value-altered',
  })
}

function countersigned(state: string, unsigned?: 'clear'): JadesStory {
  const how = unsigned === undefined ? 'in base64url' : 'in clear JSON'
  const what = `A company countersigns the signature of a citizen, ${how}`
  const one = story('flattened', 'countersigned.json', what, state, good(state), {
    ...good(state, 'company'),
    recognition: [at(state)],
    counter: 'yes',
  })
  return unsigned === undefined ? one : { ...one, unsigned }
}

function sealed(state: string): JadesStory {
  return story('general', 'sealed.json', 'A company seals the contract in JSON', state, {
    ...good(state, 'company'),
    recognition: [at(state)],
  })
}

function revoked(state: string): JadesStory {
  const what = 'The certificate of the signer in JSON was revoked on 2025-03-01'
  return story(
    'flattened',
    'revoked.json',
    what,
    state,
    bad(state, undecided('REVOKED_NO_POE'), 'revoked'),
  )
}

/** The sample signs after "sigT" was to be no more; before, only whose certificate has expired since. */
function expired(state: string): JadesStory {
  const what =
    'The certificate of the signer in JSON expired on 2024-06-01, and "sigT" is before that'
  const expected = undecided('OUT_OF_BOUNDS_NO_POE')
  const one = story('compact', 'expired.jws', what, state, bad(state, expected, 'expired'))
  return { ...one, time: 'sigT' }
}

function pss(state: string): JadesStory {
  return story('compact', 'pss.jws', 'In JSON, signed with RSASSA-PSS', state, {
    role: 'citizen',
    service: 'pss',
    expected: passed,
    recognition: [at(state)],
  })
}

/** What is signed in JSON; each state has a contract, the rest is spread over them. */
export const jadesStories: readonly JadesStory[] = [
  ...['AL', 'BG', 'MD', 'RU', 'UA'].map((state) => contract(state, 'compact')),
  ...['AM', 'GE', 'MK', 'RS'].map((state) => contract(state, 'flattened')),
  ...['AZ', 'GR', 'RO'].map((state) => contract(state, 'general')),
  contract('TR', 'unencoded'),
  tampered('AZ', 'flattened'),
  tampered('MK', 'unencoded'),
  detached('GE', 'detached', 'A signature in JSON with contract.txt outside, which nothing names'),
  detached('RO', 'by-uri', 'A signature in JSON that names contract.txt'),
  detached('GR', 'by-uri-hash', 'A signature in JSON with the digest of contract.txt in base64url'),
  detached('UA', 'by-uri-hash-unencoded', 'A signature in JSON with the digest of contract.txt'),
  detachedChanged('BG', 'by-uri-hash', hashFailure),
  detachedChanged('AM', 'by-uri', valueFailure),
  withoutContent('MD'),
  unsignedAlgorithm('TR', 'none'),
  unsignedAlgorithm('GR', 'HS256'),
  unknownCritical('RS'),
  valueAltered('UA'),
  substituted('AL'),
  twoSigners('TR'),
  countersigned('RO'),
  countersigned('AZ', 'clear'),
  sealed('RU'),
  revoked('GE'),
  expired('MK'),
  pss('GE'),
]
