import { base64 } from './der.ts'
import { times } from './times.ts'
import { branch, leaf, xmlTime } from './xml.ts'

/** An accredited authority of the list. */
export interface AccreditedAuthority {
  readonly name: string
  readonly status: 'Действует' | 'Прекращена'
  readonly statusFrom: Date
  readonly grantedFrom: Date
  readonly certificate: Uint8Array
  readonly thumbprint: Uint8Array
  readonly keyIdentifier: Uint8Array
  readonly issuerName: string
  readonly serial: string
  readonly from: Date
  readonly to: Date
  readonly crlUri: string
}

/** The list of accredited certification authorities, in the XML of the Russian e-trust portal. */
export function accreditedAuthorities(
  notice: string,
  version: number,
  authorities: readonly AccreditedAuthority[],
): string {
  const body = branch('АккредитованныеУдостоверяющиеЦентры', [
    `<!-- ${notice} -->`,
    leaf('Версия', String(version)),
    leaf('Дата', xmlTime(times.issued)),
    ...authorities.map(authority),
  ])
  return `<?xml version="1.0" encoding="UTF-8"?>\n${body}\n`
}

function authority(entry: AccreditedAuthority, index: number): string {
  return branch('УдостоверяющийЦентр', [
    leaf('Название', entry.name),
    leaf('ЭлектроннаяПочта', 'ca@ru.euxine.example'),
    leaf('КраткоеНазвание', entry.name),
    leaf('АдресСИнформациейПоУЦ', 'https://provider.ru.euxine.example'),
    address(),
    branch('ПрограммноАппаратныеКомплексы', [
      branch('ПрограммноАппаратныйКомплекс', [
        leaf('Псевдоним', `FICTIONAL complex ${index + 1}`),
        leaf('КлассСредствЭП', 'КС1'),
        address(),
        leaf('СредстваУЦ', 'FICTIONAL means'),
        branch('КлючиУполномоченныхЛиц', [key(entry)]),
      ]),
    ]),
    leaf('ИНН', '000000000000'),
    leaf('ОГРН', '0000000000000'),
    leaf('РеестровыйНомер', String(index + 1)),
    status(entry.status, entry.statusFrom),
    branch('ИсторияСтатусовАккредитации', [
      status('Действует', entry.grantedFrom),
      entry.status === 'Действует' ? '' : status(entry.status, entry.statusFrom),
    ]),
  ])
}

function key(entry: AccreditedAuthority): string {
  return branch('Ключ', [
    leaf('ИдентификаторКлюча', hex(entry.keyIdentifier)),
    branch('АдресаСписковОтзыва', [leaf('Адрес', entry.crlUri)]),
    branch('Сертификаты', [
      branch('ДанныеСертификата', [
        leaf('Отпечаток', hex(entry.thumbprint)),
        leaf('КемВыдан', entry.issuerName),
        leaf('КомуВыдан', entry.name),
        leaf('СерийныйНомер', entry.serial.toUpperCase()),
        leaf('ПериодДействияС', xmlTime(entry.from)),
        leaf('ПериодДействияДо', xmlTime(entry.to)),
        leaf('Данные', base64(entry.certificate)),
      ]),
    ]),
  ])
}

function status(value: string, from: Date): string {
  return branch('СтатусАккредитации', [leaf('Статус', value), leaf('ДействуетС', xmlTime(from))])
}

function address(): string {
  return branch('Адрес', [
    leaf('Страна', 'RU'),
    leaf('Индекс', '000000'),
    leaf('УлицаДом', 'FICTIONAL street 1'),
    leaf('Город', 'FICTIONAL city'),
  ])
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase()
}
