import type { Budget } from '../../core/budget.ts'
import type { XmlDocument } from './document.ts'
import { xmlMalformed } from './malformed.ts'
import { decoded, plainCharacters, plainSection } from './plain-values.ts'
import { PlainWriter } from './plain-writer.ts'
import { afterName, greaterThan, isSpace, readStartTag, slash } from './start-tag.ts'
import { StructureLimits } from './structure-limits.ts'
import { TreeBuilder } from './tree-builder.ts'

/**
 * Reads a document into the light tree in one pass, and writes it plainly by the way: line ends
 * are line feeds (XML 1.0 §2.11), there are no XML declaration, CDATA and empty tags, values stand in
 * double quotes, normalised (§3.3.3), declarations of namespaces before attributes with one space
 * before each, and a handful of references (plain-values.ts). The tree's offsets point into that
 * text, which is nearly canonical. It is the form that libxml2 writes too, the oracle of the tests.
 *
 * The tree is one of what is well-formed only: libxml2 is asked that of the same octets (parse.ts).
 * Of anything else this throws `xml-malformed`, or gives a tree that is thrown away. Document type
 * declarations and structures beyond the limits are refused here, before libxml2 sees them.
 *
 * @param octets one character for each octet of the UTF-8: strings of wide characters are slower to
 *   read and cut
 */
export function readTree(octets: string, budget: Budget): XmlDocument {
  const source = octets.includes('\r') ? octets.replaceAll(/\r\n?/g, '\n') : octets
  return new TreeReader(source, budget).read()
}

const exclamationMark = 0x21
const questionMark = 0x3f

/** Each of its steps takes the offset where something begins, and gives the one behind its end. */
class TreeReader {
  readonly #source: string
  readonly #budget: Budget
  readonly #limits: StructureLimits
  readonly #writer: PlainWriter
  readonly #builder = new TreeBuilder()
  /** The next reference, or the end of the source. */
  #reference = -1

  constructor(source: string, budget: Budget) {
    this.#source = source
    this.#budget = budget
    this.#limits = new StructureLimits(budget)
    this.#writer = new PlainWriter(source)
  }

  read(): XmlDocument {
    let at = this.#declaration()
    for (;;) {
      const tag = this.#source.indexOf('<', at)
      if (tag < 0) break
      if (tag > at) this.#characters(at, tag)
      at = this.#markup(tag)
    }
    this.#budget.spendNodes(this.#limits.nodes)
    return this.#builder.finish(this.#writer.text())
  }

  /** XML 1.0 §2.8. */
  #declaration(): number {
    if (!/^<\?xml[ \t\n]/.test(this.#source)) return 0
    const end = this.#after('?>', 0)
    this.#writer.replace(0, end, '')
    return end
  }

  #characters(from: number, to: number): void {
    if (this.#reference < from) {
      const found = this.#source.indexOf('&', from)
      this.#reference = found < 0 ? this.#source.length : found
    }
    // Of a `>` in the text, or at the latest of the tag that follows.
    const close = this.#after('>', from)
    if (this.#reference < to || close <= to) {
      this.#writer.replace(from, to, plainCharacters(this.#source.slice(from, to)))
    }
  }

  #markup(tag: number): number {
    const next = this.#source.charCodeAt(tag + 1)
    if (next === slash) return this.#endTag(tag)
    if (next === questionMark) return this.#instruction(tag)
    if (next !== exclamationMark) return this.#startTag(tag)
    if (this.#source.startsWith('<!--', tag)) return this.#comment(tag)
    if (this.#source.startsWith('<![CDATA[', tag)) return this.#section(tag)
    throw xmlMalformed('a document type declaration; none is read')
  }

  #section(start: number): number {
    const end = this.#after(']]>', start + 9)
    this.#limits.node()
    this.#writer.replace(start, end, plainSection(this.#source.slice(start + 9, end - 3)))
    return end
  }

  #comment(start: number): number {
    const end = this.#after('-->', start + 4)
    this.#limits.node()
    const text = decoded(this.#source.slice(start + 4, end - 3))
    const offsets = { start: this.#writer.at(start), end: this.#writer.at(end) }
    this.#builder.aside({ kind: 'comment', text, ...offsets })
    return end
  }

  /** XML 1.0 §2.6: one space between the target and what follows it. */
  #instruction(start: number): number {
    const end = this.#after('?>', start + 2)
    this.#limits.node()
    const plainStart = this.#writer.at(start)
    const written = this.#source.slice(start + 2, end - 2)
    const plain = written.replace(/^([^ \t\n]+)[ \t\n]+/, '$1 ')
    if (plain !== written) this.#writer.replace(start + 2, end - 2, plain)
    const offsets = { start: plainStart, end: this.#writer.at(end) }
    this.#builder.aside({ kind: 'instruction', text: decoded(plain), ...offsets })
    return end
  }

  #startTag(start: number): number {
    const plainStart = this.#writer.at(start)
    const close = this.#after('>', start) - 1
    const known = this.#builder.knownName(this.#source.slice(start + 1, close))
    if (known === undefined) return this.#fullStartTag(start)
    this.#limits.element(0, 0)
    this.#builder.open(known, plainStart, this.#writer.at(close))
    return close + 1
  }

  /** A tag with more in it than a name that was there before. */
  #fullStartTag(start: number): number {
    const nameEnd = afterName(this.#source, start + 1)
    const name = this.#source.slice(start + 1, nameEnd)
    const tag = readStartTag(this.#source, nameEnd)
    const { end } = tag
    this.#limits.element(tag.attributes.length, tag.declarations.length)
    const plainStart = this.#writer.at(start)
    const plainNameEnd = this.#writer.at(nameEnd)
    this.#builder.openWith(this.#builder.nameOf(name), plainStart, plainNameEnd, tag)
    if (!tag.plain) {
      this.#writer.replace(nameEnd, end, tag.declarationText + tag.attributeText)
    }
    if (this.#source.charCodeAt(end) === greaterThan) return end + 1
    this.#writer.replace(end, end + 2, `></${name}>`)
    this.#close(end + 2)
    return end + 2
  }

  /** XML 1.0 §3.1: there may be white space behind the name. */
  #endTag(start: number): number {
    const end = this.#after('>', start)
    let nameEnd = end - 1
    while (isSpace(this.#source.charCodeAt(nameEnd - 1))) nameEnd -= 1
    if (nameEnd < end - 1) this.#writer.replace(nameEnd, end - 1, '')
    this.#close(end)
    return end
  }

  #close(end: number): void {
    this.#builder.close(this.#writer.at(end))
    this.#limits.endOfElement()
  }

  #after(text: string, from: number): number {
    const found = this.#source.indexOf(text, from)
    if (found < 0) throw xmlMalformed('it ends in the middle')
    return found + text.length
  }
}
