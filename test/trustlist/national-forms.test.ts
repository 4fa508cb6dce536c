import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { Budget } from '../../src/core/budget.ts'
import { VerifierError } from '../../src/core/errors.ts'
import { parseXml } from '../../src/formats/xml/parse.ts'
import { certificatesOf } from '../../src/trustlist/digital-identities.ts'
import { parseKamusmDepoUnverified } from '../../src/trustlist/kamusm-depo.ts'
import type { TrustList } from '../../src/trustlist/model.ts'
import { parseRussianListUnverified } from '../../src/trustlist/ru-e-trust.ts'
import { granted, withdrawn } from '../../src/trustlist/statuses.ts'
import { type Identity, identity, leaf, onlyService } from './lists.ts'

let ca: Identity
let other: Identity

beforeAll(async () => {
  ca = await identity('Kök')
  other = await identity('Başka')
})

function depot(xml: string): TrustList {
  return parseKamusmDepoUnverified(parseXml(Buffer.from(xml), new Budget()).root, new Budget())
}

function russian(xml: string): TrustList {
  return parseRussianListUnverified(parseXml(Buffer.from(xml), new Budget()).root, new Budget())
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

function block(value: string, subject: Uint8Array): string {
  return leaf('koksertifika', leaf('mValue', value) + leaf('mSubjectName', base64(subject)))
}

describe('the repository of Kamu SM', () => {
  const root = () => block(base64(ca.certificate.der), ca.certificate.subject)

  it('gives a service for each root, granted from its notBefore', () => {
    const list = depot(leaf('depo', root()))
    expect(onlyService(list).states).toMatchObject([
      { type: 'urn:euxine:service-type:TR:eshs', name: 'Kök', status: granted },
    ])
    expect(onlyService(list).states[0]?.startingTime).toEqual(ca.certificate.notBefore)
    expect(list).toMatchObject({ territory: 'TR', nextUpdate: 'unstated', quarantine: [] })
  })

  it('finds roots at any depth', () => {
    expect(depot(leaf('depo', leaf('koksertifikalar', root()))).providers).toHaveLength(1)
  })

  it('leaves out a root whose name is not that of its certificate', () => {
    const swapped = block(base64(ca.certificate.der), other.certificate.subject)
    const list = depot(leaf('depo', swapped + root()))
    expect(list.providers).toHaveLength(1)
    expect(list.quarantine).toMatchObject([{ where: 'koksertifika 1' }])
  })

  it('leaves out what cannot be read, and keeps the others', () => {
    const list = depot(leaf('depo', block('AAAA', ca.certificate.subject) + root()))
    expect(list.providers).toHaveLength(1)
    expect(list.quarantine).toHaveLength(1)
  })

  it('is malformed without a root', () => {
    expect(() => depot('<depo></depo>')).toThrow(VerifierError)
  })

  it('is read as the sample writes it', () => {
    const file = new URL('../../trust-lists/sample/TR/SertifikaDeposu.xml', import.meta.url)
    expect(onlyService(depot(readFileSync(file, 'utf8'))).states[0]?.status).toBe(granted)
  })
})

describe('the Russian list of accredited centres', () => {
  const status = (text: string, since: string | null) =>
    leaf(
      'СтатусАккредитации',
      leaf('Статус', text) + (since === null ? '' : leaf('ДействуетС', since)),
    )
  const centre = (accreditation: string, data = base64(ca.certificate.der)) => {
    const key = leaf('Ключ', leaf('Сертификаты', leaf('ДанныеСертификата', leaf('Данные', data))))
    const complex = leaf('Псевдоним', 'ПАК 1') + leaf('КлючиУполномоченныхЛиц', key)
    const complexes = leaf('ПрограммноАппаратныйКомплекс', complex)
    return leaf(
      'УдостоверяющийЦентр',
      leaf('Название', 'Центр') + accreditation + leaf('ПрограммноАппаратныеКомплексы', complexes),
    )
  }
  const listOf = (centres: string) =>
    russian(
      leaf(
        'АккредитованныеУдостоверяющиеЦентры',
        leaf('Версия', '16326') + leaf('Дата', '2026-08-26') + centres,
      ),
    )

  it('gives its number and its date', () => {
    expect(listOf(centre(status('Действует', null)))).toMatchObject({
      territory: 'RU',
      sequenceNumber: 16326,
      issued: new Date('2026-08-26T00:00:00Z'),
      providers: [{ name: 'Центр' }],
    })
  })

  it('grants from the date of the accreditation', () => {
    const { states } = onlyService(listOf(centre(status('Действует', '2021-01-01T00:00:00Z'))))
    expect(states).toMatchObject([
      { status: granted, startingTime: new Date('2021-01-01T00:00:00Z') },
    ])
  })

  it('grants from the notBefore of the certificate where there is no date', () => {
    const { states } = onlyService(listOf(centre(status('Действует', null))))
    expect(states[0]?.startingTime).toEqual(ca.certificate.notBefore)
    expect(certificatesOf(states[0]?.identities ?? [])).toHaveLength(1)
  })

  it.each(['Прекращена', 'Аннулирована', 'действует', 'Приостановлена', ''])(
    'withdraws where the status is "%s"',
    (text) => {
      expect(onlyService(listOf(centre(status(text, null)))).states[0]?.status).toBe(withdrawn)
    },
  )

  it('withdraws where there is no status', () => {
    expect(onlyService(listOf(centre(''))).states[0]?.status).toBe(withdrawn)
  })

  it('gives the history of the accreditation', () => {
    const history = leaf(
      'ИсторияСтатусовАккредитации',
      status('Действует', '2018-01-01T00:00:00Z') + status('Прекращена', '2022-01-01T00:00:00Z'),
    )
    const accreditation = status('Прекращена', '2022-01-01T00:00:00Z') + history
    const { states } = onlyService(listOf(centre(accreditation)))
    expect(states.map((state) => [state.status, state.startingTime.getUTCFullYear()])).toEqual([
      [withdrawn, 2022],
      [granted, 2018],
    ])
  })

  it('has the restrictive one first of two statuses with one date', () => {
    const since = '2022-01-01T00:00:00Z'
    const [good, bad] = [status('Действует', since), status('Прекращена', since)]
    for (const accreditation of [
      good + leaf('ИсторияСтатусовАккредитации', bad),
      bad + leaf('ИсторияСтатусовАккредитации', good),
    ]) {
      const { states } = onlyService(listOf(centre(accreditation)))
      expect(states.map((state) => state.status)).toEqual([withdrawn, granted])
    }
  })

  it('loses a certificate that cannot be read, and keeps the others', () => {
    const good = centre(status('Действует', null))
    const list = listOf(centre(status('Действует', null), '!') + good)
    expect(list.providers.flatMap((provider) => provider.services)).toHaveLength(1)
    expect(list.quarantine).toMatchObject([{ what: 'certificate', where: 'Центр, ПАК 1' }])
  })

  it('is malformed with another root', () => {
    expect(() => russian('<Список></Список>')).toThrow(VerifierError)
  })
})
