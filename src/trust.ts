import type { State } from './core/state.ts'
import type { Agreement } from './recognition/model.ts'
import type { LoadedList } from './trustlist/model.ts'
import type { Certificate } from './x509/certificate.ts'
import type { Crl } from './x509/crl/crl.ts'
import type { OcspResponse } from './x509/ocsp/response.ts'

/** The shared trust list: everything that a federation gives to a verification. Plain data. */
export interface Trust {
  /** The federation's name, or what stands in its place, such as "lists given with the request". */
  readonly federation: string
  /** True for the sample federation: its states, keys and agreements are invented, and every verdict says so. */
  readonly fictional: boolean
  /** What the federation says of itself in one sentence, to be shown wherever it is used. */
  readonly notice?: string
  /** The states that the federation is of, with or without a list; those of the lists where it is not said. */
  readonly members?: readonly State[]
  readonly lists: readonly LoadedList[]
  readonly agreements: readonly Agreement[]
  /** Evidence at hand: certificates, CRLs and OCSP responses of the federation's folder. */
  readonly certificates: readonly Certificate[]
  readonly crls: readonly Crl[]
  readonly ocspResponses: readonly OcspResponse[]
  /** What was left out while loading, and why. */
  readonly problems: readonly TrustProblem[]
}

/**
 * What was left out of the trust data, or is odd about it: a code, the id or file, and a sentence.
 */
export interface TrustProblem {
  readonly code: string
  readonly where: string
  /** Set for agreements, which every verdict is to warn of: one left out may have said otherwise. */
  readonly about?: 'agreement'
  readonly message: string
}
