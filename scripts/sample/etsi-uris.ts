/** URIs of TS 119 612, annex D. */
const root = 'http://uri.etsi.org/TrstSvc'

export const serviceTypes = {
  qualifiedCa: `${root}/Svctype/CA/QC`,
  eshs: 'urn:euxine:service-type:TR:eshs',
  accreditedCa: 'urn:euxine:service-type:RU:accredited-ca',
} as const

export const statuses = {
  granted: `${root}/TrustedList/Svcstatus/granted`,
  withdrawn: `${root}/TrustedList/Svcstatus/withdrawn`,
} as const

export const additional = {
  foreSignatures: `${root}/TrustedList/SvcInfoExt/ForeSignatures`,
  foreSeals: `${root}/TrustedList/SvcInfoExt/ForeSeals`,
} as const

export const qcWithQscd = `${root}/TrustedList/SvcInfoExt/QCWithQSCD`

export const euListType = `${root}/TrustedList/TSLType/EUgeneric`
export const euListOfListsType = `${root}/TrustedList/TSLType/EUlistofthelists`
export const euDetermination = `${root}/TrustedList/StatusDetn/EUappropriate`
export const euListOfListsDetermination = `${root}/TrustedList/StatusDetn/EUlistofthelists`
export const euCommonRules = `${root}/TrustedList/schemerules/EUcommon`
export const euListOfListsRules = `${root}/TrustedList/schemerules/EUlistofthelists`

/** The same three for a state outside the EU, such as RSlist (TS 119 612 §D.5). */
export function nationalListType(code: string): string {
  return `${root}/TrustedList/TSLType/${code}list`
}

export function nationalDetermination(code: string): string {
  return `${root}/TrustedList/StatusDetn/${code}determination`
}

export function nationalRules(code: string): string {
  return `${root}/TrustedList/schemerules/${code}`
}
