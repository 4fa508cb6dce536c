/** Which kind of thing stands at a path from the trailer; the first that fits decides. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/^Encrypt\b/, 'encryption'],
  [/^Info\b/, 'metadata'],
  [/^(ID|Root)$|^(?!Root\/)/, 'trailer'],
  [/(^|\/)(JS|JavaScript)(\/|$)/, 'javascript'],
  [/^Root\/OpenAction\b/, 'open-action'],
  [/\/(A|AA|PA)(\/|$)/, 'additional-actions'],
  [/\/(EmbeddedFiles|AF|EF)(\/|$)/, 'embedded-files'],
  [/\/(OCProperties|OC)(\/|$)/, 'hidden-content'],
  [/^Root\/DSS\b/, 'validation-data'],
  [/^Root\/Perms\b/, 'permissions'],
  [/^Root\/(StructTreeRoot|MarkInfo)\b/, 'structure'],
  [/^Root\/Metadata\b/, 'metadata'],
  [/^Root\/AcroForm\/Fields\b.*\/V(\/|$)/, 'signed-field'],
  [/^Root\/AcroForm\/Fields\b.*\/(AP|AS)(\/|$)/, 'field-appearance'],
  [/^Root\/AcroForm\/DR\/Font\b/, 'font'],
  [/^Root\/AcroForm\b/, 'form-structure'],
  [/^Root\/Pages\b.*\/Annots\b/, 'annotation'],
  [/^Root\/Pages\b.*\/Font(\/|$)/, 'font'],
  [/^Root\/Pages\b.*\/(Contents|Resources|Group)\b/, 'page-content'],
  [/^Root\/Pages\b.*\/Metadata\b/, 'metadata'],
  [/^Root\/Pages\b/, 'page-tree'],
  [/^Root\/(Outlines|Dests|Names|PageLabels|ViewerPreferences|PageMode|Threads)\b/, 'navigation'],
]

/** A stable word for what stands at a path; "unexplained" where none is known. */
export function kindOf(path: string): string {
  return kinds.find(([pattern]) => pattern.test(path))?.[1] ?? 'unexplained'
}
