import { describe, expect, it } from 'vitest'
import { begin, only, parsed, SigningWriter, trailer } from './signing.ts'

/** A document with a field that is filled in after it is signed. */
function filledIn(signature: string, field = ''): ReturnType<typeof only> {
  const writer = new SigningWriter()
  begin(writer, '/Fields [5 0 R 7 0 R]')
  writer.object(5, `<< /FT /Sig /T (Sig1) /V 6 0 R ${field} >>`)
  writer.object(7, '<< /FT /Tx /T (place) >>')
  writer.signature(6, { entries: signature })
  writer.save({ trailer })
  writer.object(7, '<< /FT /Tx /T (place) /V (Tbilisi) >>')
  writer.save()
  return only(parsed(writer.octets()))
}

describe('what a certification allows', () => {
  const certified = (parameters: string) =>
    `<< /TransformMethod /DocMDP /TransformParams ${parameters} >>`

  it.each([
    ['its level twice', `[${certified('<< /P 1 /P 3 >>')}]`],
    ['its level twice, once in codes', `[${certified('<< /P 1 /#50 3 >>')}]`],
    [
      'its parameters twice',
      '[<< /TransformMethod /DocMDP /TransformParams << /P 1 >> /TransformParams << /P 3 >> >>]',
    ],
    ['parameters that are no dictionary', `[${certified('3')}]`],
    ['a method that is no name', '[<< /TransformMethod (DocMDP) >>]'],
    ['references that are none', '[(DocMDP)]'],
  ])('is nothing where it has %s', (_, reference) => {
    const { permissions, modifications } = filledIn(`/Reference ${reference}`)
    expect(permissions?.certification).toBe(1)
    expect(modifications?.outcome).toBe('forbidden')
  })

  it('is what it says where its reference stands in no array', () => {
    const levels = [1, 2, 3].map((level) => {
      const reference = certified(`<< /P ${level} >>`)
      return filledIn(`/Reference ${reference}`).permissions?.certification
    })
    expect(levels).toEqual([1, 2, 3])
  })
})

describe('what a lock leaves open', () => {
  const locking = (lock: string) => ({
    lock: filledIn('', `/Lock ${lock}`),
    transform: filledIn(`/Reference [<< /TransformMethod /FieldMDP /TransformParams ${lock} >>]`),
  })

  it.each([
    ['its action twice', '<< /Action /Include /Action /Exclude /Fields [(place)] >>'],
    ['no array of names', '<< /Action /Include /Fields (other) >>'],
    ['names that are no strings', '<< /Action /Include /Fields [/other] >>'],
    ['no names', '<< /Action /Include >>'],
    ['an action that nobody knows', '<< /Action /Some /Fields [(other)] >>'],
  ])('is nothing where it has %s', (_, dictionary) => {
    const { lock, transform } = locking(dictionary)
    expect(lock.modifications?.outcome).toBe('forbidden')
    expect(transform.modifications?.outcome).toBe('forbidden')
  })

  it('is nothing where it is no dictionary', () => {
    expect(filledIn('', '/Lock [(place)]').modifications?.outcome).toBe('forbidden')
  })

  it('is a field that it does not name', () => {
    const { lock, transform } = locking('<< /Action /Include /Fields [(other)] >>')
    expect(lock.modifications?.outcome).toBe('permitted')
    expect(transform.modifications?.outcome).toBe('permitted')
  })
})
