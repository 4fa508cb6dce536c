import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openApi } from '../src/http/openapi.ts'

// Writes the description of the service anew; a test holds it against what the service says itself.
const path = join(import.meta.dirname, '../docs/openapi.json')
writeFileSync(path, `${JSON.stringify(openApi(), null, 2)}\n`)
