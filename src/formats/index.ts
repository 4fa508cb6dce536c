import { type ErrorCode, VerifierError } from '../core/errors.ts'
import { asic } from './asic/asic.ts'
import { cms } from './cms/cms.ts'
import type { Format, ParseContext, ParsedDocument } from './format.ts'
import { jose } from './jose/jose.ts'
import { pdf } from './pdf/pades.ts'
import { guessUnsigned, guessUnsupported } from './unsupported.ts'
import { xml } from './xml/xml.ts'

/**
 * Every format that is read, in the order in which they are asked. PDF is the last: its header may
 * stand behind other things, and in documents of the others.
 */
const formats: readonly Format[] = [cms, xml, jose, asic, pdf]

/** Reads a signed document; what it is, its content decides, never its name or media type. */
export function parseDocument(bytes: Uint8Array, context: ParseContext): ParsedDocument {
  if (bytes.length === 0) {
    throw new VerifierError('document-empty', 'the document is empty: it has no octets')
  }
  const format = formats.find((candidate) => candidate.recognises(bytes))
  if (format !== undefined) return parseAs(format, bytes, context)
  const guess = guessUnsupported(bytes)
  if (guess !== null) {
    throw new VerifierError(
      'format-unsupported',
      `this seems to be ${guess}, which is not read yet`,
      {
        hint: 'CMS, XML, JSON and PDF signatures (CAdES, XAdES, JAdES, PAdES) and ASiC containers are read',
      },
    )
  }
  throw notSigned(guessUnsigned(bytes))
}

function notSigned(seems: ReturnType<typeof guessUnsigned>): VerifierError {
  if (seems === null) {
    return new VerifierError('not-a-signed-document', 'no known form of signed document', {
      hint: 'give the file that holds the signature, and the file it belongs to as detached content',
    })
  }
  const message = `this seems to be ${seems.name}, in which no signatures are read`
  return new VerifierError('not-a-signed-document', message, { hint: seems.hint })
}

/** Errors of the syntaxes that documents are written in. */
const unreadable: readonly ErrorCode[] = ['der-malformed', 'pdf-malformed', 'xml-malformed']

/** To the caller it is one fault that his document is malformed, whatever it is made of. */
function parseAs(format: Format, bytes: Uint8Array, context: ParseContext): ParsedDocument {
  try {
    return format.parse(bytes, context)
  } catch (cause) {
    if (!(cause instanceof VerifierError) || !unreadable.includes(cause.code)) throw cause
    throw unreadableAs(format, cause, guessUnsigned(bytes))
  }
}

/** What it seems to be comes first, and then what is wrong with it as what it was read as. */
function unreadableAs(
  { name }: Format,
  cause: VerifierError,
  seems: ReturnType<typeof guessUnsigned>,
): VerifierError {
  // Some of them name their syntax themselves.
  const own = `${name}: `
  const why = cause.message.startsWith(own) ? cause.message.slice(own.length) : cause.message
  const subject = seems === null ? 'the document' : `this seems to be ${seems.name}, and`
  return new VerifierError('document-unreadable', `${subject} cannot be read as ${name}: ${why}`, {
    hint: seems?.hint ?? cause.hint ?? 'check that the file was written and sent whole',
    facts: cause.facts,
    cause,
  })
}
