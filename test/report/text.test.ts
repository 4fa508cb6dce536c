import { describe, expect, it } from 'vitest'
import { verdictText } from '../../src/report/text.ts'
import type { Verdict } from '../../src/report/verdict.ts'
import { verify } from '../../src/verify.ts'
import { request } from '../scenarios/world.ts'

const plain = { color: 'no' } as const
const lines = (verdict: Verdict) => verdictText(verdict, plain).split('\n')

describe('the text report', () => {
  it('begins with the document and its outcome', () => {
    expect(lines(verify(request()))[0]).toBe('contract.p7m: ACCEPTED')
  })

  it('explains a recognition in one sentence, with its agreement', () => {
    const text = verdictText(verify(request()), plain)
    expect(text).toContain('recognised in GR, from GE, QES as QES (agreement-in-force)')
    expect(text).toContain('gr-ge, version 1')
  })

  it('gives the reason of the check that decided, with its rule', () => {
    const text = verdictText(verify(request({ crls: [] })), plain)
    expect(text).toContain('no usable revocation data')
    expect(text).toContain('[EN 319 102-1 §5.2.6.4]')
    expect(text).toContain('needs    crl of CN=Georgian issuing CA')
  })

  it('lets no name of a file move the cursor', () => {
    const asked = request()
    const document = { ...asked.document, name: 'a\u001b[2J\u202eb' }
    expect(lines(verify({ ...asked, document }))[0]).toBe('a\\u{1b}[2J\\u{202e}b: ACCEPTED')
  })

  it('names evidence that was given and is not processed yet', () => {
    const { warnings } = verify({ ...request(), evidenceRecords: [new Uint8Array(1)] })
    const codes = warnings.map((warning) => warning.code)
    expect(codes).toEqual(['evidence-records-not-processed'])
  })

  it('is coloured only where asked', () => {
    expect(verdictText(verify(request()), plain)).not.toContain('\u001b')
    expect(verdictText(verify(request()), { color: 'yes' })).toContain('\u001b[32mACCEPTED')
  })
})
