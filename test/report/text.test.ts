import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { verdictText } from '../../src/report/text.ts'
import type { SignatureVerdict, Verdict } from '../../src/report/verdict.ts'
import { verify } from '../../src/verify.ts'
import { runCli, sample, vectors } from '../cli/run-cli.ts'
import { request } from '../scenarios/world.ts'

const plain = { color: 'no' } as const
const lines = (verdict: Verdict) => verdictText(verdict, plain).split('\n')

/** The verdict on one signature, with what is to differ in it. */
function withFirst(differences: Partial<SignatureVerdict>): Verdict {
  const verdict = verify(request())
  return { ...verdict, signatures: verdict.signatures.map((one) => ({ ...one, ...differences })) }
}

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

  it('names what each signature is over', async () => {
    const path = join(vectors, 'EL/two-signers.asice')
    const { out } = await runCli(['verify', path, '--trust', sample, '--format', 'text'])
    expect(out.match(/^ {4}signs .*$/gm)).toEqual([
      '    signs        contract.txt',
      '    signs        annexes/annex 1.txt',
    ])
  })

  it('names the first files of many, each on its line, and says how many more there are', () => {
    const names = ['a.txt', 'b, c.txt', 'd.txt', 'e.txt', 'f.txt']
    const scope = names.map((name) => ({ name, kind: 'digest', sha256: null }) as const)
    expect(verdictText(withFirst({ scope }), plain)).toContain(
      `
    signs        a.txt (digest only)
                 b, c.txt (digest only)
                 d.txt (digest only)
                 and 2 more
`,
    )
  })

  it('does not say that a broken signature signs anything', () => {
    const text = verdictText(withFirst({ integrity: 'broken' }), plain)
    expect(text).toContain('    refers to    content\n')
    expect(text).not.toContain('    signs ')
  })

  it('tells what was not checked', () => {
    const check = {
      id: 'signature-policy',
      rule: 'r',
      conclusion: 'IGNORED',
      detail: 'no document',
    }
    const checks = [check as SignatureVerdict['checks'][number]]
    expect(verdictText(withFirst({ checks }), plain)).toContain(
      '    unchecked    signature-policy: no document\n',
    )
  })

  it('is coloured only where asked', () => {
    expect(verdictText(verify(request()), plain)).not.toContain('\u001b')
    expect(verdictText(verify(request()), { color: 'yes' })).toContain('\u001b[32mACCEPTED')
  })
})

describe('an XML document of which a part is signed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'euxine-text-'))
  const signed = readFileSync(join(vectors, 'GE/enveloping.xml'), 'utf8')
  const codes = async (name: string, text: string): Promise<readonly string[]> => {
    const path = join(folder, name)
    writeFileSync(path, text)
    const { out } = await runCli(['verify', path, '--trust', sample, '--format', 'json'])
    const { warnings } = JSON.parse(out) as Verdict
    return warnings.map(({ code }) => code)
  }
  const wrapped = signed.replace(/^(<\?xml[^>]*>\s*)?/, '<Contract><Price>9</Price>')

  it('is warned of', async () => {
    expect(await codes('wrapped.xml', `${wrapped}</Contract>`)).toContain('partly-signed')
  })

  it('is not warned of where all of it is signed', async () => {
    expect(await codes('whole.xml', signed)).not.toContain('partly-signed')
  })
})
