import { changed } from './revisions.ts'

/** The value of a signature field. */
export const signature = { Type: '/Sig', Contents: '(second)', ByteRange: [0, 1, 2, 3] }

/** SignedData with a TSTInfo of 2026-01-01 in it, and no signer. */
export const token = {
  Type: '/DocTimeStamp',
  SubFilter: '/ETSI.RFC3161',
  Contents:
    '<304806092a864886f70d010702a03b303902010331003030060b2a864886f70d0109100104a021041f301d02010106022a033000020101180f32303236303130313030303030305a3100>',
  ByteRange: [0, 10, 20, 180],
}

/** What the form of the signed document lists. */
export const fields = ['6 R', '7 R', '14 R']

/** A new signature field with its place in the form and on the page. */
export function newField(field: object, value: object) {
  return {
    ...changed(5, { Fields: [...fields, '20 R'] }),
    ...changed(3, { Annots: ['6 R', '7 R', '11 R', '20 R'] }),
    20: { FT: '/Sig', T: '(New)', Subtype: '/Widget', V: '21 R', Rect: [0, 0, 0, 0], ...field },
    21: { ...value },
  }
}

/** Another appearance. */
export function look(data = 'other look') {
  return { stream: { Subtype: '/Form' }, data }
}
