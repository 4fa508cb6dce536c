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
  return viewWith(view, {
    object: (reference) => orNull(() => view.object(reference)),
    resolve: (object) => orNull(() => view.resolve(object)),
  })
}

/** A view that looks objects up in another way; all else is as in the first. */
export function viewWith(view: PdfView, other: Pick<PdfView, 'object' | 'resolve'>): PdfView {
  return {
    file: view.file,
    revision: view.revision,
    trailer: view.trailer,
    // Not before it is asked for: it takes a list of all objects.
    get numbers() {
      return view.numbers
    },
    ...other,
    entry: (number) => view.entry(number),
  }
}
