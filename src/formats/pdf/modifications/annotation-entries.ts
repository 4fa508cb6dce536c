/** Annotations that bring files or films with them, or programs, which no mark on a page is (§12.5.6, §13). */
const active = new Set([
  'FileAttachment',
  'Sound',
  'Movie',
  'Screen',
  '3D',
  'RichMedia',
  'Projection',
])

/** Annotations that are content of the page they stand on, for whoever prints it (§12.5.6.22, §14.11). */
const ofPrinting = new Set(['Watermark', 'PrinterMark', 'TrapNet'])

/** What those have and no other annotation, whose readers may heed them all the same (§12.5.6, §13). */
const ofActive = new Set(
  `AF FS Sound Movie ExData 3DD 3DV 3DA 3DI 3DB 3DU GEO RichMediaContent RichMediaSettings`.split(
    /\s+/,
  ),
)

/** What pages and fields below it inherit from whatever is their parent (§7.7.3.4, §12.7.4.1), and what they are made of. */
const ofOthers = new Set(
  `Resources MediaBox CropBox Kids Count Annots FT V DV Ff MaxLen Opt DR TI I`.split(/\s+/),
)

/** ISO 32000-2 §12.5.2, Table 166, and §12.5.6.2, Table 172. */
const ofAll = `Type Rect Contents P NM M F AP AS Border C StructParent ca CA BM Lang
  T Popup RC CreationDate IRT Subj RT IT`

/** Entries of annotations of one kind (§12.5.6.4 to §12.5.6.14, §12.5.6.23), but for what they do. */
const ofKind: Readonly<Record<string, string>> = {
  Text: 'Open Name State StateModel',
  Link: 'Dest H QuadPoints BS',
  FreeText: 'DA Q DS CL BE RD BS LE',
  Line: 'L BS LE IC LL LLE Cap LLO CP Measure CO',
  Square: 'BS IC BE RD',
  Circle: 'BS IC BE RD',
  Polygon: 'Vertices LE BS IC BE Measure Path',
  PolyLine: 'Vertices LE BS IC BE Measure Path',
  Highlight: 'QuadPoints',
  Underline: 'QuadPoints',
  Squiggly: 'QuadPoints',
  StrikeOut: 'QuadPoints',
  Caret: 'RD Sy',
  Stamp: 'Name',
  Ink: 'InkList BS Path',
  Popup: 'Parent Open',
  Redact: 'QuadPoints IC OverlayText Repeat DA Q',
}

const common = new Set(ofAll.split(/\s+/))
const known = new Map(
  Object.entries(ofKind).map(([kind, keys]) => [kind, new Set(keys.split(' '))]),
)

/** Whether an annotation of a kind is what a permission for annotations is not for: null where it is not. */
export function whatElseIsIt(subtype: string | null): 'embedded-files' | 'page-content' | null {
  if (subtype === null) return null
  if (active.has(subtype)) return 'embedded-files'
  return ofPrinting.has(subtype) ? 'page-content' : null
}

/** What an entry makes of an annotation that is added, beside a mark on a page; null where it makes nothing of it. */
export function whatMakesOf(key: string): 'embedded-files' | 'annotation' | null {
  if (ofActive.has(key)) return 'embedded-files'
  return ofOthers.has(key) ? 'annotation' : null
}

/** Whether an annotation of a kind has such an entry, which says no more than how its mark looks. */
export function isOfMark(subtype: string | null, key: string): boolean {
  return common.has(key) || (subtype !== null && known.get(subtype)?.has(key) === true)
}
