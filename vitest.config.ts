import { defineConfig } from 'vitest/config'

/** `npm test`: everything that needs no service. The suite on the real service has its own file, `vitest.service.config.ts`. */
export default defineConfig({
  resolve: { alias: { 'kysely-micromegas': new URL('src/index.ts', import.meta.url).pathname } },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/service/**', 'node_modules/**'],
    testTimeout: 30_000,
  },
})
