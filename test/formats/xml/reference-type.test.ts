import { describe, expect, it } from 'vitest'
import { coreValidation } from './core-validation.ts'
import { reference } from './signing.ts'
import { crypto, read } from './xades/document.ts'

describe('a reference of the type Object', () => {
  const object = '<ds:Object xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="o">data</ds:Object>'
  const signed = reference(
    '#o',
    ['http://www.w3.org/2001/10/xml-exc-c14n#'],
    Buffer.from(object),
    'http://www.w3.org/2000/09/xmldsig#Object',
  )
  const plan = { references: (text: string) => signed + text }

  it('leads to an Object of the signature', () => {
    const signature = read({
      ...plan,
      finish: (text) => text.replace('<ds:Object>', `${object}<ds:Object>`),
    })
    expect(coreValidation(signature, crypto)).toBe('intact')
  })

  it('counts as not there where the Object was moved into another', () => {
    const signature = read({
      ...plan,
      finish: (text) =>
        text.replace('<ds:Object>', `<ds:Object><moved>${object}</moved></ds:Object><ds:Object>`),
    })
    expect(coreValidation(signature, crypto)).not.toBe('intact')
  })
})
