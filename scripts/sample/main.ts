import { fileURLToPath } from 'node:url'
import { generateSample } from './generate.ts'
import { writeSample } from './write.ts'

const files = await generateSample()
await writeSample(fileURLToPath(new URL('../..', import.meta.url)), files)
const octets = [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0)
process.stdout.write(`${files.size} files, ${octets} octets\n`)
