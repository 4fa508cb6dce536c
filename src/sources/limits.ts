/** What is fetched for a verdict; content and trust lists are not: nobody is asked for those. */
export type SourceKind = 'certificate' | 'crl' | 'ocsp'

/** What one answer of a kind may consume. */
export interface KindLimits {
  readonly bytes: number
  /** Milliseconds for a whole fetch, from the look-up of the name to the last octet. */
  readonly milliseconds: number
  /** Fetches of the kind that run at once, for all requests together. */
  readonly atOnce: number
  /** Milliseconds for which an answer is kept where it does not end sooner by what it says. */
  readonly keptMilliseconds: number
  /** What an answer takes once it is read, itself included, in times its octets. */
  readonly timesOnceRead: number
}

/** What fetching may consume; `defaultSourceLimits` says where each number comes from. */
export interface SourceLimits {
  readonly kinds: Readonly<Record<SourceKind, KindLimits>>
  readonly redirects: number
  /** Times that a question is asked again with what was fetched for it. */
  readonly rounds: number
  /** Addresses that are asked in one round. */
  readonly perRound: number
  /** Milliseconds of fetching for one question, all rounds together. */
  readonly allMilliseconds: number
  /**
   * Milliseconds for which a failure is remembered, and an answer that says nothing of its end; after
   * them an answer that leaves a question open is fetched anew, whatever it says.
   */
  readonly failureMilliseconds: number
  readonly cacheEntries: number
  /** With what was read of the answers. */
  readonly cacheBytes: number
}

const mebibyte = 1 << 20
const second = 1_000
const hour = 3_600 * second

/** The limits of whoever names none. */
export const defaultSourceLimits: SourceLimits = {
  kinds: {
    certificate: {
      // A bundle of all Ukrainian CAs, 827 certificates, has 1.3 MB: three times that.
      bytes: 4 * mebibyte,
      // Windows gives up on one address after 15 seconds.
      milliseconds: 15 * second,
      // With the other kinds some 530 MB are in flight at the most.
      atOnce: 32,
      // What stands under such an address is replaced when a CA is renewed: a day is early enough.
      keptMilliseconds: 24 * hour,
      // Certificates of 300 octets, the smallest there are, take 2 kB each; larger ones take less.
      timesOnceRead: 8,
    },
    ocsp: {
      // OpenSSL's OSSL_HTTP_DEFAULT_MAX_RESP_LEN.
      bytes: 100 * 1024,
      milliseconds: 15 * second,
      atOnce: 32,
      // A revocation that is published meanwhile is seen within the hour, whatever nextUpdate says.
      keptMilliseconds: hour,
      // 700 answers in one response of 70 kB take 600 kB.
      timesOnceRead: 9,
    },
    crl: {
      // As for a trust list: 1.3 million entries of 37 octets. OpenSSL stops at 32 MiB.
      bytes: 50 * mebibyte,
      // 50 MiB at 10 Mbit/s.
      milliseconds: 40 * second,
      atOnce: 8,
      keptMilliseconds: hour,
      // With its index a CRL of 500 kB takes 830 kB.
      timesOnceRead: 2,
    },
  },
  // Browsers follow 20, a file of a CA needs one or two.
  redirects: 5,
  // Two intermediates that are missing, one after the other, and then the revocation data of all.
  rounds: 3,
  // A path of ten certificates, with the issuer, the CRL and the OCSP answer of each.
  perRound: 30,
  // The service closes a connection on which nothing moved for 60 seconds; this leaves time to answer.
  allMilliseconds: 45 * second,
  // A batch does not knock at a dead door for each line, and a door that opens is soon noticed.
  failureMilliseconds: 60 * second,
  // A federation of 13 states has some thousand CAs; each has a CRL and a responder.
  cacheEntries: 10_000,
  // The CRLs of a thousand CAs at 100 kB, read; a quarter of what a thread of a batch may take.
  cacheBytes: 256 * mebibyte,
}
