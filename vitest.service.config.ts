import { defineConfig } from 'vitest/config'
import { sourceAliases } from './test/support/source-aliases.ts'

/** `npm run test:service`: the suite on the real Micromegas service, which the global set-up builds and starts once. */
export default defineConfig({
  resolve: { alias: sourceAliases },
  test: {
    include: ['test/service/**/*.test.ts'],
    globalSetup: ['test/service/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
})
