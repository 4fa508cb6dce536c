import { fileURLToPath } from 'node:url'

/** The federation of this package, wherever the command is called from; src/cli and dist/cli are equally deep. */
export const defaultFederation = fileURLToPath(new URL('../../trust-lists', import.meta.url))
