import { defineConfig } from 'vitest/config'
import { sourceAliases } from './test/support/source-aliases.ts'

/**
 * `npm test`: what is true or false on any machine. What needs the real service is in `vitest.service.config.ts`, what
 * measures a cost in `vitest.performance.config.ts`.
 */
export default defineConfig({
  resolve: { alias: sourceAliases },
  test: {
    include: ['test/**/*.test.ts', 'examples/**/*.test.ts'],
    exclude: ['test/service/**', 'test/performance/**', 'node_modules/**'],
    testTimeout: 30_000,
  },
})
