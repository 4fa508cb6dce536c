/** Text of an element or attribute, escaped (XML 1.0 §2.4). */
export function escaped(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
}

/** An element with text. */
export function leaf(name: string, text: string, attributes = ''): string {
  return `<${name}${attributes && ` ${attributes}`}>${escaped(text)}</${name}>`
}

/** An element with other elements; empty strings among them are left out. */
export function branch(name: string, children: readonly string[], attributes = ''): string {
  return `<${name}${attributes && ` ${attributes}`}>\n${children.filter(Boolean).join('\n')}\n</${name}>`
}

/** The same text in English and in the language of the state. */
export function bilingual(name: string, language: string, english: string, own: string): string {
  const texts = [leaf(name, english, 'xml:lang="en"')]
  if (language !== 'en') texts.push(leaf(name, own, `xml:lang="${language}"`))
  return texts.join('\n')
}

export function xmlTime(time: Date): string {
  return time.toISOString().replace('.000Z', 'Z')
}
