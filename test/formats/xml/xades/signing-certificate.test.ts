import { describe, expect, it } from 'vitest'
import { authority, entity, issue } from '../../../x509/pki.ts'
import { base64, read, signer } from './document.ts'

describe('the certificate of a signature', () => {
  const root = entity('Root')
  const leaf = issue(entity('Leaf'), root)
  const chain = [authority(root, root), leaf]
  const inKeyInfo = chain
    .map(({ der }) => `<ds:X509Certificate>${base64(der)}</ds:X509Certificate>`)
    .join('')
  const withChain = (text: string) =>
    text.replace(/<ds:X509Certificate>.*<\/ds:X509Certificate>/, inKeyInfo)

  it('is the one of KeyInfo that issued none of the others', () => {
    const { signer: named } = read({ finish: withChain })
    expect(named.sid).toMatchObject({ kind: 'issuer-serial', serial: leaf.serialNumber })
  })

  it('is told by the signed reference where that is to one of KeyInfo', () => {
    const own = `<ds:X509Certificate>${base64(signer.certificate)}</ds:X509Certificate>`
    const { signer: named } = read({
      finish: (text) => withChain(text).replace('</ds:X509Data>', `${own}</ds:X509Data>`),
    })
    expect(named.sid.kind).toBe('certificates')
  })
})
