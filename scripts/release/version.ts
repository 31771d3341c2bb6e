/**
 * Makes the next version out of the changesets: `npm run release:version`.
 *
 * Changesets writes the version and CHANGELOG.md of the package. The engine gets the same version, because an engine
 * works with the package of its own version only, and the package asks for exactly that one.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

const manifest = new URL('../../package.json', import.meta.url)
const engineManifest = new URL('../../engine/package.json', import.meta.url)

/** Replaces text that must be there exactly once, so that the file keeps its layout. */
function replace(file: URL, before: string, after: string): void {
  const text = readFileSync(file, 'utf8')
  if (text.split(before).length !== 2) throw new Error(`${file.pathname} must contain ${before} exactly once`)
  writeFileSync(file, text.replace(before, after))
}

const versionOf = (file: URL): string => JSON.parse(readFileSync(file, 'utf8')).version

const before = versionOf(manifest)
execFileSync('npx', ['changeset', 'version'], { stdio: 'inherit' })
const after = versionOf(manifest)
if (after === before) {
  console.error('no new version: there are no changesets. `npm run changeset` writes one.')
  process.exit(1)
}
replace(engineManifest, `"version": "${before}"`, `"version": "${after}"`)
replace(manifest, `"kysely-micromegas-engine": "${before}"`, `"kysely-micromegas-engine": "${after}"`)
execFileSync('npm', ['install', '--package-lock-only', '--ignore-scripts'], { stdio: 'inherit' })
console.log(`${before} → ${after}`)
