import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defaultSourceLimits } from '../../src/sources/limits.ts'
import { authority, crl, entity, issue } from '../x509/pki.ts'
import { ask, onlineWith, type Published, publish, warningsOf } from './asking.ts'
import { distribution, type Site, site } from './published.ts'
import { closeServers, pause, serve } from './server.ts'

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

describe('what cannot be had', () => {
  const withPoints = (...uris: readonly string[]): Published => {
    const issuer = entity('CA')
    const root = authority(issuer, issuer)
    files.set('/good.crl', crl(issuer, { to: '2026-07-01' }).der)
    const extensions = [distribution(...uris)]
    return { root, target: issue(entity('person'), issuer, { serial: 77, extensions }) }
  }

  it.each([
    ['ldap://ca.example/cn=CA', 'only http and https are fetched, not ldap:'],
    ['http://inside.example/a.crl', 'its host has an address that is none of the public network'],
    ['http://127.0.0.1:22/a.crl', 'port 22 is not fetched from'],
    ['not an address', 'it is no address'],
  ])('is named: %s', async (location, why) => {
    const verdict = await ask(withPoints(location))
    expect(verdict).toMatchObject({ indication: 'INDETERMINATE' })
    expect(verdict.warnings).toEqual([
      { code: 'source-not-fetched', message: `"${location}": ${why}` },
    ])
  })

  it('does not keep the rest from being had, and is named all the same', async () => {
    const verdict = await ask(withPoints('ldap://ca.example/cn=CA', `${origin}/good.crl`))
    expect(verdict.indication).toBe('PASSED')
    expect(warningsOf(verdict)).toHaveLength(1)
  })

  it('is a page in place of a CRL', async () => {
    files.set('/page', Buffer.from('<html>Sign in to the network</html>'))
    const verdict = await ask(withPoints(`${origin}/page`))
    expect(verdict.indication).toBe('INDETERMINATE')
    expect(warningsOf(verdict).join()).toContain('not a CRL')
  })

  it('is a CRL that somebody else signed: it is fetched, and not believed', async () => {
    files.set('/foreign.crl', crl(entity('CA'), { to: '2026-07-01' }).der)
    const verdict = await ask(withPoints(`${origin}/foreign.crl`))
    expect(verdict.indication).toBe('INDETERMINATE')
    expect(verdict.needs).toHaveLength(1)
  })

  it('is what a host has that is not allowed', async () => {
    const published = withPoints(`${origin}/good.crl`)
    const verdict = await ask(published, onlineWith({ hosts: new Set(['other.example']) }))
    expect(verdict.indication).toBe('INDETERMINATE')
    expect(hits).toEqual([])
    const allowed = await ask(published, onlineWith({ hosts: new Set(['ca.example']) }))
    expect(allowed.indication).toBe('PASSED')
  })

  it('ends with the time for all, however many there are', async () => {
    const slow = await serve(() => {})
    const many = Array.from({ length: 20 }, (_, i) => `${slow}/${i}.crl`)
    const start = performance.now()
    const verdict = await ask(withPoints(...many), onlineWith({ limits: { allMilliseconds: 200 } }))
    expect(performance.now() - start).toBeLessThan(8_000)
    expect(verdict.indication).toBe('INDETERMINATE')
    expect(warningsOf(verdict)).toHaveLength(20)
    expect(warningsOf(verdict)[0]).toContain('no more time')
  })

  it('is asked for in the number of a round, the first address of each thing first', async () => {
    const many = Array.from({ length: 10 }, (_, i) => `${origin}/missing-${i}.crl`)
    const published = withPoints(...many, `${origin}/good.crl`)
    const few = await ask(published, onlineWith({ limits: { perRound: 3 } }))
    expect(few.indication).toBe('INDETERMINATE')
    expect(hits).toHaveLength(9)
    expect(warningsOf(few).at(-1)).toContain('nor 1 others')
    const enough = await ask(published, onlineWith({ limits: { perRound: 4 } }))
    expect(enough.indication).toBe('PASSED')
  })
})

describe('a validation time that is past', () => {
  it.each([
    ['a day', '2026-06-02T00:00:00Z', 0],
    ['more', '2026-06-02T00:00:01Z', 1],
  ])('is warned of after %s', async (_long, later, count) => {
    const online = onlineWith({ now: () => new Date(later) })
    const { warnings = [] } = await ask(publish(here, 0), online)
    expect(warnings.filter(({ code }) => code === 'fetched-after-validation-time')).toHaveLength(
      count,
    )
  })
})

describe('fetches at once', () => {
  it('are no more than their kind may have', async () => {
    let inside = 0
    let most = 0
    const slow = await serve(async (_request, response) => {
      inside += 1
      most = Math.max(most, inside)
      await pause(20)
      inside -= 1
      response.writeHead(404).end()
    })
    const kinds = { ...defaultSourceLimits.kinds }
    const narrow = { ...kinds, crl: { ...kinds.crl, atOnce: 2 } }
    const issuer = entity('CA')
    const points = Array.from({ length: 8 }, (_, i) => `${slow}/${i}.crl`)
    const target = issue(entity('person'), issuer, { extensions: [distribution(...points)] })
    await ask(
      { target, root: authority(issuer, issuer) },
      onlineWith({ limits: { kinds: narrow } }),
    )
    expect(most).toBe(2)
  })

  it('end with the source', async () => {
    const slow = await serve(() => {})
    const issuer = entity('CA')
    const target = issue(entity('person'), issuer, {
      extensions: [distribution(`${slow}/a.crl`)],
    })
    const one = onlineWith()
    const asking = ask({ target, root: authority(issuer, issuer) }, one)
    await pause(50)
    one.close()
    expect((await asking).indication).toBe('INDETERMINATE')
  })
})
