import type { KeyPlan } from './keys.ts'
import { dstu4145, gost2012, type NationalAlgorithm } from './national-keys.ts'
import type { Canonicalization } from './xml-signature.ts'

/** A certification service of the state's one provider. */
export interface ServicePlan {
  readonly id: string
  readonly name: string
  /** The authority's own key; a national algorithm makes it an entry that nothing here can verify with. */
  readonly key: KeyPlan | NationalAlgorithm
  /** Keys of those it certifies. */
  readonly subscribers: KeyPlan
  /** The lists that name it; none is an authority that exists but is not listed. */
  readonly lists: readonly string[]
  readonly status: 'granted' | 'withdrawn'
}

/** How certificates of the state say what they are. */
export interface LawPlan {
  /** etsi: QcStatements of EN 319 412-5; national: none of them, as in Türkiye and Russia. */
  readonly statements: 'etsi' | 'national'
  /** QcCClegislation; the EU's law where absent. */
  readonly legislation?: readonly string[]
  readonly nationalStatements?: readonly string[]
  readonly signaturePolicy: string
  readonly sealPolicy: string
}

export interface StatePlan {
  /** ISO 3166-1, as certificates have it. */
  readonly state: string
  /** As the list has it: EL for Greece (TS 119 612 §5.3.10). */
  readonly code: string
  readonly name: string
  readonly language: string
  readonly ownName: string
  readonly form: 'etsi-119612' | 'kamusm-depo' | 'ru-e-trust' | 'certificate-manifest'
  readonly version: 5 | 6 | null
  readonly lists: readonly string[]
  readonly listSigner: KeyPlan
  readonly canonicalization: Canonicalization
  /** The service's own certificate is the anchor, or the root above it. */
  readonly anchors: 'services' | 'root'
  readonly root: KeyPlan
  readonly services: readonly ServicePlan[]
  readonly law: LawPlan
  /** How a certificate manifest has its certificates: the three file forms it may name. */
  readonly manifest?: 'pem' | 'der' | 'bundle'
}

/** QCP-n-qscd and QCP-l-qscd (EN 319 411-2 §5.3). */
const etsiPolicies = { signaturePolicy: '0.4.0.194112.1.2', sealPolicy: '0.4.0.194112.1.3' }

const euLaw: LawPlan = { statements: 'etsi', ...etsiPolicies }

/** Law outside the EU (EN 319 412-5 §4.2.4): the state's own legislation is named. */
function nationalLaw(state: string): LawPlan {
  return { statements: 'etsi', legislation: [state], ...etsiPolicies }
}

function service(
  id: string,
  name: string,
  key: ServicePlan['key'],
  subscribers: KeyPlan,
  lists: readonly string[],
  status: ServicePlan['status'] = 'granted',
): ServicePlan {
  return { id, name, key, subscribers, lists, status }
}

const etsi = { form: 'etsi-119612', canonicalization: 'exclusive', anchors: 'services' } as const
const byManifest = {
  form: 'certificate-manifest',
  version: null,
  canonicalization: 'exclusive',
  anchors: 'services',
} as const

