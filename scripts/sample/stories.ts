import { contracts, firstRecognition, spoiled } from './contracts.ts'
import { states } from './states.ts'
import {
  at,
  type Expectation,
  type RecognitionExpectation,
  type Role,
  recognisedIn,
  type SignatureStory,
  type Story,
  under,
} from './story.ts'

const passed: Expectation = { integrity: 'intact', indication: 'TOTAL-PASSED' }
const hashFailure: Expectation = {
  integrity: 'broken',
  indication: 'TOTAL-FAILED',
  subIndication: 'HASH_FAILURE',
}
const valueFailure: Expectation = {
  integrity: 'broken',
  indication: 'TOTAL-FAILED',
  subIndication: 'SIG_CRYPTO_FAILURE',
}

function undecided(
  subIndication: string,
  integrity: Expectation['integrity'] = 'intact',
): Expectation {
  return { integrity, indication: 'INDETERMINATE', subIndication }
}

function by(
  role: Role,
  expected: Expectation,
  recognition: readonly RecognitionExpectation[] = [],
  service = 'qc',
): SignatureStory {
  return { role, service, expected, recognition }
}

function attached(
  state: string,
  file: string,
  description: string,
  ...signatures: readonly [SignatureStory, ...SignatureStory[]]
): Story {
  return { state, file, description, packaging: 'attached', signatures }
}

function spoiledBy(role: Role, state: string, expected: Expectation): SignatureStory {
  return by(role, expected, spoiled(state, expected))
}

/** Every state has a good contract, the same detached, and one that was changed after signing. */
function everywhere(state: string): readonly Story[] {
  const good = by('citizen', passed, [at(state), ...(contracts[state] ?? [])])
  return [
    attached(state, 'contract.p7m', 'A citizen signs a contract, which stands inside', good),
    {
      ...attached(state, 'contract-detached.p7s', 'The same, with contract.txt outside', good),
      packaging: 'detached',
    },
    {
      ...attached(
        state,
        'tampered.p7m',
        'The contract was changed after it was signed',
        spoiledBy('citizen', state, hashFailure),
      ),
      content: 'changed',
    },
  ]
}

function revoked(state: string): Story {
  return attached(
    state,
    'revoked.p7m',
    "The signer's certificate was revoked on 2025-03-01, before the claimed time of signing",
    spoiledBy('revoked', state, undecided('REVOKED_NO_POE')),
  )
}

function expired(state: string): Story {
  return attached(
    state,
    'expired.p7m',
    "The signer's certificate expired on 2024-06-01 and nothing proves an earlier signature",
    spoiledBy('expired', state, undecided('OUT_OF_BOUNDS_NO_POE')),
  )
}

function sealed(state: string, recognition: readonly RecognitionExpectation[]): Story {
  return attached(
    state,
    'sealed.p7m',
    'A company seals the contract',
    by('company', passed, [at(state), ...recognition]),
  )
}

function valueAltered(state: string): Story {
  const story = { ...spoiledBy('citizen', state, valueFailure), fault: 'value-altered' } as const
  return attached(state, 'value-altered.p7m', 'One bit of the signature value was changed', story)
}

function substituted(state: string): Story {
  const expected = undecided('NO_SIGNING_CERTIFICATE_FOUND')
  const story = {
    ...spoiledBy('citizen', state, expected),
    fault: 'certificate-substituted',
  } as const
  return attached(
    state,
    'wrong-signer.p7m',
    "Another person's certificate, of the same issuer, serial number and key, stands in place of the signer's",
    story,
  )
}

function unlisted(state: string): Story {
  return attached(
    state,
    'unlisted.p7m',
    'The issuer of the certificate is on no list',
    by('citizen', undecided('NO_CERTIFICATE_CHAIN_FOUND'), [notListedIn(state)], 'unlisted'),
  )
}

function notListedIn(relying: string): RecognitionExpectation {
  return { relying, outcome: 'not-recognised', reason: 'service-not-listed' }
}

function withdrawn(state: string, elsewhere: readonly RecognitionExpectation[]): Story {
  const own = {
    relying: state,
    outcome: 'not-recognised',
    reason: 'status-not-equivalent',
  } as const
  return attached(
    state,
    'withdrawn.p7m',
    'The issuing service was granted when it issued the certificate and withdrawn on 2025-06-01',
    by('citizen', passed, [own, ...elsewhere], 'withdrawn'),
  )
}

