import { VerifierError } from '../core/errors.ts'
import { fetchSource } from './fetch.ts'
import { type Network, publicNetwork } from './network.ts'

/** What fetching one list may consume; every number says where it comes from. */
export interface ListLimits {
  /** Bytes of the body: 50 MB, twenty-five times the largest list known. */
  readonly bytes: number
  /** Milliseconds for the whole fetch, redirects included: 50 MB at 7 Mbit/s. */
  readonly milliseconds: number
  /** Redirects that are followed; browsers follow 20, a list needs one or two. */
  readonly redirects: number
}

const defaultListLimits: ListLimits = {
  bytes: 50 * 1024 * 1024,
  milliseconds: 60_000,
  redirects: 5,
}

/** Fetches one trust list from any host of the public network. Throws `source-refused`. */
export async function fetchList(
  location: string,
  { bytes, milliseconds, redirects }: ListLimits = defaultListLimits,
  network: Network = publicNetwork,
): Promise<Uint8Array> {
  const signal = AbortSignal.timeout(milliseconds)
  const setting = { bytes, redirects, network, hosts: 'any', signal } as const
  try {
    return await fetchSource({ uri: location, post: null }, setting)
  } catch (cause) {
    if (!(cause instanceof VerifierError)) throw cause
    throw new VerifierError(cause.code, cause.message, {
      hint: 'fetch the file by other means and give its folder with --from',
      facts: cause.facts,
      cause,
    })
  }
}
