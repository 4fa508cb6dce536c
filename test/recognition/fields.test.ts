import { describe, expect, it } from 'vitest'
import * as fields from '../../src/recognition/fields.ts'
import { schema } from './documents.ts'

interface ObjectSchema {
  readonly required: readonly string[]
  readonly properties: Readonly<
    Record<string, { readonly enum?: readonly string[] } & ObjectSchema>
  >
}

const published = schema() as unknown as ObjectSchema & {
  readonly $defs: Readonly<Record<string, ObjectSchema>>
}

function definition(name: string): ObjectSchema {
  if (name === 'agreement') return published
  if (name === 'statuses') return definition('scope').properties['originStatuses'] as ObjectSchema
  return published.$defs[name] as ObjectSchema
}

describe('the published schema', () => {
  it.each(Object.entries(fields.members))(
    'has the members of %s that the parser has',
    (name, of) => {
      const { required, properties } = definition(name)
      expect([...required].sort()).toEqual([...of.required].sort())
      expect(Object.keys(properties).sort()).toEqual([...of.required, ...of.optional].sort())
    },
  )

  it.each([
    ['instrument', 'kind', fields.kinds],
    ['instrument', 'evidence', fields.evidences],
    ['agreement', 'mechanism', fields.mechanisms],
    ['term', 'status', fields.statuses],
    ['term', 'existingSignatures', fields.existingSignatureRules],
    ['timeBasis', 'proofOfTime', fields.proofsOfTime],
    ['scope', 'service', fields.services],
    ['scope', 'originLevel', fields.levels],
    ['scope', 'grantedLevel', fields.levels],
    ['scope', 'subjectTypes', fields.subjectTypes],
    ['legalEffect', 'reliedUponBy', fields.relyingBodies],
  ])('has the words of %s.%s that the parser has', (object, name, words) => {
    expect(definition(object).properties[name]?.enum).toEqual(words)
  })
})
