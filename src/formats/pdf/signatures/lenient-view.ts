import { VerifierError } from '../../../core/errors.ts'
import type { PdfView } from '../file.ts'
import { type PdfObject, pdfNull } from '../object.ts'

/**
 * A view for what only adds to a signature: an object that cannot be read is as good as absent, and
 * warned of. What decides is never read by it.
 */
export function lenientView(view: PdfView, warn: (code: string, message: string) => void): PdfView {
  const orNull = (read: () => PdfObject): PdfObject => {
    try {
      return read()
    } catch (cause) {
      if (!(cause instanceof VerifierError) || cause.code === 'budget-exceeded') throw cause
      warn('pdf-object-unreadable', `an object beside a signature cannot be read: ${cause.message}`)
      return pdfNull
    }
  }
  return {
    file: view.file,
    revision: view.revision,
    trailer: view.trailer,
    numbers: view.numbers,
    object: (reference) => orNull(() => view.object(reference)),
    resolve: (object) => orNull(() => view.resolve(object)),
    entry: (number) => view.entry(number),
  }
}
