import { defineConfig } from 'vitest/config'
import { sourceAliases } from './test/support/source-aliases.ts'

/** `npm test`: everything that needs no service. The suite on the real service has its own file, `vitest.service.config.ts`. */
export default defineConfig({
  resolve: { alias: sourceAliases },
  test: {
    include: ['test/**/*.test.ts', 'examples/**/*.test.ts'],
    exclude: ['test/service/**', 'node_modules/**'],
    testTimeout: 30_000,
  },
})
