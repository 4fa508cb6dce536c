import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // By itself it leaves one core alone, which is half of a small machine.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'project',
          include: ['test/**/*.test.ts'],
          exclude: ['test/suites/**'],
          testTimeout: 120_000,
        },
      },
      { test: { name: 'suites', include: ['test/suites/**/*.test.ts'], testTimeout: 600_000 } },
    ],
  },
})
