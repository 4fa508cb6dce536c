import { xmlTime } from './xml.ts'

/** A service of a certificate manifest, with the files that its certificates stand in. */
export interface ManifestService {
  readonly type: string
  readonly name: string
  readonly status: string
  readonly from: Date
  readonly additional: readonly string[]
  readonly file: string
}

export interface ManifestTerms {
  readonly code: string
  readonly operator: string
  readonly schemeName: string
  readonly provider: string
  readonly notice: string
  readonly issued: Date
  readonly nextUpdate: Date
}

/** A certificate manifest, the project's own form for states that publish no list. */
export function certificateManifest(
  terms: ManifestTerms,
  services: readonly ManifestService[],
  excludedSubject: string | null,
): string {
  const exclude = excludedSubject
    ? [{ subjectContains: excludedSubject, reason: 'a test authority is no anchor' }]
    : []
  const manifest = {
    schema: 'euxine/certificate-manifest/1',
    notice: terms.notice,
    territory: terms.code,
    schemeOperator: terms.operator,
    schemeName: terms.schemeName,
    issued: xmlTime(terms.issued),
    nextUpdate: xmlTime(terms.nextUpdate),
    sequenceNumber: 1,
    providers: [
      {
        name: terms.provider,
        services: services.map(({ type, name, status, from, additional, file }) => ({
          type,
          name,
          status,
          startingTime: xmlTime(from),
          additionalServiceInformation: additional,
          history: [],
          certificates: [file],
          exclude,
        })),
      },
    ],
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}
