import { describe, expect, it } from 'vitest'
import { onePage } from '../pdf-writer.ts'
import { problemsOf } from './reading.ts'

describe('a later trailer', () => {
  it.each([
    ['Info of another generation', '/Info 4 1 R'],
    ['Info that no revision has', '/Info 77 0 R'],
    ['ID that no revision has', '/ID 77 0 R'],
  ])('is said where it leads to an %s', (_, entry) => {
    const pdf = onePage()
    pdf.save({ trailer: `/Root 1 0 R ${entry}` })
    expect(problemsOf(pdf)).toEqual(['trailer-leads-nowhere'])
  })

  it('is said where it leads to an Info that is free', () => {
    const pdf = onePage()
    pdf.free(4, 1)
    pdf.save({ trailer: '/Root 1 0 R /Info 4 0 R' })
    expect(problemsOf(pdf)).toEqual(['trailer-leads-nowhere'])
  })

  it('may lead to an Info that was never written where it is of a stream', () => {
    const pdf = onePage()
    pdf.save({ xref: 'stream', trailer: '/Root 1 0 R /Info 77 0 R' })
    expect(problemsOf(pdf)).toEqual([])
  })

  it('may lead to objects that are there', () => {
    const pdf = onePage()
    pdf.save({ trailer: '/Root 1 0 R /Info 4 0 R' })
    expect(problemsOf(pdf)).toEqual([])
  })
})
