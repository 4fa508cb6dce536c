import {
  at,
  type Expectation,
  noAgreementIn,
  type RecognitionExpectation,
  recognisedIn,
  under,
} from './story.ts'

/** What each state's good contract is worth in others: the story of its agreements. */
export const contracts: Readonly<Record<string, readonly RecognitionExpectation[]>> = {
  AL: [
    recognisedIn('RS', ['RS', 'AL']),
    under('MK', 'not-recognised', 'not-yet-in-force', ['MK', 'AL']),
    noAgreementIn('RO'),
  ],
  AM: [
    recognisedIn('GE', ['GE', 'AM']),
    under('RU', 'not-recognised', 'mechanism-not-supported', ['RU', 'AM']),
    noAgreementIn('AZ'),
  ],
  AZ: [recognisedIn('TR', ['TR', 'AZ']), recognisedIn('GE', ['GE', 'AZ']), noAgreementIn('AM')],
  BG: [
    recognisedIn('RO', ['RO', 'BG']),
    recognisedIn('EL', ['GR', 'BG']),
    recognisedIn('UA', ['UA', 'EU']),
    under('TR', 'not-recognised', 'agreement-draft', ['TR', 'BG']),
    under('MD', 'not-recognised', 'suspended', ['MD', 'BG']),
  ],
  GE: [
    recognisedIn('RO', ['RO', 'GE']),
    recognisedIn('GR', ['GR', 'GE']),
    noAgreementIn('BG'),
    under('AZ', 'not-recognised', 'service-type-not-covered', ['AZ', 'GE']),
    under('AM', 'not-recognised', 'certificate-issued-outside-agreement', ['AM', 'GE']),
  ],
  GR: [recognisedIn('BG', ['BG', 'GR']), recognisedIn('RS', ['RS', 'EU']), noAgreementIn('TR')],
  MD: [recognisedIn('RO', ['EU', 'MD']), recognisedIn('UA', ['UA', 'MD']), noAgreementIn('RU')],
  MK: [
    recognisedIn('RS', ['RS', 'MK']),
    recognisedIn('BG', ['EU', 'MK']),
    // Terminated since, but what was signed before stands.
    recognisedIn('AL', ['AL', 'MK']),
  ],
  RO: [
    recognisedIn('BG', ['BG', 'RO']),
    recognisedIn('GE', ['GE', 'EU']),
    under('MD', 'undetermined', 'no-proof-of-time', ['MD', 'RO']),
    under('AZ', 'not-recognised', 'algorithm-not-allowed', ['AZ', 'RO']),
  ],
  RS: [
    recognisedIn('MK', ['MK', 'RS']),
    recognisedIn('AL', ['AL', 'RS']),
    // Serbia recognises the EU; that does not lead back.
    noAgreementIn('RO'),
  ],
  RU: [under('AM', 'not-recognised', 'mechanism-not-supported', ['AM', 'RU']), noAgreementIn('UA')],
  TR: [
    recognisedIn('AZ', ['AZ', 'TR']),
    recognisedIn('BG', ['BG', 'TR']),
    under('AL', 'not-recognised', 'terminated', ['AL', 'TR']),
  ],
  UA: [
    recognisedIn('RO', ['EU', 'UA']),
    recognisedIn('GE', ['GE', 'UA']),
    under('TR', 'not-recognised', 'mechanism-not-supported', ['TR', 'UA']),
    noAgreementIn('RU'),
  ],
}

/** The first state that the table above has recognising the origin, with its agreement, or the origin itself. */
export function firstRecognition(state: string): RecognitionExpectation {
  const found = contracts[state]?.find(({ outcome }) => outcome === 'recognised')
  return found ?? at(state)
}

/** What becomes of that recognition where the signature is not valid, or may not be. */
export function spoiled(state: string, expected: Expectation): readonly RecognitionExpectation[] {
  const legal = firstRecognition(state)
  const outcome = expected.indication === 'TOTAL-FAILED' ? 'not-recognised' : 'undetermined'
  const reason =
    expected.indication === 'TOTAL-FAILED' ? 'signature-invalid' : 'signature-undetermined'
  return [{ ...legal, outcome, reason }]
}