function nationalAlgorithm(state: string, what: string): Story {
  const story = {
    ...spoiledBy('citizen', state, undecided('GENERIC', 'unknown')),
    fault: 'national-algorithm',
  } as const
  return attached(
    state,
    'national-algorithm.p7m',
    `Claims to be signed with ${what}; digest and value are invented, for nothing here computes it`,
    story,
  )
}

function repackaged(
  state: string,
  file: string,
  packaging: Story['packaging'],
  description: string,
): Story {
  const good = by('citizen', passed, [at(state), firstRecognition(state)])
  return { ...attached(state, file, description, good), packaging }
}

function ber(state: string): Story {
  return repackaged(
    state,
    'indefinite-length.p7m',
    'indefinite-length',
    'BER with indefinite lengths and the content in segments',
  )
}

function pemFile(state: string): Story {
  return repackaged(state, 'contract.pem', 'pem', 'The same in PEM (RFC 7468 §9)')
}

function twoSigners(state: string): Story {
  return attached(
    state,
    'two-signers.p7m',
    'A citizen and a company sign the same contract; the value of the second was altered',
    by('citizen', passed, [at(state), firstRecognition(state)]),
    { ...spoiledBy('company', state, valueFailure), fault: 'value-altered' },
  )
}

function countersigned(state: string): Story {
  return attached(
    state,
    'countersigned.p7m',
    'A company countersigns the signature of a citizen',
    by('citizen', passed, [at(state), firstRecognition(state)]),
    { ...by('company', passed, [at(state)]), counter: 'yes' },
  )
}

function secondService(
  state: string,
  service: string,
  description: string,
  recognition: readonly RecognitionExpectation[],
): Story {
  return attached(
    state,
    `${service}.p7m`,
    description,
    by('citizen', passed, [at(state), ...recognition], service),
  )
}

function contentMissing(state: string): Story {
  const expected = undecided('SIGNED_DATA_NOT_FOUND', 'unknown')
  const story = attached(
    state,
    'content-missing.p7s',
    'A detached signature without its content',
    spoiledBy('citizen', state, expected),
  )
  return { ...story, packaging: 'detached', content: 'missing' }
}

function detachedChanged(state: string): Story {
  const story = attached(
    state,
    'detached-changed.p7s',
    'A detached signature beside content that was changed since',
    spoiledBy('citizen', state, hashFailure),
  )
  return { ...story, packaging: 'detached', content: 'changed' }
}

export const stories: readonly Story[] = [
  ...states.flatMap(({ state }) => everywhere(state)),
  ...['AZ', 'BG', 'GE', 'RO', 'TR', 'UA'].map(revoked),
  ...['AL', 'GR', 'UA'].map(expired),
  ...['AZ', 'RO'].map(valueAltered),
  ...['GE', 'MK'].map(substituted),
  unlisted('AM'),
  ...['GR', 'TR'].map(ber),
  ...['MD', 'MK'].map(pemFile),
  twoSigners('BG'),
  ...['GE', 'RS'].map(countersigned),
  contentMissing('GE'),
  detachedChanged('AL'),
  sealed('AZ', [recognisedIn('GE', ['GE', 'AZ'])]),
  sealed('BG', [recognisedIn('RO', ['RO', 'BG'])]),
  sealed('GE', [recognisedIn('AZ', ['AZ', 'GE']), recognisedIn('RO', ['RO', 'GE'])]),
  sealed('GR', [recognisedIn('UA', ['UA', 'EU'])]),
  sealed('MD', [recognisedIn('EL', ['EU', 'MD'])]),
  sealed('RO', [recognisedIn('RS', ['RS', 'EU'])]),
  sealed('RS', [recognisedIn('MK', ['MK', 'RS'])]),
  sealed('UA', [recognisedIn('BG', ['EU', 'UA'])]),
  withdrawn('RO', [under('BG', 'not-recognised', 'status-not-equivalent', ['BG', 'RO'])]),
  withdrawn('RU', [under('AM', 'not-recognised', 'mechanism-not-supported', ['AM', 'RU'])]),
  nationalAlgorithm('RU', 'GOST R 34.10-2012'),
  nationalAlgorithm('UA', 'DSTU 4145-2002'),
  secondService('GE', 'pss', 'Signed with RSASSA-PSS', [recognisedIn('RO', ['RO', 'GE'])]),
  secondService('MD', 'brainpool', 'Signed on the curve brainpoolP256r1', [
    recognisedIn('UA', ['UA', 'MD']),
  ]),
  secondService('UA', 'national', 'The issuer is on the national list, not on that for the EU', [
    under('RO', 'not-recognised', 'list-not-named', ['EU', 'UA']),
    recognisedIn('GE', ['GE', 'UA']),
  ]),
]
