import type { GivenCheck } from '../given-content.ts'

/** RFC 7515 appendix F: what is given beside a JWS is its payload, or is asked about in vain. */
export const givenCheck: GivenCheck = {
  id: 'jws-detached-content',
  rule: 'RFC 7515 appendix F',
  differs: 'what was given beside the signature is not its payload',
  open: 'whether the payload is what was given beside it is open',
}
