import type { Signer } from './cms.ts'
import { type EtsiPointer, etsiList } from './etsi-list.ts'
import {
  euCommonRules,
  euListOfListsDetermination,
  euListOfListsRules,
  euListOfListsType,
  euListType,
  nationalRules,
} from './etsi-uris.ts'
import { listLocation } from './lists.ts'
import { fictional } from './names.ts'
import { notice } from './notice.ts'
import { listSignerOf, operator, type StatePki } from './pki.ts'
import { times } from './times.ts'
import { signEnveloped } from './xml-signature.ts'

export const listOfListsFile = 'EU/LOTL.xml'
export const listOfListsOperator = fictional('Sample List of Lists Operator')

/** How the lists of the members point back to the list of lists. */
export function pointerToListOfLists(signer: Signer): EtsiPointer {
  return {
    location: listLocation(listOfListsFile),
    type: euListOfListsType,
    code: 'EU',
    operator: listOfListsOperator,
    rules: [euListOfListsRules],
    signers: [signer.certificate],
  }
}

/** A list of lists (TS 119 612 §5.3.13) that points to itself and to the lists of its members. */
export async function listOfLists(signer: Signer, members: readonly StatePki[]): Promise<string> {
  const xml = etsiList({
    version: 5,
    sequenceNumber: 1,
    type: euListOfListsType,
    code: 'EU',
    language: 'en',
    operator: listOfListsOperator,
    operatorOwn: listOfListsOperator,
    schemeName: `EU:${fictional('list of lists of the Euxine sample')}`,
    determination: euListOfListsDetermination,
    rules: [euListOfListsRules],
    location: listLocation(listOfListsFile),
    notice,
    pointers: [pointerToListOfLists(signer), ...members.flatMap(pointersTo)],
    providers: [],
  })
  return signEnveloped(xml, signer, times.issued, 'exclusive')
}

function pointersTo(pki: StatePki): readonly EtsiPointer[] {
  const { plan } = pki
  return plan.lists.map((id) => ({
    location: listLocation(`${plan.code}/${id}.xml`),
    type: euListType,
    code: plan.code,
    operator: operator(plan),
    rules: [euCommonRules, nationalRules(plan.code)],
    signers: [listSignerOf(pki).certificate],
  }))
}
