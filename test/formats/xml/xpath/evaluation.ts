import { Budget } from '../../../../src/core/budget.ts'
import { indexOf } from '../../../../src/formats/xml/identifiers.ts'
import { parseXml } from '../../../../src/formats/xml/parse.ts'
import { evaluate } from '../../../../src/formats/xml/xpath/evaluate.ts'
import { xpathTree } from '../../../../src/formats/xml/xpath/nodes.ts'
import { parseXPath } from '../../../../src/formats/xml/xpath/parser.ts'
import type { XPathValue } from '../../../../src/formats/xml/xpath/values.ts'
import { xpathWork } from '../../../../src/formats/xml/xpath/work.ts'

export const namespaces = { a: 'urn:a', b: 'urn:b' }
export const sample = `<?top t?><!--c--><r xmlns="urn:d" xmlns:a="urn:a" xml:lang="el-CY" Id="root">
<a:p n="1" a:m="x">one</a:p><a:p n="2">two<q>deep</q></a:p><a:p n="10"/>
<b:s xmlns:b="urn:b" n="3"><!--inside--><?pi data?><t>  spaced   out </t><t xmlns="">4</t></b:s>
</r><!--end-->`

/** The value of an expression at the root of a document. */
export function ours(expression: string, xml = sample): XPathValue {
  const document = parseXml(Buffer.from(xml), new Budget())
  const tree = xpathTree(document)
  const { identifiers } = indexOf(document)
  const resolve = (prefix: string) => (prefix === 'a' || prefix === 'b' ? namespaces[prefix] : null)
  return evaluate(parseXPath(expression, resolve), {
    node: tree.root,
    position: 1,
    size: 1,
    root: tree.root,
    here: null,
    elementById: (id) => {
      const found = identifiers.get(id)
      return typeof found === 'object' ? tree.nodeOf(found) : null
    },
    work: xpathWork(xml.length),
    known: new Map(),
  })
}
