import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyChain } from '../../src/chain.ts'
import { chainOnline } from '../../src/sources/online.ts'
import { defaultPolicy } from '../../src/validation/policy.ts'
import { type OcspPlan, ocspDer, revoked } from '../x509/ocsp/ocsp.ts'
import { authority, crl, entity, issue } from '../x509/pki.ts'
import {
  ask,
  askPresent,
  at,
  onlineWith,
  type Published,
  publish,
  requestOf,
  warningsOf,
} from './asking.ts'
import { access, certsOnly, distribution, type Site, site } from './published.ts'
import { closeServers } from './server.ts'

let origin = ''
let files: Site['files']
let hits: Site['hits']
let here: Site

beforeEach(async () => {
  here = await site()
  origin = here.origin
  files = here.files
  hits = here.hits
})
afterEach(closeServers)

describe('a certificate whose PKI is published', () => {
  it('is INDETERMINATE offline, and PASSED online', async () => {
    const published = publish(here, 1)
    const offline = verifyChain(requestOf(published))
    expect(offline.indication).toBe('INDETERMINATE')
    expect(hits).toEqual([])
    const verdict = await ask(published)
    expect(verdict).toMatchObject({ indication: 'PASSED', needs: [] })
    expect(verdict.warnings).toBeUndefined()
    expect([...hits].sort()).toEqual(['/0.crl', '/1.cer', '/1.crl'])
  })

  it('is FAILED or open, never PASSED, where its issuer has revoked it', async () => {
    const verdict = await ask(publish(here, 1, 77))
    expect(verdict.indication).not.toBe('PASSED')
    expect(verdict.checks.map(({ detail }) => detail).join()).toContain('was revoked on 2026-02-01')
  })

  it('is reached through as many authorities as there are rounds, but one', async () => {
    expect(await ask(publish(here, 2))).toMatchObject({ indication: 'PASSED' })
  })

  it('is not reached through more, and it says what was left', async () => {
    const verdict = await ask(publish(here, 3))
    expect(verdict.indication).toBe('INDETERMINATE')
    expect(verdict.needs.length).toBeGreaterThan(0)
    expect(warningsOf(verdict).join()).toContain('3 rounds of 30 addresses were over')
  })

  it('is found among others, of which some come twice', async () => {
    const [rootEntity, issuer, other] = [entity('root'), entity('CA'), entity('other')]
    const root = authority(rootEntity, rootEntity)
    const noise = authority(other, rootEntity, { serial: 9 }).der
    files.set('/noise.p7c', certsOnly(noise, noise))
    files.set('/noise.cer', noise)
    files.set('/right.cer', authority(issuer, rootEntity).der)
    const places = ['noise.p7c', 'noise.cer', 'right.cer'].map((name) => `${origin}/${name}`)
    const target = issue(entity('person'), issuer, { extensions: [access('issuer', ...places)] })
    const verdict = await ask({ target, root }, onlineWith(), { revocation: 'none' })
    expect(verdict.indication).toBe('PASSED')
  })

  it('is asked of no server twice, by any number of questions', async () => {
    const published = publish(here, 1)
    const one = onlineWith()
    const verdicts = await Promise.all(Array.from({ length: 50 }, () => ask(published, one)))
    expect(new Set(verdicts.map(({ indication }) => indication))).toEqual(new Set(['PASSED']))
    expect(hits).toHaveLength(3)
  })

  it('gives the same verdict again with what was fetched, and no network', async () => {
    const published = publish(here, 1)
    let last = requestOf(published)
    const remembered = (request: typeof last) => {
      last = request
      return verifyChain(request)
    }
    const verdict = await chainOnline(onlineWith(), last, remembered, at)
    expect(verifyChain(last)).toEqual(verdict)
  })
})

describe('certificates of an issuer that were fetched', () => {
  it.each([
    ['are asked for again where they did not help, after a minute', '2026-06-01T00:01:00Z', 2],
    ['are not asked for again before', '2026-06-01T00:00:59Z', 1],
  ])('%s', async (_what, later, fetches) => {
    const [rootEntity, issuer, other] = [entity('root'), entity('CA'), entity('other')]
    const root = authority(rootEntity, rootEntity)
    const extensions = [access('issuer', `${origin}/a.p7c`)]
    const target = issue(entity('person'), issuer, { extensions })
    let now = at
    const one = onlineWith({ now: () => now })
    files.set('/a.p7c', certsOnly(authority(other, rootEntity, { serial: 9 }).der))
    const asked = () => ask({ target, root }, one, { revocation: 'none', at: now })
    expect((await asked()).indication).toBe('INDETERMINATE')
    files.set('/a.p7c', certsOnly(authority(issuer, rootEntity).der))
    now = new Date(later)
    expect((await asked()).indication).toBe(fetches === 2 ? 'PASSED' : 'INDETERMINATE')
    expect(hits).toHaveLength(fetches)
  })
})

