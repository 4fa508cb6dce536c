import { BoundedMap } from '../core/bounded-map.ts'
import { fromUtf8 } from '../core/bytes.ts'
import { VerifierError } from '../core/errors.ts'
import { sha256Hex } from '../core/fingerprint.ts'
import { parseJson } from '../core/json.ts'
import { defaultPolicy, type Policy, parsePolicy } from '../validation/policy.ts'
import type { AlgorithmCatalogue } from './catalogue.ts'
import { parseAlgorithmCatalogue } from './json-catalogue.ts'
import { parseAlgorithmCatalogueXml } from './xml-catalogue.ts'

/**
 * A policy by what the bytes are: a policy of this project (see `parsePolicy`), or a catalogue of
 * TS 119 322 in XML or JSON. Throws `request-malformed`.
 */
export function readPolicyFile(bytes: Uint8Array): Policy {
  const id = sha256Hex(bytes)
  const before = known.get(id)
  if (before !== undefined) return before
  const policy = readAnew(bytes)
  known.set(id, policy)
  return policy
}

/**
 * The same bytes are the same object: what a batch remembers, it remembers by its policy, of which it
 * names one or two.
 */
const known = new BoundedMap<Policy>(16)

function readAnew(bytes: Uint8Array): Policy {
  const text = fromUtf8(bytes)
  if (text === null || /^\uFEFF?\s*</.test(text)) {
    return withCatalogue(parseAlgorithmCatalogueXml(bytes))
  }
  return policyOfJson(parsedJson(text))
}

/**
 * A policy in JSON: a catalogue, or a policy of this project, which may hold one as "catalogue" in place
 * of the algorithms of the default. Throws `request-malformed`.
 */
export function policyOfJson(json: unknown): Policy {
  if (typeof json !== 'object' || json === null) return parsePolicy(json)
  if ('SecuritySuitabilityPolicy' in json) return withCatalogue(parseAlgorithmCatalogue(json))
  if ('SecuritySuitabilityPolicyType' in json) {
    throw new VerifierError('request-malformed', 'the catalogue departs from its own schema', {
      hint: 'ETSI published it with another root and with times in place of dates: use a corrected one',
    })
  }
  if (!('catalogue' in json)) return parsePolicy(json)
  const { catalogue, ...own } = json
  return parsePolicy(own, parseAlgorithmCatalogue(catalogue).rules)
}

/** Everything but the algorithms is as in the default. */
function withCatalogue({ name, rules }: AlgorithmCatalogue): Policy {
  return { ...defaultPolicy, name, algorithms: rules }
}

function parsedJson(text: string): unknown {
  try {
    return parseJson(text.replace(/^\uFEFF/, ''))
  } catch (cause) {
    if (!(cause instanceof VerifierError)) throw cause
    throw new VerifierError('request-malformed', `the policy cannot be read: ${cause.message}`, {
      hint: 'a policy is JSON, or a catalogue of TS 119 322 in XML or JSON',
      cause,
    })
  }
}
