/** Octets whose readings are counted: each that is looked at, and all that a search may go through. */
export function counted(bytes: Uint8Array): { readonly bytes: Uint8Array; readings(): number } {
  let readings = 0
  const proxy = new Proxy(bytes, {
    get(target, key) {
      if (key === 'indexOf') {
        return (octet: number, from: number) => {
          const found = target.indexOf(octet, from)
          readings += (found === -1 ? target.length : found) - from
          return found
        }
      }
      const value: unknown = Reflect.get(target, key, target)
      if (typeof value === 'function') return value.bind(target)
      if (typeof key === 'string' && key !== 'length') readings += 1
      return value
    },
  })
  return { bytes: proxy, readings: () => readings }
}
