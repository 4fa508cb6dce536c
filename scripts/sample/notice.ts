/** Shown with the federation, and in every list. */
export const notice =
  'FICTIONAL: every state body, provider, person, key and agreement in this sample is invented; dates run to 2044 so that it does not go stale. It proves nothing about any real signature.'

/** The same for one list. */
export function listNotice(name: string): string {
  return `${notice} This list is not one of ${name} and has no legal effect there or anywhere.`
}
