import { defineConfig } from 'vitest/config'
import { sourceAliases, webPlatformAliases } from './test/support/source-aliases.ts'

/**
 * `npm test`: what is true or false on any machine. What needs the real service is in `vitest.service.config.ts`, what
 * measures a cost in `vitest.performance.config.ts`. The tests of the Arrow rooms run twice: the second time as in a
 * browser, without Node's modules and without generated code.
 */
export default defineConfig({
  test: {
    // A worker per core, and the same workers for all files: the tests keep nothing in modules, and a third of the
    // processor time went into loading this package, apache-arrow and grpc-js once more for each file.
    maxWorkers: '100%',
    isolate: false,
    testTimeout: 30_000,
    projects: [
      {
        extends: true,
        resolve: { alias: sourceAliases },
        test: {
          name: 'node',
          include: ['test/**/*.test.ts', 'examples/**/*.test.ts'],
          exclude: ['test/service/**', 'test/performance/**', 'node_modules/**'],
        },
      },
      {
        extends: true,
        resolve: { alias: webPlatformAliases },
        test: {
          name: 'web',
          include: ['test/arrow/**/*.test.ts'],
          // A browser of its own, from Node.
          exclude: ['test/arrow/browser/**'],
        },
      },
    ],
  },
})
