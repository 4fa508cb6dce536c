import { contractText, type Subscribers } from './documents.ts'
import { addLatin, type Files } from './files.ts'
import { signPdf } from './pades.ts'
import type { WrittenPdf } from './pades-documents.ts'
import { attackedState } from './pades-stories.ts'
import { type AttackExpectation, expectationOf } from './pdf-attack-expectations.ts'
import { certifiedAttacks, type SignAgain } from './pdf-certified.ts'
import { contractPdf } from './pdf-contract.ts'
import { forgeries, forgery } from './pdf-forgeries.ts'
import { laterSaves } from './pdf-later-saves.ts'
import { shadows } from './pdf-shadow.ts'
import { widerGaps, wrappings } from './pdf-wrapping.ts'
import type { PdfText } from './pdf-writer.ts'
import { type StatePki, serviceOf } from './pki.ts'
import { times } from './times.ts'

/** What was done, by the names that the literature has for it. */
export type AttackClass =
  | 'universal-forgery'
  | 'incremental-saving'
  | 'wrapping'
  | 'shadow'
  | 'certification'
  | 'laundering'

export interface WrittenAttack {
  readonly path: string
  /** The honest file that it was made from. */
  readonly twin: string
  readonly class: AttackClass
  readonly expected: AttackExpectation
}

interface Attack {
  readonly name: string
  readonly from: string
  readonly class: AttackClass
  readonly make: (honest: PdfText) => string | Promise<string>
}

/** Writes every attack to test-vectors/<code>/attacks/, each made from an honest file of that state. */
export async function writePdfAttacks(
  files: Files,
  pki: StatePki,
  subscribers: Subscribers,
  honest: readonly WrittenPdf[],
): Promise<readonly WrittenAttack[]> {
  if (pki.plan.state !== attackedState) return []
  const folder = `test-vectors/${pki.plan.code}`
  const honestFile = (file: string) => {
    const found = honest.find(({ story }) => story.file === file)
    if (found === undefined) throw new Error(`no ${file} to attack`)
    return found
  }
  const contract = honestFile('contract.pdf').pdf
  const written: WrittenAttack[] = []
  for (const attack of await attacksOn(contract, pki, subscribers)) {
    const { pdf, path: twin } = honestFile(attack.from)
    const path = `${folder}/attacks/${attack.name}.pdf`
    addLatin(files, path, await attack.make(pdf))
    const expected = expectationOf(attack.name, attack.class)
    written.push({ path, twin, class: attack.class, expected })
  }
  return written
}

async function attacksOn(
  contract: PdfText,
  pki: StatePki,
  subscribers: Subscribers,
): Promise<readonly Attack[]> {
  const service = serviceOf(pki, 'qc')
  const citizen = await subscribers.get('citizen', service)
  const company = await subscribers.get('company', service)
  const signAgain: SignAgain = (before, beside, into) =>
    signPdf(before, {
      signer: company,
      signingTime: times.countersigned,
      field: 'Signature2',
      ...(beside && { beside }),
      ...(into && { into }),
    })
  const unsigned = contractPdf({ text: contractText(pki.plan.name) })
  const terms = { signer: citizen, signingTime: times.signed, field: 'Signature1' }
  const gaps = widerGaps((widerGap) => signPdf(unsigned, { ...terms, widerGap }))
  return [
    ...forgeries(contract).map(
      ([name, key, value]): Attack => ({
        name,
        from: 'contract.pdf',
        class: 'universal-forgery',
        make: (honest) => forgery(honest, key, value),
      }),
    ),
    ...fromContract('incremental-saving', laterSaves),
    ...fromContract('wrapping', { ...wrappings, ...gaps }),
    ...Object.entries(shadows).map(
      ([name, { from, attack }]): Attack => ({ name, from, class: 'shadow', make: attack }),
    ),
    ...Object.entries(certifiedAttacks).map(
      ([name, { from, attack }]): Attack => ({
        name,
        from,
        class: name.startsWith('laundered') ? 'laundering' : 'certification',
        make: (honest) => attack(honest, signAgain),
      }),
    ),
  ]
}

function fromContract(
  kind: AttackClass,
  attacks: Readonly<Record<string, Attack['make']>>,
): readonly Attack[] {
  return Object.entries(attacks).map(([name, make]) => ({
    name,
    from: 'contract.pdf',
    class: kind,
    make,
  }))
}
