import type { WrittenDocument } from './documents.ts'
import { notice } from './notice.ts'
import type { WrittenAttack } from './pdf-attacks.ts'
import type { StatePlan } from './state-plan.ts'

const forms: Readonly<Record<StatePlan['form'], string>> = {
  'etsi-119612': 'ETSI TS 119 612 XML, signed (XAdES)',
  'kamusm-depo': 'Kamu SM depot XML, pinned by digest',
  'ru-e-trust': 'accredited authorities XML, pinned by digest',
  'certificate-manifest': 'certificate manifest, signed (CMS)',
}

export function readmeOfTrustLists(states: readonly StatePlan[]): string {
  const rows = states.map(({ code, name, form, version, root, services }) => {
    const keys = services.map(({ id, key }) => `${id}: ${typeof key === 'string' ? key : key.name}`)
    const shown = version === null ? forms[form] : `${forms[form]}, version ${version}`
    return `| ${code} | ${name} | ${shown} | ${root} | ${keys.join('; ')} |`
  })
  return `# The sample federation

${notice}

Made by \`npm run sample\`, which draws new keys, keeps none of the private ones, and writes everything here and in \`test-vectors/\` anew.

| list | state | form | root | services |
|---|---|---|---|---|
${rows.join('\n')}

\`EU/LOTL.xml\` is a fictional list of lists that points to the lists of BG, EL and RO. \`pins/\` holds the certificates that may sign the lists, \`evidence/\` a complete CRL of every authority, \`agreements/\` one file for each directed edge.

Where the sample departs from what it imitates:

- NextUpdate of lists and CRLs is in 2044; TS 119 612 §5.3.15 allows six months.
- The Russian list is signed with GOST in reality and the Turkish one is served over plain HTTP; here both are pinned by their digest in \`federation.json\`.
- The GOST and DSTU services are entries with real identifiers and invented keys, certified by the state's root in its own algorithm. The other service of these states can be verified.
- What is not publicly known of a state (its algorithms, its OIDs, the form of its list) is filled in plausibly; nothing here is a statement about the real one.
- RSASSA-PSS (GE) and brainpoolP256r1 (MD) stand where they do so that the sample has them.
- Keys of RSA-2048, which some states use, are not relied upon from 2029 on (TS 119 312 §8): documents signed with them are INDETERMINATE after that.
`
}

export function readmeOfTestVectors(
  written: readonly WrittenDocument[],
  attacks: readonly WrittenAttack[],
): string {
  const rows = written.map(({ story, path }) => {
    const { expected } = story.signatures[0]
    const sub = expected.subIndication ? ` / ${expected.subIndication}` : ''
    return `| \`${path.slice('test-vectors/'.length)}\` | ${story.description} | ${expected.indication}${sub} |`
  })
  return `# Test vectors

${notice}

Signed documents of the sample federation (\`trust-lists/sample/\`), made by \`npm run sample\`. \`index.json\` has a row for each, with what is expected of it by the way it was made (never by what a verifier said of it): integrity, indication and sub-indication (EN 319 102-1), and the recognition in several relying states with the agreement that decides. Where a file has several signatures, \`signer\` tells them apart and \`further\` has the others.

| file | what it is | expected |
|---|---|---|
${rows.join('\n')}

PDFs that were attacked after they were signed stand in \`attacks\` of \`index.json\`, each with the honest file that it was made from, which is valid. The signature of that file must not pass in any of them.

| file | made from | attack |
|---|---|---|
${attacks.map(attackRow).join('\n')}
`
}

function attackRow({ path, twin, class: kind }: WrittenAttack): string {
  const [file, from] = [path, twin].map((name) => name.slice('test-vectors/'.length))
  return `| \`${file}\` | \`${from}\` | ${kind} |`
}
