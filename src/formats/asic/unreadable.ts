import { VerifierError } from '../../core/errors.ts'
import { quoted } from './shown-name.ts'

/** What the caller can do about it, by why a container is not read. */
const hints = {
  damaged: 'check that the file was written and sent whole',
  'two readings':
    'programs would not all see the same files in it, so that no signature could be shown to be over what you see: have it made anew',
  name: 'names are relative, with forward slashes and without "..", in UTF-8, up to 4096 octets: have it made anew with such names',
  bomb: 'a file may grow to 100 times its packed size: have it stored without compression',
  limit: 'have the files put into several containers, each signed',
  encrypted: 'decrypt it first: what is encrypted cannot be verified',
  kind: 'a container holds plain files and folders, stored or deflated: have it made anew with these',
} as const

/** What is known of why a container is not read. */
interface Unreadable {
  readonly why?: keyof typeof hints
  /** The name of the entry that it lies at. */
  readonly entry?: string
  readonly cause?: unknown
}

/** A container that is not read: two readers might see two documents in it, or none. */
export function unreadable(
  detail: string,
  { why = 'damaged', entry, cause }: Unreadable = {},
): VerifierError {
  const where = entry === undefined ? '' : `: ${quoted(entry)}`
  return new VerifierError(
    'document-unreadable',
    `the container cannot be read: ${detail}${where}`,
    { hint: hints[why], cause },
  )
}
