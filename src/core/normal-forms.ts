/**
 * UAX #15 §13: no language writes more than 30 non-starters in a row. Those are marks, and the sound
 * marks of halfwidth Katakana, which decompose to such.
 */
const tooManyMarks = /(?<![\p{M}\uff9e\uff9f])[\p{M}\uff9e\uff9f]{31}/u

/**
 * The text in a normal form of Unicode (UAX #15), or null where it has more marks in a row than the
 * Stream-Safe Text Format allows: to put those in order takes time by the square of their number.
 */
export function normalForm(text: string, form: 'NFC' | 'NFD' | 'NFKC'): string | null {
  return tooManyMarks.test(text) ? null : text.normalize(form)
}
