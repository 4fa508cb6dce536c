import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Comparison, median } from './measure.ts'

const root = join(import.meta.dirname, '..')
const command = join(root, 'dist/cli/main.js')
const document = join(root, 'test-vectors/GE/contract.p7m')
const runs = 15

/** One small file from a cold start, against the start of Node alone. */
export function coldStart(): Comparison[] {
  if (!existsSync(command)) throw new Error('build first: npm run build')
  const ours = medianMilliseconds([command, 'verify', document, '--relying', 'RO'])
  const theirs = medianMilliseconds(['--eval', '0'])
  return [
    {
      name: '`euxine verify` of one file, cold',
      ours,
      theirs,
      ratio: ours / theirs,
      unit: 'ms',
      against: '`node --eval 0`',
      target: '≤ 350 ms in all',
    },
  ]
}

function medianMilliseconds(args: readonly string[]): number {
  return median(
    Array.from({ length: runs }, () => {
      const start = performance.now()
      const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' })
      if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`)
      return performance.now() - start
    }),
  )
}
