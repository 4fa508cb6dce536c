import { describe, expect, it } from 'vitest'
import { Budget } from '../../src/core/budget.ts'
import { type Conclusion, passed, undecided } from '../../src/core/conclusion.ts'
import type { ValidationContext } from '../../src/validation/evidence.ts'
import { defaultPolicy } from '../../src/validation/policy.ts'
import { signerProblem } from '../../src/validation/revocation-signers.ts'
import { authority, crypto, entity, issue } from '../x509/pki.ts'

const root = entity('root')
const anchor = { id: 'root', certificate: authority(root, root) }
const signer = issue(entity('responder'), root)
const at = new Date('2026-06-01T00:00:00Z')

const context: ValidationContext = {
  evidence: { at, anchors: [], stops: [], certificates: [], crls: [], ocspResponses: [] },
  policy: defaultPolicy,
  crypto,
  budget: new Budget(),
}

function problem(conclusion: Conclusion, of: readonly Conclusion[] = [], madeAt?: Date) {
  const asked: ValidationContext[] = []
  const text = signerProblem(
    signer,
    { purpose: 'ocsp-signing', madeAt },
    anchor,
    context,
    (_, given) => {
      asked.push(given)
      return { conclusion, paths: of.map((one) => ({ conclusion: one })) }
    },
  )
  return { text, asked: asked[0] }
}

describe('a signer of revocation data', () => {
  const open = undecided('TRY_LATER', 'nobody knows', 'NO_REVOCATION_DATA')
  const cut = undecided('NO_CERTIFICATE_CHAIN_FOUND', 'too many', 'BUDGET_EXCEEDED')

  it('is relied upon where his certificate passes, and else it is said why not', () => {
    expect(problem(passed).text).toBeNull()
    expect(problem(open).text).toEqual({ undecided: 'nobody knows' })
    const foreign = undecided('NO_CERTIFICATE_CHAIN_FOUND', 'a stranger')
    expect(problem(foreign).text).toBe('a stranger')
  })

  it('leaves open what he signed before he expired', () => {
    const expired = undecided('OUT_OF_BOUNDS_NO_POE', 'he has expired')
    expect(problem(expired).text).toEqual({ undecided: 'he has expired' })
  })

  it('is not passed over where a limit ended the judgement on him', () => {
    expect(() => problem(cut)).toThrow(/limit/)
    expect(() => problem(open, [open, cut])).toThrow(/limit/)
    expect(problem(passed, [passed, cut]).text).toBeNull()
  })

  it('is judged as of the time in question, with his own status', () => {
    const { asked } = problem(passed)
    expect(asked?.evidence.at).toBe(at)
    expect(asked?.policy).toBe(defaultPolicy)
    expect(asked?.judging).toEqual([signer])
  })

  it('is judged as of the time when he signed, where that was later, and without his status', () => {
    const madeAt = new Date('2026-07-01T00:00:00Z')
    const { asked } = problem(passed, [], madeAt)
    expect(asked?.evidence.at).toBe(madeAt)
    expect(asked?.policy).toEqual({ ...defaultPolicy, revocation: 'none' })
    expect(problem(passed, [], madeAt).asked?.policy).toBe(asked?.policy)
  })
})
