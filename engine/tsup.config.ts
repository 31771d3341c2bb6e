import { defineConfig } from 'tsup'

export default defineConfig({
  entry: { index: 'src/index.ts', worker: 'src/worker.ts' },
  format: 'esm',
  target: 'node22',
  platform: 'node',
  // The worker is not imported.
  dts: { entry: { index: 'src/index.ts' } },
  sourcemap: true,
  clean: true,
  treeshake: true,
  // `src` and `dist` lie side by side, so that the path to the artifact is the same from both.
  external: [/\/artifact\/bindings\.js$/],
})
