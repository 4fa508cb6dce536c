#!/usr/bin/env node
import * as nodeModule from 'node:module'

// From Node 22 on compiled modules are kept between calls; it must be asked for before any is loaded.
if ('enableCompileCache' in nodeModule && typeof nodeModule.enableCompileCache === 'function') {
  nodeModule.enableCompileCache()
}
// A reader that has seen enough, such as head, is no error.
process.stdout.on('error', () => {})
process.stderr.on('error', () => {})

const { run } = await import('./run.ts')
const { processIo } = await import('./io.ts')
process.exitCode = await run(process.argv.slice(2), processIo())
