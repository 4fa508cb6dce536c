import { importsOf, resolveSpecifier, roomOf, stripped, type Tree } from './source.ts'

/** What every format room may import of those beside it: each file by its name. */
const formatsShared = [
  'core',
  'x509',
  'formats/format.ts',
  'formats/content-names.ts',
  'formats/detached.ts',
  'formats/given-content.ts',
  'formats/malformed-signature.ts',
  'formats/signer-claims.ts',
  'formats/token-time.ts',
  'formats/travelling-certificate.ts',
]

/** What each room may import from others, as prefixes of paths (architecture.md, Arrows and Never). */
const arrows: Readonly<Record<string, readonly string[]>> = {
  core: [],
  crypto: ['core', 'x509'],
  x509: ['core'],
  formats: ['core', 'x509', 'formats'],
  'formats/cms': formatsShared,
  'formats/xml': formatsShared,
  'formats/pdf': [...formatsShared, 'formats/cms'],
  // Of CMS it has time-stamp tokens, of which no more than their time is read yet.
  'formats/jose': formatsShared,
  'formats/asic': [...formatsShared, 'formats/cms', 'formats/xml'],
  'formats/evidence-record': [...formatsShared, 'formats/cms', 'formats/xml'],
  validation: ['core', 'x509', 'formats/format.ts'],
  policy: ['core', 'x509', 'formats', 'validation'],
  trustlist: ['core', 'x509', 'formats', 'validation'],
  qualification: ['core', 'x509', 'formats', 'validation', 'trustlist'],
  recognition: ['core'],
  'trust.ts': ['core', 'x509', 'trustlist', 'recognition'],
  report: [
    'core',
    'x509',
    'formats',
    'validation',
    'trustlist',
    'qualification',
    'recognition',
    'trust.ts',
  ],
  // Certificates come in a CMS as well (RFC 5280 §4.2.2.1): that much of it is read there.
  sources: ['core', 'x509', 'trust.ts', 'formats/cms/certificates-only.ts'],
  store: [
    'core',
    'x509',
    'trust.ts',
    'sources',
    'trustlist',
    'recognition',
    'policy/policy-file.ts',
    'validation/policy.ts',
    // What of a container is read as a stream, its directory tells.
    'formats/asic/roles.ts',
    'formats/asic/zip.ts',
  ],
  http: ['*rim', 'core', 'trust.ts', 'recognition/matrix.ts'],
  cli: ['*rim', 'core', 'trust.ts', 'recognition/matrix.ts', 'http'],
  'index.ts': ['*pure', '*rim', '*pipeline'],
}

const pure = [
  'core',
  'x509',
  'formats',
  'validation',
  'policy',
  'trustlist',
  'qualification',
  'recognition',
  'report',
]
const groups: Readonly<Record<string, readonly string[]>> = {
  '*pure': [...pure, 'trust.ts'],
  '*rim': ['verify.ts', 'chain.ts', 'extract.ts', 'report', 'crypto', 'store', 'sources'],
}
/** Rooms that may take types, though not values, from anywhere to their left. */
const typesFromAnywhere = ['crypto', 'sources', 'store', 'http', 'cli']
/** A file beside the rooms is a part of the pipeline, unless it is named above. */
const pipeline = ['*pure', '*pipeline']

/** Packages and built-in modules, by the only places that may name them. */
const externals: Readonly<Record<string, readonly string[]>> = {
  'node:crypto': ['core/fingerprint.ts', 'crypto', 'store', 'sources', 'http', 'cli'],
  // Only createRequire, for what is loaded when first needed.
  'node:module': ['crypto', 'cli'],
  '@noble/post-quantum/ml-dsa.js': ['crypto'],
  '@noble/post-quantum/slh-dsa.js': ['crypto'],
  'node:zlib': ['formats', 'http', 'store/large-container.ts'],
  'libxml2-wasm': ['formats/xml'],
  pkijs: ['x509', 'crypto', 'formats/cms'],
  asn1js: ['x509', 'crypto', 'formats/cms'],
  '@peculiar/x509': ['x509', 'crypto', 'formats/cms'],
  zod: [
    'recognition',
    'report/answer-parts.ts',
    'report/answer-schema.ts',
    'trustlist',
    'validation',
    'store',
    'http',
  ],
  undici: ['sources', 'http'],
  busboy: ['http'],
  express: ['http'],
  helmet: ['http'],
}
const rimRooms = ['sources', 'store', 'http', 'cli']

