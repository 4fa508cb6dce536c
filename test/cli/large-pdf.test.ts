import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeLargePdf } from '../../bench/large-pdf.ts'
import { runCli, temporaryFolder } from './run-cli.ts'

describe('a large PDF', async () => {
  const folder = await temporaryFolder()
  const { bytes } = await makeLargePdf(2)

  it.each([
    ['intact', bytes],
    ['broken', Buffer.from(bytes).fill(0x41, 1 << 20, (1 << 20) + 10)],
  ])('is named by its SHA-256 where its signature is %s', async (integrity, given) => {
    await writeFile(join(folder, 'large.pdf'), given)
    const { out } = await runCli(['verify', 'large.pdf'], { folder })
    const { document, signatures } = JSON.parse(out)
    expect(signatures).toMatchObject([{ integrity }])
    expect(document.sha256).toBe(createHash('sha256').update(given).digest('hex'))
  })
})
