import { describe, expect, it } from 'vitest'
import { read } from './document.ts'

const role = (text: string) =>
  `<xades:SignerRoleV2><xades:ClaimedRoles><xades:ClaimedRole>${text}</xades:ClaimedRole></xades:ClaimedRoles><xades:CertifiedRolesV2></xades:CertifiedRolesV2><xades:SignedAssertions></xades:SignedAssertions></xades:SignerRoleV2>`
const place =
  '<xades:SignatureProductionPlaceV2><xades:City>Constanța</xades:City><xades:CountryName>RO</xades:CountryName></xades:SignatureProductionPlaceV2>'
const commitment =
  '<xades:CommitmentTypeIndication><xades:CommitmentTypeId><xades:Identifier>http://uri.etsi.org/01903/v1.2.2#ProofOfOrigin</xades:Identifier></xades:CommitmentTypeId><xades:AllSignedDataObjects></xades:AllSignedDataObjects></xades:CommitmentTypeIndication>'

describe('what a signer claims', () => {
  it('is nothing where he claims nothing', () => expect(read().claims).toBeNull())

  it('is roles, a place and commitments', () => {
    const { claims } = read({ signature: place + role('captain'), object: commitment })
    expect(claims).toEqual({
      policy: null,
      commitments: ['http://uri.etsi.org/01903/v1.2.2#ProofOfOrigin'],
      roles: [
        { kind: 'claimed', text: 'captain' },
        { kind: 'certified', text: null },
        { kind: 'asserted', text: null },
      ],
      productionPlace: {
        street: null,
        city: 'Constanța',
        stateOrProvince: null,
        postalCode: null,
        country: 'RO',
      },
      mediaTypes: [],
    })
  })

  it('is read of the properties of the first version too', () => {
    const older = role('captain').replaceAll('SignerRoleV2', 'SignerRole')
    expect(read({ signature: older }).claims?.roles[0]).toEqual({
      kind: 'claimed',
      text: 'captain',
    })
  })

  it('is a policy that the context implies', () => {
    const signature =
      '<xades:SignaturePolicyIdentifier><xades:SignaturePolicyImplied></xades:SignaturePolicyImplied></xades:SignaturePolicyIdentifier>'
    expect(read({ signature }).claims?.policy).toEqual({ id: null, uri: null })
  })

  it('is no more than can be read, in number and length', () => {
    const roles = `<xades:SignerRole><xades:ClaimedRoles>${`<xades:ClaimedRole>${'a '.repeat(500)}</xades:ClaimedRole>`.repeat(100)}</xades:ClaimedRoles></xades:SignerRole>`
    const claimed = read({ signature: roles }).claims?.roles ?? []
    expect(claimed).toHaveLength(30)
    expect(claimed[0]?.text).toHaveLength(201)
  })

  it('is not read of properties that nobody signed', () => {
    const { claims } = read({
      signature: role('captain'),
      references: (text) => text.replace(/ Type="[^"]*"/, ''),
    })
    expect(claims).toBeNull()
  })
})