/** Calls that make the answer depend on more than the arguments. */
const impure: readonly (readonly [RegExp, string])[] = [
  [/\bnew Date\b(?!\s*\()|\bnew Date\(\s*\)/, 'new Date() without argument'],
  [/\bDate\.now\b/, 'Date.now'],
  [/\bMath\.random\b/, 'Math.random'],
  [/\bperformance\b/, 'performance'],
  [/(?<![.\w])fetch\(/, 'fetch'],
  [/(?<![.\w])process\./, 'process'],
  [/\b(?:setTimeout|setInterval|setImmediate)\(/, 'a timer'],
  [/\b(?:randomBytes|randomUUID|getRandomValues)\b/, 'random numbers'],
  [/\bimport\(/, 'a dynamic import'],
]

/** What only a rule would spell out: indications, object identifiers, the URIs of TS 119 612. */
const spelledRules =
  /'(?:TOTAL-[A-Z]+|INDETERMINATE|\d(?:\.\d+){4,}|https?:\/\/uri\.etsi\.org[^']*)'/

/** Everything in the tree that architecture.md forbids, one sentence each. */
export function violations(tree: Tree): string[] {
  const found: string[] = []
  for (const [path, text] of tree) {
    found.push(...forbiddenImports(path, text, tree), ...forbiddenCalls(path, text))
    found.push(...forbiddenShape(path, text))
  }
  return [...found, ...cycles(tree)]
}

function isPure(path: string): boolean {
  return !path.includes('/') || pure.includes(path.split('/')[0] ?? '')
}

function within(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`)
}

/** Never 1, 3, 4, 5, 6, 7. */
function forbiddenImports(path: string, text: string, tree: Tree): string[] {
  return importsOf(text).flatMap(({ specifier, kind }) => {
    const target = resolveSpecifier(path, specifier)
    if (target === null) return forbiddenPackage(path, specifier)
    if (!tree.has(target)) return [`${path} imports ${specifier}, which is not there`]
    return mayImport(path, target, kind) ? [] : [`${path} must not import ${target}`]
  })
}

function mayImport(path: string, target: string, kind: 'value' | 'type'): boolean {
  const room = roomOf(path)
  if (room === roomOf(target)) return true
  // Recognition knows no ASN.1, though core has its reader (Never 4).
  if (room === 'recognition' && /^core\/(?:der|algorithm|curves|digests|signature)/.test(target))
    return false
  if (kind === 'type' && typesFromAnywhere.includes(room)) return !within(target, 'cli')
  const allowed = (arrows[room] ?? (path.includes('/') ? [] : pipeline)).flatMap(
    (prefix) => groups[prefix] ?? [prefix],
  )
  if (allowed.includes('*pipeline') && !target.includes('/')) return target !== 'index.ts'
  return allowed.some((prefix) => within(target, prefix))
}

function forbiddenPackage(path: string, specifier: string): string[] {
  const places = Object.hasOwn(externals, specifier) ? externals[specifier] : undefined
  const allowed =
    places === undefined
      ? specifier.startsWith('node:') && rimRooms.includes(roomOf(path))
      : places.some((prefix) => within(path, prefix))
  return allowed ? [] : [`${path} must not import ${specifier}`]
}

/** Never 2, and what of Never 7 can be seen. */
function forbiddenCalls(path: string, text: string): string[] {
  const found: string[] = []
  if (isPure(path)) {
    const code = stripped(text, 'blank')
    for (const [pattern, name] of impure) if (pattern.test(code)) found.push(`${path} uses ${name}`)
  }
  if (['http', 'cli'].includes(roomOf(path))) {
    const rule = spelledRules.exec(stripped(text, 'keep'))
    if (rule !== null) found.push(`${path} spells out ${rule[0]}: a rule in the wrong room`)
  }
  return found
}

/** Never 8, the sizes of style.md, and what the linter does not see. */
function forbiddenShape(path: string, text: string): string[] {
  const found: string[] = []
  const lines = text.split('\n').length - 1
  const isIndex = path.endsWith('index.ts')
  // 300: style.md, "above 300, split"; 25: architecture.md, "index.ts ≤ 25 lines of exports".
  if (lines > 300) found.push(`${path} has ${lines} lines`)
  if (path === 'index.ts' && lines > 25) found.push(`index.ts has ${lines} lines`)
  if (/(?:^|\/)(?:utils?|helpers?|common|misc)(?:\/|\.ts$)/.test(path)) {
    found.push(`${path} is named for nothing in the domain`)
  }
  if (!isIndex && importsOf(text).some(({ reexport }) => reexport)) {
    found.push(`${path} re-exports: only index.ts may`)
  }
  if (!/^(?:[\w-]+\/)*[a-z0-9]+(?:-[a-z0-9]+)*\.ts$/.test(path)) found.push(`${path}: kebab-case`)
  return found
}

/** Every cycle of imports, types included, named once by the file that closes it. */
function cycles(tree: Tree): string[] {
  const found: string[] = []
  const state = new Map<string, 'open' | 'done'>()
  const visit = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === 'done') return
    if (state.get(path) === 'open') {
      found.push(`cycle: ${[...trail.slice(trail.indexOf(path)), path].join(' → ')}`)
      return
    }
    state.set(path, 'open')
    for (const { specifier } of importsOf(tree.get(path) ?? '')) {
      const target = resolveSpecifier(path, specifier)
      if (target !== null && tree.has(target)) visit(target, [...trail, path])
    }
    state.set(path, 'done')
  }
  for (const path of tree.keys()) visit(path, [])
  return found
}
