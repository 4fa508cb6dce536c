import type { Budget } from '../../core/budget.ts'
import { fromBase64 } from '../../core/bytes.ts'
import type { ParsedTimestamp, TimestampType } from '../format.ts'
import { tokenTime } from '../token-time.ts'
import type { Warn } from './evidence.ts'
import { isObject, type JsonObject, listIn, memberOf, textIn } from './json-text.ts'
import { componentsNamed, type UnsignedComponent } from './unsigned.ts'

/** TS 119 182-1 §5.3.4, annex A and §5.3.6; in the order in which they are put on. */
const unsignedTypes: readonly (readonly [string, TimestampType])[] = [
  ['sigTst', 'signature'],
  ['sigRTst', 'validation-data'],
  ['rfsTst', 'validation-data'],
  ['arcTst', 'archive'],
]

/** Every time-stamp token of a signature: "adoTst" (§5.2.6) of its header, and the unsigned ones. */
export function timestampsOf(
  header: JsonObject,
  components: readonly UnsignedComponent[],
  id: string,
  { budget, warn }: { readonly budget: Budget; readonly warn: Warn },
): ParsedTimestamp[] {
  const containers = [
    { type: 'content' as const, value: memberOf(header, 'adoTst') },
    ...unsignedTypes.flatMap(([name, type]) =>
      componentsNamed(components, name).map((value) => ({ type, value })),
    ),
  ]
  const tokens = containers.flatMap(({ type, value }) =>
    tokensIn(value).flatMap((token) => {
      if (token === null) warn('timestamp-unreadable', `a time-stamp of ${id} is no base64 of DER`)
      return token === null ? [] : [{ type, token }]
    }),
  )
  return tokens.map(({ type, token }, index) => ({
    id: `${id}-timestamp-${index + 1}`,
    type,
    token,
    time: tokenTime(token, budget),
  }))
}

/** TS 119 182-1 §5.4.3.3: the tokens of a container; null for one that cannot be read. */
export function tokensIn(container: unknown): readonly (Uint8Array | null)[] {
  if (!isObject(container)) return []
  return listIn(container, 'tstTokens').map((one) =>
    isObject(one) ? fromBase64(textIn(one, 'val') ?? '=') : null,
  )
}
