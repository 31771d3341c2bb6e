import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../api/entries.ts'

/** Packs a built package as `npm publish` would. Its name has a hash of its content, so that npm sees when it changed. */
export function pack(packageFolder: string, into: string): string {
  mkdirSync(into, { recursive: true })
  const output = execFileSync(
    'npm',
    ['pack', packageFolder, '--ignore-scripts', '--json', '--loglevel=error', '--pack-destination', into],
    { cwd: root, encoding: 'utf8' },
  )
  const [{ filename }] = JSON.parse(output) as [{ filename: string }]
  const tarball = join(into, filename)
  const hash = createHash('sha256').update(readFileSync(tarball)).digest('hex').slice(0, 16)
  const named = join(into, filename.replace(/\.tgz$/, `-${hash}.tgz`))
  rmSync(named, { force: true })
  renameSync(tarball, named)
  return named
}