describe('a CRL that was fetched', () => {
  it.each([
    ['is used up to its nextUpdate', '2026-06-01T00:29:59Z', 1],
    ['is fetched again at its nextUpdate', '2026-06-01T00:30:00Z', 2],
  ])('%s', async (_what, later, fetches) => {
    const issuer = entity('CA')
    const extensions = [distribution(`${origin}/a.crl`)]
    const target = issue(entity('person'), issuer, { serial: 77, extensions })
    const published = { target, root: authority(issuer, issuer) }
    let now = at
    const one = onlineWith({ now: () => now })
    files.set('/a.crl', crl(issuer, { to: '2026-06-01T00:30:00Z' }).der)
    expect((await ask(published, one)).indication).toBe('PASSED')
    files.set('/a.crl', crl(issuer, { to: '2026-06-02T00:30:00Z' }).der)
    now = new Date(later)
    expect((await ask(published, one, { at: now })).indication).toBe('PASSED')
    expect(hits).toHaveLength(fetches)
  })
})

describe('a certificate with a responder', () => {
  const [issuer, person] = [entity('CA'), entity('person')]
  const responderOf = (plan?: OcspPlan): Published => {
    const extensions = [access('ocsp', `${origin}/ocsp`)]
    const target = issue(person, issuer, { serial: 77, extensions })
    files.set('/ocsp', ocspDer(target, issuer, issuer, plan))
    return { target, root: authority(issuer, issuer) }
  }

  it('is PASSED by its answer, which is asked for once', async () => {
    const published = responderOf()
    const one = onlineWith()
    expect(await ask(published, one)).toMatchObject({ indication: 'PASSED', needs: [] })
    expect(await ask(published, one)).toMatchObject({ indication: 'PASSED' })
    expect(hits).toHaveLength(1)
    expect(hits[0]).toMatch(/^\/ocsp\/[\w%]+$/)
  })

  it('is PASSED at present by an answer that was signed when it was asked for', async () => {
    const answers = [{ from: '2026-06-01T00:00:01Z' }]
    const published = responderOf({ producedAt: '2026-06-01T00:00:01Z', answers })
    const soon = onlineWith({ now: () => new Date('2026-06-01T00:00:02Z') })
    expect(await ask(published, soon)).toMatchObject({ indication: 'INDETERMINATE' })
    expect(await askPresent(published, soon)).toMatchObject({ indication: 'PASSED', needs: [] })
  })

  it('is PASSED though the answer that was kept is older than a policy lets it be', async () => {
    let now = at
    const one = onlineWith({ now: () => now })
    const policy = { ...defaultPolicy, maximumAge: 600_000 }
    const asked = async (time: string, hitsBefore: number) => {
      now = new Date(time)
      const published = responderOf({ producedAt: time, answers: [{ from: time }] })
      const { indication } = await ask(published, one, { at: now, policy })
      expect([indication, hits.length]).toEqual(['PASSED', hitsBefore])
    }
    await asked('2026-06-01T00:00:00Z', 1)
    await asked('2026-06-01T00:09:59Z', 1)
    await asked('2026-06-01T00:10:00Z', 2)
    await asked('2026-06-01T00:15:00Z', 2)
  })

  it('is not PASSED at present by an answer of later than that', async () => {
    const answers = [{ from: '2026-06-01T00:00:03Z' }]
    const published = responderOf({ producedAt: '2026-06-01T00:00:03Z', answers })
    const soon = onlineWith({ now: () => new Date('2026-06-01T00:00:02Z') })
    expect(await askPresent(published, soon)).toMatchObject({ indication: 'INDETERMINATE' })
  })

  it('is not PASSED where it was revoked', async () => {
    const status = revoked('2026-02-01T00:00:00Z')
    const verdict = await ask(responderOf({ answers: [{ status }] }))
    expect(verdict.indication).not.toBe('PASSED')
    expect(hits).toHaveLength(1)
  })

  it('is not PASSED by an error, which is named', async () => {
    const published = responderOf()
    files.set('/ocsp', Uint8Array.of(0x30, 3, 0x0a, 1, 3))
    const verdict = await ask(published)
    expect(verdict.indication).toBe('INDETERMINATE')
    expect(warningsOf(verdict)).toEqual([`"${origin}/ocsp": the responder answered tryLater`])
  })
})

describe('revocation data that are wanted where they are available', () => {
  it('are looked for online', async () => {
    const verdict = await ask(publish(here, 0, 77), onlineWith(), { revocation: 'when-available' })
    expect(verdict.indication).not.toBe('PASSED')
    expect(hits).toEqual(['/0.crl'])
  })

  it('may be nowhere, and it is said where they were not', async () => {
    const published = publish(here, 0)
    files.delete('/0.crl')
    const verdict = await ask(published, onlineWith(), { revocation: 'when-available' })
    expect(verdict.indication).toBe('PASSED')
    expect(warningsOf(verdict)).toEqual([`"${origin}/0.crl": the server answered 404`])
  })

  it('are not looked for where none are wanted', async () => {
    const verdict = await ask(publish(here, 0), onlineWith(), { revocation: 'none' })
    expect(verdict.indication).toBe('PASSED')
    expect(hits).toEqual([])
  })
})
