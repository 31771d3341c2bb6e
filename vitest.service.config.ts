import { defineConfig } from 'vitest/config'

/** `npm run test:service`: the suite on the real Micromegas service, which the global set-up builds and starts once. */
export default defineConfig({
  resolve: { alias: { 'kysely-micromegas': new URL('src/index.ts', import.meta.url).pathname } },
  test: {
    include: ['test/service/**/*.test.ts'],
    globalSetup: ['test/service/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
})
