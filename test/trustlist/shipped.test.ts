import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { sha256Hex } from '../../src/core/fingerprint.ts'
import { type Federation, parseFederation } from '../../src/trustlist/federation.ts'
import { parseManifest } from '../../src/trustlist/manifest.ts'
import { isApproving } from '../../src/trustlist/statuses.ts'
import { parseCertificateFile } from '../../src/x509/certificate.ts'

const folder = new URL('../../trust-lists/bsec/', import.meta.url)

function read(name: string): Buffer {
  return readFileSync(fileURLToPath(new URL(name, folder)))
}

const federation = parseFederation(
  read('federation.json').toString(),
  'federation.json',
) as Federation
const manifests = federation.members
  .flatMap((member) => member.lists)
  .filter((list) => list.form === 'certificate-manifest')

describe('the federation for preparation, as shipped', () => {
  it('names the thirteen states, each with a list or the reason for none', () => {
    expect(federation.members.map(({ state }) => state).sort()).toEqual([
      ...['AL', 'AM', 'AZ', 'BG', 'GE', 'GR', 'MD', 'MK', 'RO', 'RS', 'RU', 'TR', 'UA'],
    ])
    expect(
      federation.members.every(({ lists, reason }) => lists.length > 0 || reason !== null),
    ).toBe(true)
  })

  it('is not fictional, and says that it is for preparation', () => {
    expect(federation.fictional).toBe(false)
    expect(federation.notice).toContain('For preparation only')
  })

  it('pins the signers of the list of lists by certificates named after their digests', () => {
    const [listOfLists] = federation.listsOfLists
    expect(listOfLists?.signers.length).toBe(13)
    for (const name of listOfLists?.signers ?? []) {
      const { der } = parseCertificateFile(read(name))
      expect(name).toBe(`pins/eu-lotl-${sha256Hex(der).slice(0, 12)}.pem`)
      expect(read('pins/README.md').toString()).toContain(sha256Hex(der))
    }
  })

  it.each(manifests.map((list) => [list.id, list] as const))(
    'pins the manifest %s, which binds every file and approves nothing',
    (_id, { location, sha256 }) => {
      expect(sha256Hex(read(location))).toBe(sha256)
      const { providers } = parseManifest(read(location), location)
      const services = providers.flatMap((provider) => provider.services)
      expect(services.length).toBeGreaterThan(3)
      for (const service of services) {
        expect(isApproving(service.status)).toBe(false)
        expect(service.certificates.every((file) => file.sha256 !== null)).toBe(true)
      }
    },
  )
})
