import { type Check, undecided } from '../core/conclusion.ts'
import type { ParsedDocument, ParsedSignature } from '../formats/format.ts'
import { maskTokens } from '../x509/identifiers.ts'

/**
 * EN 319 162-1 §4.4.1, as `asic-e-all-signed` of the container has it: no signature passes beside a file
 * that nobody signed, for whoever opens the container sees them together. A file that only signatures
 * refer to which are not intact is such a file: anyone can put both into a container. Gives the
 * signatures with the check added where there is one; `integrityOf` is asked for no others than those
 * that such a file depends on.
 */
export function withCoveredFiles(
  { signatures, files = [] }: ParsedDocument,
  integrityOf: (signature: ParsedSignature) => 'intact' | 'broken' | 'unknown',
): readonly ParsedSignature[] {
  const known = new Map<number, boolean>()
  const isIntact = (index: number): boolean => {
    const signature = signatures[index]
    const intact =
      known.get(index) ?? (signature !== undefined && integrityOf(signature) === 'intact')
    known.set(index, intact)
    return intact
  }
  const unsigned = files.filter(({ coveredBy }) => !coveredBy.some(isIntact))
  const [first] = unsigned
  if (first === undefined) return signatures
  const check = notSigned(first.name, unsigned.length - 1)
  return signatures.map((signature) =>
    signature.parent === null
      ? { ...signature, containerChecks: [...(signature.containerChecks ?? []), check] }
      : signature,
  )
}

/** Characters of a name that a message shows. */
const longestShown = 120

function notSigned(name: string, others: number): Check {
  const shown = maskTokens(name.length > longestShown ? `${name.slice(0, longestShown)}…` : name)
  const more = others > 0 ? ` and ${others} more` : ''
  const detail = `no intact signature covers "${shown}"${more} of the container`
  return {
    id: 'container-files-signed',
    rule: 'EN 319 162-1 §4.4.1',
    conclusion: undecided('SIG_CONSTRAINTS_FAILURE', detail),
  }
}
