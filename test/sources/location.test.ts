import { describe, expect, it } from 'vitest'
import { allowedHost } from '../../src/sources/location.ts'

describe('the hosts that are allowed', () => {
  it.each([
    ['CA.Example', 'ca.example'],
    ['ca.example.', 'ca.example'],
    ['укр.укр', 'xn--j1amh.xn--j1amh'],
    ['ca.example:80', 'ca.example'],
    ['ca.example:8080', null],
    ['ca.example/path', null],
    ['user@ca.example', null],
    ['http://ca.example', null],
    ['', null],
  ])('are written "%s" as %s', (text, host) => {
    expect(allowedHost(text)).toBe(host)
  })
})