/** The thirteen states; algorithms and list forms as far as they are publicly known to be theirs. */
export const states: readonly StatePlan[] = [
  {
    ...byManifest,
    state: 'AL',
    code: 'AL',
    name: 'Albania',
    language: 'sq',
    ownName: 'Shqipëria',
    manifest: 'pem',
    lists: ['AL-TL'],
    listSigner: 'RSA-2048/SHA-256',
    root: 'RSA-3072/SHA-256',
    services: [
      service('qc', 'Albania Qualified CA', 'RSA-2048/SHA-256', 'RSA-2048/SHA-256', ['AL-TL']),
      service('unlisted', 'Albania Unlisted CA', 'RSA-2048/SHA-256', 'RSA-2048/SHA-256', []),
    ],
    law: nationalLaw('AL'),
  },
  {
    ...etsi,
    version: 5,
    state: 'AM',
    code: 'AM',
    name: 'Armenia',
    language: 'hy',
    ownName: 'Հայաստան',
    lists: ['AM-TL'],
    listSigner: 'RSA-2048/SHA-256',
    root: 'RSA-2048/SHA-256',
    services: [
      service('qc', 'Armenia Citizen CA', 'RSA-2048/SHA-256', 'RSA-2048/SHA-256', ['AM-TL']),
      // As in reality, where the authority of the government's staff is not on the state's list.
      service('unlisted', 'Armenia Staff CA', 'RSA-2048/SHA-256', 'RSA-2048/SHA-256', []),
    ],
    law: nationalLaw('AM'),
  },
  {
    ...byManifest,
    state: 'AZ',
    code: 'AZ',
    name: 'Azerbaijan',
    language: 'az',
    ownName: 'Azərbaycan',
    manifest: 'bundle',
    lists: ['AZ-TL'],
    listSigner: 'P-384/SHA-384',
    root: 'P-384/SHA-384',
    services: [
      service('qc', 'Azerbaijan Accredited CA', 'P-256/SHA-256', 'P-256/SHA-256', ['AZ-TL']),
    ],
    law: nationalLaw('AZ'),
  },
  {
    ...etsi,
    version: 5,
    state: 'BG',
    code: 'BG',
    name: 'Bulgaria',
    language: 'bg',
    ownName: 'България',
    lists: ['BG-TL'],
    listSigner: 'RSA-2048/SHA-256',
    root: 'RSA-4096/SHA-512',
    services: [
      service('qc', 'Bulgaria Qualified CA', 'RSA-3072/SHA-256', 'RSA-2048/SHA-256', ['BG-TL']),
    ],
    law: euLaw,
  },
  {
    ...byManifest,
    state: 'GE',
    code: 'GE',
    name: 'Georgia',
    language: 'ka',
    ownName: 'საქართველო',
    manifest: 'der',
    lists: ['GE-TL'],
    listSigner: 'RSA-2048/SHA-256',
    root: 'RSA-3072/SHA-256',
    services: [
      service('qc', 'Georgia Qualified CA', 'RSA-3072/SHA-256', 'RSA-3072/SHA-256', ['GE-TL']),
      // Nothing is known of PSS in any one state; it is here so that the sample has it.
      service('pss', 'Georgia Second CA', 'RSA-PSS-3072/SHA-256', 'RSA-PSS-3072/SHA-256', [
        'GE-TL',
      ]),
    ],
    law: nationalLaw('GE'),
  },
  {
    ...etsi,
    version: 5,
    state: 'GR',
    code: 'EL',
    name: 'Greece',
    language: 'el',
    ownName: 'Ελλάδα',
    lists: ['EL-TL'],
    listSigner: 'P-256/SHA-256',
    root: 'RSA-4096/SHA-256',
    services: [service('qc', 'Greece Qualified CA', 'P-384/SHA-384', 'P-384/SHA-384', ['EL-TL'])],
    law: euLaw,
  },
  {
    ...etsi,
    version: 6,
    state: 'MD',
    code: 'MD',
    name: 'Moldova',
    language: 'ro',
    ownName: 'Moldova',
    lists: ['MD-TL'],
    listSigner: 'RSA-2048/SHA-256',
    root: 'RSA-3072/SHA-256',
    services: [
      service('qc', 'Moldova Qualified CA', 'RSA-3072/SHA-256', 'RSA-3072/SHA-256', ['MD-TL']),
      // Nothing is known of brainpool in any one state; it is here so that the sample has it.
      service(
        'brainpool',
        'Moldova Second CA',
        'brainpoolP256r1/SHA-256',
        'brainpoolP256r1/SHA-256',
        ['MD-TL'],
      ),
    ],
    law: nationalLaw('MD'),
  },
  {
    ...etsi,
    version: 5,
    canonicalization: 'inclusive',
    state: 'MK',
    code: 'MK',
    name: 'North Macedonia',
    language: 'mk',
    ownName: 'Северна Македонија',
    lists: ['MK-TL'],
    listSigner: 'RSA-2048/SHA-256',
    root: 'RSA-3072/SHA-256',
    services: [
      service('qc', 'North Macedonia Qualified CA', 'RSA-3072/SHA-256', 'RSA-3072/SHA-256', [
        'MK-TL',
      ]),
    ],
    law: nationalLaw('MK'),
  },
  {
    ...etsi,
    version: 5,
    state: 'RO',
    code: 'RO',
    name: 'Romania',
    language: 'ro',
    ownName: 'România',
    lists: ['RO-TL'],
    listSigner: 'RSA-2048/SHA-256',
    root: 'RSA-4096/SHA-256',
    services: [
      service('qc', 'Romania Qualified CA', 'RSA-2048/SHA-256', 'RSA-2048/SHA-256', ['RO-TL']),
      service(
        'withdrawn',
        'Romania Former CA',
        'RSA-2048/SHA-256',
        'RSA-2048/SHA-256',
        ['RO-TL'],
        'withdrawn',
      ),
    ],
    law: euLaw,
  },
  {
    ...etsi,
    version: 6,
    state: 'RS',
    code: 'RS',
    name: 'Serbia',
    language: 'sr',
    ownName: 'Србија',
    lists: ['RS-TL'],
    listSigner: 'RSA-3072/SHA-512',
    root: 'RSA-4096/SHA-512',
    services: [
      service('qc', 'Serbia Qualified CA', 'RSA-3072/SHA-512', 'RSA-3072/SHA-512', ['RS-TL']),
    ],
    law: nationalLaw('RS'),
  },
  {
    form: 'ru-e-trust',
    version: null,
    canonicalization: 'exclusive',
    anchors: 'services',
    state: 'RU',
    code: 'RU',
    name: 'Russia',
    language: 'ru',
    ownName: 'Россия',
    lists: ['RU-TL'],
    listSigner: 'RSA-2048/SHA-256',
    root: 'RSA-2048/SHA-256',
    services: [
      service('gost', 'Russia Accredited CA (GOST)', gost2012, 'RSA-2048/SHA-256', ['RU-TL']),
      // Accredited authorities use GOST only; this second one is what can be verified.
      service('qc', 'Russia Accredited CA (RSA)', 'RSA-2048/SHA-256', 'RSA-2048/SHA-256', [
        'RU-TL',
      ]),
      service(
        'withdrawn',
        'Russia Former CA',
        'RSA-2048/SHA-256',
        'RSA-2048/SHA-256',
        ['RU-TL'],
        'withdrawn',
      ),
    ],
    // Class of means KC1 (63-FZ; Minkomsvyaz order), as in the roots of the real authority.
    law: {
      statements: 'national',
      signaturePolicy: '1.2.643.100.113.1',
      sealPolicy: '1.2.643.100.113.1',
    },
  },
  {
    form: 'kamusm-depo',
    version: null,
    canonicalization: 'exclusive',
    anchors: 'root',
    state: 'TR',
    code: 'TR',
    name: 'Türkiye',
    language: 'tr',
    ownName: 'Türkiye',
    lists: ['TR-TL'],
    listSigner: 'P-384/SHA-384',
    root: 'P-521/SHA-512',
    services: [service('qc', 'Turkiye ESHS CA', 'P-384/SHA-384', 'P-384/SHA-384', ['TR-TL'])],
    law: {
      statements: 'national',
      nationalStatements: ['2.16.792.1.61.0.1.5070.1.1'],
      signaturePolicy: '2.16.792.1.61.0.1.5070.3.1.1',
      sealPolicy: '2.16.792.1.61.0.1.5070.3.1.1',
    },
  },
  {
    ...etsi,
    version: 6,
    state: 'UA',
    code: 'UA',
    name: 'Ukraine',
    language: 'uk',
    ownName: 'Україна',
    lists: ['UA-TL', 'UA-TL-EC'],
    listSigner: 'P-256/SHA-256',
    root: 'P-384/SHA-384',
    services: [
      service('dstu', 'Ukraine Qualified CA (DSTU)', dstu4145, 'P-256/SHA-256', ['UA-TL']),
      service('qc', 'Ukraine Qualified CA (ECDSA)', 'P-256/SHA-256', 'P-256/SHA-256', [
        'UA-TL',
        'UA-TL-EC',
      ]),
      // On the national list only: what a state accepts from the list made for the EU, it is not.
      service('national', 'Ukraine Qualified CA (RSA)', 'RSA-2048/SHA-256', 'RSA-2048/SHA-256', [
        'UA-TL',
      ]),
    ],
    law: { ...nationalLaw('UA'), nationalStatements: ['1.2.804.2.1.1.1.2.1'] },
  },
]
