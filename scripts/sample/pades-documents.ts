import { certificateRevocationList } from './crl.ts'
import { contractText, type Subscribers, substitute, type WrittenDocument } from './documents.ts'
import { addLatin, type Files } from './files.ts'
import { type PadesTerms, signPdf } from './pades.ts'
import { type PadesStory, padesStories } from './pades-stories.ts'
import { annotated, filled, withValidationData } from './pdf-changes.ts'
import { contractObjects, contractPdf, forged } from './pdf-contract.ts'
import type { PdfText } from './pdf-writer.ts'
import { type ServicePki, type StatePki, serviceOf } from './pki.ts'
import type { SignatureStory } from './story.ts'
import { times } from './times.ts'

export interface WrittenPdf extends WrittenDocument {
  readonly pdf: PdfText
}

/** Writes the documents of a state's stories in PDF to test-vectors/<code>/. */
export async function writePadesDocuments(
  files: Files,
  pki: StatePki,
  subscribers: Subscribers,
): Promise<readonly WrittenPdf[]> {
  const written: WrittenPdf[] = []
  for (const story of padesStories.filter(({ state }) => state === pki.plan.state)) {
    const path = `test-vectors/${pki.plan.code}/${story.file}`
    const pdf = await makePdf(story, pki, subscribers)
    addLatin(files, path, story.content === 'changed' ? forged(pdf.text) : pdf.text)
    written.push({ story, path, detached: null, pdf })
  }
  return written
}

async function makePdf(
  story: PadesStory,
  pki: StatePki,
  subscribers: Subscribers,
): Promise<PdfText> {
  const text = contractText(pki.plan.name)
  let pdf = contractPdf({ text, form: story.form, ...story.contract })
  for (const [index, plan] of story.signatures.entries()) {
    const terms = await termsOf(story, plan, index, pki, subscribers)
    pdf = await signPdf(pdf, terms)
  }
  return afterSigning(pdf, story, pki)
}

async function termsOf(
  story: PadesStory,
  plan: SignatureStory,
  index: number,
  pki: StatePki,
  subscribers: Subscribers,
): Promise<PadesTerms> {
  const service = serviceOf(pki, plan.service)
  const signer = await subscribers.get(plan.role, service)
  const second = index > 0 && story.contract?.secondSignature
  return {
    signer,
    signingTime: signingTime(plan, index),
    field: `Signature${index + 1}`,
    form: story.form,
    // The depot has roots only; elsewhere the issuer is on the list, and would make the file larger.
    ...(pki.plan.form === 'kamusm-depo' && { issuers: [service.certificate] }),
    ...(index === 0 && story.certifies && { certifies: story.certifies }),
    ...(index === 0 && story.lock && { lock: story.lock }),
    ...(second && { into: contractObjects.secondSignature }),
    ...(plan.fault === 'value-altered' && { value: 'altered' as const }),
    ...(plan.fault === 'certificate-substituted' && {
      shownCertificate: await substitute(pki, service, signer),
    }),
  }
}

function signingTime({ role }: SignatureStory, index: number): Date {
  if (index > 0) return times.countersigned
  return role === 'expired' ? times.signedBeforeExpiry : times.signed
}

async function afterSigning(pdf: PdfText, story: PadesStory, pki: StatePki): Promise<PdfText> {
  switch (story.after) {
    case 'filled':
      return filled(pdf, story.form)
    case 'annotated':
      return annotated(pdf, story.form)
    case 'validation-data': {
      const { certificate, authority } = serviceOf(pki, story.signatures[0].service)
      return withValidationData(pdf, [certificate], await crlsOf(authority), story.form)
    }
    default:
      return pdf
  }
}

async function crlsOf(authority: ServicePki['authority']): Promise<readonly Uint8Array[]> {
  if (authority === null) return []
  return [await certificateRevocationList(authority, times.issued, times.nextUpdate)]
}
