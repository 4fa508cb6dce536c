import { z } from 'zod'
import {
  agreement,
  check,
  count,
  integrity,
  mainIndication,
  need,
  reason,
  recognition,
  says,
  sha256,
  subIndication,
  text,
  texts,
  time,
  warning,
} from './answer-parts.ts'

// The shapes of the answers, for whoever writes a program that reads them; a test holds them against
// the types beside this file, and against the verdict on every test vector.

const timestamp = z.strictObject({
  id: z.string(),
  type: z.enum(['content', 'signature', 'validation-data', 'archive', 'document', 'container']),
  time: time.nullable(),
  integrity,
  indication: mainIndication,
  subIndication,
})

const claims = z
  .strictObject({
    policy: z.strictObject({ id: text, uri: text }).nullable(),
    commitments: texts,
    roles: z.array(z.strictObject({ kind: z.enum(['claimed', 'certified', 'asserted']), text })),
    productionPlace: z
      .strictObject({
        street: text,
        city: text,
        stateOrProvince: text,
        postalCode: text,
        country: text,
      })
      .nullable(),
    mediaTypes: texts,
    notes: z
      .strictObject({ name: text, reason: text, location: text, contactInfo: text })
      .optional(),
  })
  .nullable()
  .meta(says('what the signer says; nobody else vouches for it'))

const permitted = z.union([z.literal(1), z.literal(2), z.literal(3)]).nullable()

/** What a PDF keeps of its revisions; nulls for every other format. */
const revisions = {
  modifications: z.enum(['none', 'permitted', 'forbidden']).nullable(),
  modificationExtent: z
    .enum(['none', 'validation-data', 'form-filling', 'annotations', 'other'])
    .nullable(),
  differences: z
    .array(
      z.strictObject({
        revision: count.nullable(),
        object: z.string(),
        path: text,
        kind: z.string(),
        permitted: z.boolean(),
        reason: z.string(),
      }),
    )
    .nullable(),
  coverage: z
    .strictObject({
      field: z.string(),
      extent: z.enum(['file', 'revision', 'beginning', 'unclear']),
      revision: count.nullable(),
      revisions: count,
    })
    .nullable(),
  permissions: z
    .strictObject({
      certification: permitted,
      locks: z.array(
        z.strictObject({
          action: z.enum(['All', 'Include', 'Exclude']),
          fields: texts,
          permits: permitted,
        }),
      ),
    })
    .nullable(),
}

const signature = z.strictObject({
  id: z.string(),
  parent: text.meta(says('the id of the countersigned signature')),
  format: z.string().meta(says('family and level, such as "XAdES-BASELINE-B"')),
  integrity,
  indication: z.enum(['TOTAL-PASSED', 'TOTAL-FAILED', 'INDETERMINATE']),
  subIndication,
  reason,
  signer: z
    .strictObject({
      subject: z.string(),
      issuer: z.string(),
      serialNumber: z.string().meta(says('lower-case hexadecimal')),
      sha256,
      country: text,
    })
    .nullable(),
  algorithm: z.strictObject({ signature: z.string(), digest: z.string() }),
  claimedSigningTime: time.nullable(),
  bestSignatureTime: time.nullable(),
  claims,
  timestamps: z.array(timestamp),
  evidenceRecords: z.array(z.never()),
  scope: z.array(
    z.strictObject({
      name: z.string(),
      kind: z.enum(['full', 'partial', 'digest', 'manifest']),
      sha256: sha256.nullable(),
    }),
  ),
  ...revisions,
  qualification: z
    .strictObject({ atIssuance: z.string(), atSigning: z.string(), result: z.string() })
    .nullable(),
  recognition,
  checks: z.array(check),
})

const trust = z.strictObject({
  federation: z.string(),
  lists: z.array(
    z.strictObject({
      territory: text,
      id: z.string(),
      sequenceNumber: count.nullable(),
      issued: time.nullable(),
      nextUpdate: time.nullable(),
      freshness: z.enum(['fresh', 'stale', 'expired', 'closed']),
      signature: z.enum(['verified', 'unverified', 'broken']),
      sha256,
    }),
  ),
  agreements: z.array(agreement),
})

const document = z.strictObject({
  name: z.string(),
  mediaType: z.string(),
  container: z.enum(['ASiC-S', 'ASiC-E']).nullable(),
  sha256,
})

/** The verdict on a document. */
export const verdictSchema = z.strictObject({
  schema: z.literal('euxine/verdict/1'),
  document,
  at: time.meta(says('the validation time')),
  outcome: z.enum(['accepted', 'rejected', 'undetermined']),
  signatures: z.array(signature),
  timestamps: z.array(timestamp),
  evidenceRecords: z.array(z.never()),
  trust,
  needs: z.array(need),
  warnings: z.array(warning),
})

const pathCertificate = { subject: z.string(), sha256 }

/** What came of a certificate and its path. */
export const chainVerdictSchema = z.strictObject({
  indication: mainIndication,
  subIndication,
  reason,
  path: z.array(z.strictObject(pathCertificate)).meta(says('target first, anchor last')),
  userConstrainedPolicySet: texts,
  policies: z.array(z.strictObject({ oid: z.string(), qualifiers: texts })),
  anchor: z.strictObject({ ...pathCertificate, list: text }).nullable(),
  recognition,
  checks: z.array(check),
  needs: z.array(need),
  otherPaths: z.array(
    z.strictObject({
      path: z.array(sha256),
      indication: mainIndication,
      subIndication,
      reason,
      detail: text,
    }),
  ),
  warnings: z.array(warning).optional(),
})

/** What is really signed in a document, its octets in base64. */
export const extractionSchema = z.strictObject({
  schema: z.literal('euxine/extraction/1'),
  document,
  signatures: z.array(
    z.strictObject({
      id: z.string(),
      parent: text,
      format: z.string(),
      integrity,
      objects: count.meta(says('how many of the objects are its own')),
      reason: text.meta(says('why there are none')),
    }),
  ),
  objects: z.array(
    z.strictObject({
      signature: z.string().meta(says('its id')),
      name: z.string().meta(says('comes from the document, and is no path to write to')),
      kind: z.enum(['full', 'partial', 'manifest']),
      form: z.enum(['as-is', 'canonical']),
      sha256,
      size: count.meta(says('octets')),
      mediaType: text,
      content: z.string().meta({ contentEncoding: 'base64' }),
    }),
  ),
  needs: z.array(need),
  warnings: z.array(warning),
})
