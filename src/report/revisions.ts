import type { ParsedSignature } from '../formats/format.ts'
import { gravestFirst, kindInWords, placeOf } from '../formats/pdf/modifications/in-words.ts'
import { maskTokens } from '../x509/identifiers.ts'
import type { SignatureVerdict } from './verdict.ts'

type Reported = Pick<
  SignatureVerdict,
  'modifications' | 'modificationExtent' | 'differences' | 'coverage'
>

/**
 * What a report says of the revisions of a document (PDF), identifiers of persons masked in the name of
 * the field; nulls where the format keeps none.
 */
export function reportRevisions(
  { modifications, coverage }: Pick<ParsedSignature, 'modifications' | 'coverage'>,
  identifiers: 'mask' | 'show',
): Reported {
  return {
    modifications: modifications?.outcome ?? null,
    modificationExtent: modifications?.extent ?? null,
    differences: modifications?.differences ?? null,
    coverage:
      coverage === undefined
        ? null
        : {
            field: identifiers === 'show' ? coverage.field : maskTokens(coverage.field),
            extent: coverage.extent,
            revision: coverage.revision,
            revisions: coverage.revisions,
          },
  }
}

/** Differences that a text names; more would hide the rest of the report. */
const mostNamed = 3

/** The same in lines, each with its label. */
export function revisionLines(signature: SignatureVerdict): readonly (readonly [string, string])[] {
  const { coverage, modifications, modificationExtent, differences } = signature
  if (coverage === null) return []
  if (modifications === null) return [['field', coverage.field]]
  const named = gravestFirst(
    (differences ?? []).filter(({ permitted }) => permitted === (modifications !== 'forbidden')),
  )
  const more = named.length - mostNamed
  return [
    ['field', coverage.field],
    ['changes', changesText(modifications, modificationExtent)],
    ...named
      .slice(0, mostNamed)
      .map((one) => ['', `${kindInWords(one)} (${placeOf(one)}): ${one.reason}`] as const),
    ...(more > 0 ? [['', `and ${more} more`] as const] : []),
  ]
}

function changesText(
  modifications: NonNullable<SignatureVerdict['modifications']>,
  extent: SignatureVerdict['modificationExtent'],
): string {
  switch (modifications) {
    case 'none':
      return 'none after it'
    case 'permitted':
      return `permitted ones after it${extent === null ? '' : ` (${extent})`}`
    case 'forbidden':
      return 'forbidden ones after it'
  }
}
