import { describe, expect, it } from 'vitest'
import { exclusiveMethod, reference } from './signing.ts'
import { read } from './xades/document.ts'

describe('what a report calls the content of a reference', () => {
  it.each([
    ['b%20c.xml', 'b c.xml'],
    ['./a.txt', 'a.txt'],
    ['100%.txt', '100%.txt'],
    ['#b%20c', '#b%20c'],
  ])('for %s is %s', (uri, name) => {
    const added = reference(uri, [exclusiveMethod], Buffer.from('A'))
    const { references } = read({ references: (text) => text + added })
    expect(references.at(-1)?.name).toBe(name)
  })
})
