import { VerifierError } from '../core/errors.ts'

/** What a caller is told of a request that could not be carried out. */
export interface Refusal {
  readonly code: string
  readonly message: string
  readonly hint: string | null
}

/** The public side of an error; of one that is not ours it tells nothing but that it happened. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof VerifierError) {
    return { code: error.code, message: error.message, hint: error.hint ?? null }
  }
  return {
    code: 'internal-error',
    message: 'an error of the program itself',
    hint: 'please report it, with the request that caused it',
  }
}
