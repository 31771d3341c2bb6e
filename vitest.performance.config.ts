import { defineConfig } from 'vitest/config'
import { sourceAliases } from './test/support/source-aliases.ts'

/**
 * `npm run test:performance`: what a row, a query and a type may cost. Apart from `npm test`, because costs are measured
 * best with nothing beside them: one file after the other, each in a process of its own.
 */
export default defineConfig({
  resolve: { alias: sourceAliases },
  test: {
    include: ['test/performance/**/*.test.ts'],
    fileParallelism: false,
    // Lets a test collect garbage before it measures.
    execArgv: ['--expose-gc'],
    testTimeout: 120_000,
  },
})
