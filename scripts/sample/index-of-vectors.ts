import { signerName, type WrittenDocument } from './documents.ts'
import type { WrittenAttack } from './pdf-attacks.ts'
import { states } from './states.ts'
import type { SignatureStory, Story } from './story.ts'
import { times, validationTime } from './times.ts'
import { xmlTime } from './xml.ts'

/** test-vectors/index.json: what each file is, and what is expected of it by the way it was made. */
export function indexOfVectors(
  written: readonly WrittenDocument[],
  attacks: readonly WrittenAttack[],
): unknown {
  return {
    schema: 'euxine/test-vectors/1',
    at: xmlTime(validationTime),
    trust: '../trust-lists/sample',
    rows: written.map(({ story, path, detached }) => {
      const [first, ...further] = story.signatures
      return {
        path: relative(path),
        state: story.state,
        ...(detached !== null && { detached: relative(detached) }),
        description: story.description,
        until: xmlTime(reliableUntil(story)),
        ...signatureRow(first),
        ...(further.length > 0 && { further: further.map(signatureRow) }),
      }
    }),
    attacks: attacks.map(({ path, twin, ...attack }) => ({
      path: relative(path),
      twin: relative(twin),
      ...attack,
    })),
  }
}

function signatureRow({ role, counter, fault, expected, recognition }: SignatureStory): object {
  return {
    // The certificate that travels is another's where it was substituted.
    signer: fault === 'certificate-substituted' ? 'Other Person' : signerName(role),
    ...(counter === 'yes' && { countersigns: 'yes' }),
    expected,
    recognition,
  }
}

/**
 * The last instant before which the expectations hold: neither RSA-2048 nor RSASSA-PKCS1-v1_5 is relied
 * upon after (TS 119 312 §7.3 and §8).
 */
function reliableUntil({ state, signatures }: Pick<Story, 'state' | 'signatures'>): Date {
  const services = states.find((plan) => plan.state === state)?.services ?? []
  const short = signatures.some((signature) =>
    services.some(
      ({ id, subscribers }) => id === signature.service && /^RSA-(?!PSS-3072)/.test(subscribers),
    ),
  )
  return short ? times.shortKeysEnd : times.to
}

function relative(path: string): string {
  return path.slice('test-vectors/'.length)
}
