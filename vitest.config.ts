import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
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
