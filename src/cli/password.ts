import { fromUtf8 } from '../core/bytes.ts'
import { readSource } from '../store/read-source.ts'
import { type Command, type Given, type Option, usageError } from './command.ts'
import type { Io } from './io.ts'
import { documentSource, standardInput } from './standard-input.ts'

/** The options that open encrypted documents. */
export const passwordOptions: readonly Option[] = [
  {
    name: 'password-file',
    value: 'file|-',
    help: 'opens encrypted documents: a file with the password in UTF-8 on its one line, or - for the standard input',
  },
  {
    name: 'password',
    value: 'text',
    help: 'the same in the open: whoever lists the processes of this machine sees it',
  },
]

/**
 * The password as it was given; null where none was. Throws `request-malformed`, and
 * `file-unreadable`; no error repeats it.
 */
export async function passwordOf(command: Command, given: Given, io: Io): Promise<string | null> {
  const [file, password] = [given.one('password-file'), given.one('password')]
  if (file === null) return password
  if (password !== null) throw usageError(command, 'give --password or --password-file: not both')
  if (file === standardInput && inputIsTaken(given)) {
    throw usageError(command, 'the standard input is one thing: a document, or a password')
  }
  const { bytes } = await readSource(await documentSource(file, io), io.folder)
  const text = fromUtf8(bytes)?.replace(/\r?\n$/, '')
  // RFC 4013 has no line ends in a password: more lines are another file, given by mistake.
  if (text === undefined || text.length > longest || /[\r\n]/.test(text)) {
    throw usageError(command, '--password-file: not one line of text in UTF-8')
  }
  return text
}

function inputIsTaken(given: Given): boolean {
  return given.one('batch') === standardInput || given.positionals.includes(standardInput)
}

/** As in a request; 127 octets are the most that count (ISO 32000-2 §7.6.4.3). */
const longest = 1024
