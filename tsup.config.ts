import { defineConfig } from 'tsup'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    arrow: 'src/arrow/index.ts',
    embedded: 'src/embedded/index.ts',
    // Chosen by each runtime, through the field `imports` of package.json.
    'arrow/platform/node': 'src/arrow/platform/node.ts',
    'arrow/platform/web': 'src/arrow/platform/web.ts',
  },
  external: ['#arrow/platform'],
  format: 'esm',
  target: 'node22',
  platform: 'node',
  dts: { entry: { index: 'src/index.ts', arrow: 'src/arrow/index.ts', embedded: 'src/embedded/index.ts' } },
  sourcemap: true,
  clean: true,
  treeshake: true,
})
