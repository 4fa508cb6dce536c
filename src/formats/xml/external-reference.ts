import { base64Transform, filteringTransforms, shortened } from './algorithms.ts'
import { type Dereferenced, type ReferenceContext, unavailable } from './dereferenced.ts'
import { externalContent, externalName } from './external-content.ts'
import type { ReferenceProblem } from './reference-problem.ts'
import type { ReferenceElement, Transform } from './signed-info.ts'
import { applyTransform, octetsOfData } from './transforms/apply.ts'
import type { Data } from './transforms/data.ts'
import { sourceOf } from './transforms/source.ts'

/** Whole, by its digests, or through transforms, which need the content itself. */
export function dereferenceExternal(
  reference: ReferenceElement,
  context: ReferenceContext,
  siblings: readonly ReferenceElement[],
): Dereferenced {
  const { uri, transforms } = reference
  const name = externalName(uri)
  const called = name === null ? 'without a URI' : `"${shortened(name)}"`
  const content = externalContent(uri, context, siblings)
  if (content === null) return unavailable(reference, missing(`the content ${called} is not given`))
  if (content === 'several') {
    return unavailable(reference, missing(`several contents may be the one ${called}`))
  }
  const common = { reference, covers: { of: 'unknown' }, problem: null } as const
  if (content.bytes === null) {
    if (transforms.length === 0) context.used.add(content)
    const { digests } = content
    return transforms.length > 0
      ? unavailable(reference, missing(`transforms need the content ${called}, not its digests`))
      : { ...common, octets: { kind: 'digests', digests }, form: 'as-is', kind: 'digest' }
  }
  const result = transformedContent(reference, content.bytes, context)
  if ('kind' in result) return unavailable(reference, result)
  context.used.add(content)
  return {
    ...common,
    octets: { kind: 'bytes', bytes: result.octets },
    form: result.form,
    kind: transforms.some(takesPart) ? 'partial' : 'full',
  }
}

/** What is decoded is not the file that bears the name, and what surrounds the base64 is not signed. */
function takesPart({ algorithm }: Transform): boolean {
  return algorithm === base64Transform || filteringTransforms.includes(algorithm)
}

function transformedContent(
  { transforms }: ReferenceElement,
  bytes: Uint8Array,
  context: ReferenceContext,
): ReturnType<typeof octetsOfData> {
  const own = sourceOf(context)
  let data: Data = { octets: bytes, form: 'as-is' }
  for (const transform of transforms) {
    const next = applyTransform(transform, data, { ...context, own })
    if ('kind' in next) return next
    data = next
  }
  return octetsOfData(data)
}

function missing(detail: string): ReferenceProblem {
  return { kind: 'missing', detail }
}
