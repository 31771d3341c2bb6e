import { defineConfig } from 'tsup'

/** What is measured, as users get it: compiled, in one file, dependencies left outside. */
export default defineConfig({
  entry: { subject: 'bench/subject.ts' },
  outDir: 'bench/build',
  format: 'esm',
  target: 'node22',
  platform: 'node',
  dts: false,
  clean: true,
  treeshake: true,
})
