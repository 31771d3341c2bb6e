import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('peers/', import.meta.url))

/** Loads one of the packages of `peers/package.json`. */
export const requirePeer = createRequire(new URL('peers/package.json', import.meta.url))

/** Installs the packages to compare with, if they are missing: `npm ci` in the repository does not install them. */
export function installPeers(): void {
  const modified = (path: string) => statSync(folder + path, { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (modified('node_modules/.package-lock.json') >= modified('package-lock.json')) return
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: ['ignore', 2, 'inherit'],
  })
}
