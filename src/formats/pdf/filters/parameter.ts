/** A number of a filter's parameters (ISO 32000-2 §7.3.8.2, DecodeParms); the default where there is none. */
export type Parameter = (key: string, byDefault: number) => number
