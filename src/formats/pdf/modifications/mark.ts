import { fromLatin1 } from '../../../core/bytes.ts'
import { dictionaryOf, nameIn } from '../lookup.ts'
import type { PdfDictionary, PdfObject, PdfStream } from '../object.ts'
import type { Comparison } from './comparison.ts'
import { isNull, same } from './equality.ts'

/** Octets of a mark that is drawn: those of PDFBox, iText and MuPDF have less than 2,000. */
const longest = 4096
/** Lines, curves and rectangles: the tick of PDFBox, which has the most of them, has 30. */
const mostLines = 60

const ofAppearance = /^(Type|Subtype|FormType|BBox|Matrix|Resources|Length|Filter|DecodeParms)$/
/** ISO 32000-2 §9.6.2.2: fonts that every reader has, and draws with its own. */
const standardFont = /^(ZapfDingbats|Helvetica|Helvetica-Bold)$/

/**
 * Whether a check box or radio button has no more in its new appearances than marks in the states that it
 * had (ISO 32000-2 §12.7.5.2.3, §12.7.5.2.4): colours, lines, and one character. Many a writer draws them
 * anew as it selects one.
 */
export function onlyMarks(
  comparison: Comparison,
  from: PdfObject | undefined,
  to: PdfObject | undefined,
): boolean {
  const before = dictionaryOf(comparison.before.resolve(from))
  const after = comparison.after.resolve(to)
  if (before === null || after.kind !== 'dictionary' || after.repeated.length > 0) return false
  const known = comparison.before.resolve(before.entries.get('N'))
  if (known.kind !== 'dictionary') return false
  return [...after.entries].every(([key, value]) => {
    if (!/^[NRD]$/.test(key)) return false
    const states = comparison.after.resolve(value)
    if (states.kind !== 'dictionary' || states.repeated.length > 0) return false
    const had = dictionaryOf(comparison.before.resolve(before.entries.get(key)))
    return [...states.entries].every(([name, state]) => {
      const look = comparison.after.resolve(state)
      const old = comparison.before.resolve(had?.entries.get(name))
      // §12.7.5.2.3: what a box shows where it is off may be left out.
      const isState = name === 'Off' || known.entries.has(name)
      return isState && (same(old, look) || isMark(comparison, look))
    })
  })
}

function isMark(comparison: Comparison, look: PdfObject): boolean {
  if (look.kind !== 'stream' || !hasOnly(look.dictionary, ofAppearance)) return false
  if (nameIn(comparison.after, look.dictionary, 'Subtype') !== 'Form') return false
  const fonts = fontsOf(comparison, look)
  return fonts !== null && drawsMark(comparison.file.data(look), fonts)
}

/** The names of its fonts, which are those of every reader; null where it has other resources. */
function fontsOf(
  { after }: Comparison,
  { dictionary }: PdfStream,
): ReadonlyMap<string, PdfObject> | null {
  const resources = after.resolve(dictionary.entries.get('Resources'))
  if (isNull(resources)) return new Map()
  if (resources.kind !== 'dictionary' || !hasOnly(resources, /^(Font|ProcSet)$/)) return null
  const fonts = after.resolve(resources.entries.get('Font'))
  if (isNull(fonts)) return new Map()
  if (fonts.kind !== 'dictionary' || fonts.repeated.length > 0) return null
  const areStandard = [...fonts.entries.values()].every((value) => {
    const font = after.resolve(value)
    if (font.kind !== 'dictionary') return false
    if (!hasOnly(font, /^(Type|Subtype|Name|BaseFont|Encoding)$/)) return false
    const name = nameIn(after, font, 'BaseFont') ?? ''
    return nameIn(after, font, 'Subtype') === 'Type1' && standardFont.test(name)
  })
  return areStandard ? fonts.entries : null
}

function hasOnly({ entries, repeated }: PdfDictionary, keys: RegExp): boolean {
  return repeated.length === 0 && [...entries.keys()].every((key) => keys.test(key))
}

/** A string of one character, dashes, a number, a name or an operator, behind white space. */
const token =
  /\s*(?:(?<text>\((?:[^()\\]|\\[()\\])\)|<[\dA-Fa-f]{2}>)|\[[-\d.\s]*\]|(?:[-+]?(?:\d+\.?\d*|\.\d+)|\/(?<name>[\w-]+)|(?<operator>[A-Za-z]+\d?\*?))(?=[\s/[(<]|$))/y

/** ISO 32000-2 Table 58, 59, 73, 103, 106, 107: what sets colours and lines, draws them, and shows text. */
const operators = new Set(
  `q Q cm w J j M d i g G rg RG k K cs CS sc SC m l c v y h re S s f F f* B B* b b* n W W* BT ET Tf Td
  TD Tm T* Tc Tw Tz TL Tr Ts Tj BMC EMC`.split(/\s+/),
)
const ofLines = new Set('l c v y re'.split(' '))

/**
 * §7.8.2: a content stream of nothing else; a font that it does not have, some readers take from the page
 * (§7.8.3). Linear in its octets, which are few.
 */
function drawsMark(data: Uint8Array, fonts: ReadonlyMap<string, PdfObject>): boolean {
  if (data.length > longest) return false
  const content = fromLatin1(data).trimEnd()
  let [lines, texts, named] = [0, 0, '']
  token.lastIndex = 0
  while (token.lastIndex < content.length) {
    const found = token.exec(content)?.groups
    if (found === undefined) return false
    const { text, operator, name } = found
    if (text !== undefined) texts++
    if (name !== undefined) named = name
    if (operator === undefined) continue
    if (!operators.has(operator) || (operator === 'Tf' && !fonts.has(named))) return false
    if (ofLines.has(operator)) lines++
  }
  return texts <= 1 && lines <= mostLines
}
