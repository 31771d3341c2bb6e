import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const engineDirectory: string = fileURLToPath(new URL('..', import.meta.url))

/** The sources of the artifact, without the unit tests. */
const sourcePatterns = [
  'crate/Cargo.toml',
  'crate/Cargo.lock',
  'crate/extensions/Cargo.toml',
  'crate/src/**/*.rs',
  'scripts/recipe.ts',
]

/** The files that the build makes and the repository holds. */
export const artifactFiles = ['engine.wasm.br', 'bindings.js', 'bindings.d.ts'] as const

export interface Manifest {
  /** SHA-256 over the sources, by {@link hashSources}. */
  readonly sources: string
  /** SHA-256 of each artifact file. */
  readonly files: Readonly<Record<string, string>>
  readonly rustc: string
  readonly bytes: { readonly module: number; readonly compressed: number }
}

export function sha256(...parts: (string | Uint8Array)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

/** Returns one hash over the names and the contents of all sources. */
export function hashSources(): string {
  const files = globSync(sourcePatterns, { cwd: engineDirectory })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !/\/(?:tests|test_support)\.rs$/.test(file))
    .sort()
  return sha256(
    ...files.flatMap((file) => {
      const text = readFileSync(new URL(`../${file}`, import.meta.url))
      return [`${file}\n${text.length}\n`, text]
    }),
  )
}

export function artifactPath(file: string): string {
  return fileURLToPath(new URL(`../artifact/${file}`, import.meta.url))
}

/** Lists what is wrong with the committed artifact. */
export function artifactProblems(): string[] {
  const manifest = JSON.parse(readFileSync(artifactPath('manifest.json'), 'utf8')) as Manifest
  const problems = artifactFiles
    .filter((file) => sha256(readFileSync(artifactPath(file))) !== manifest.files[file])
    .map((file) => `engine/artifact/${file} is not the file that was built`)
  if (hashSources() !== manifest.sources)
    problems.push('engine/artifact is older than its sources: npm run build:engine makes it again')
  return problems
}
