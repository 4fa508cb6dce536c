import { VerifierError } from '../../../core/errors.ts'

/** The one error of an XPath expression that is not written or not used as XPath 1.0 has it. */
export function xpathRefused(what: string): VerifierError {
  return new VerifierError('xml-malformed', `XPath: ${what}`)
}
