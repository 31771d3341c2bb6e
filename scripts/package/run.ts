/**
 * Checks both packages as they would be published: that every entry resolves to code and declarations, and that nothing
 * of package.json contradicts what is packed.
 *
 *   npm run package:check
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../api/entries.ts'
import { pack } from './pack.ts'

const options = { cwd: root, stdio: 'inherit' } as const
const folder = mkdtempSync(join(tmpdir(), 'packed-'))
try {
  for (const packageFolder of [root, join(root, 'engine')]) {
    const tarball = pack(packageFolder, folder)
    const checks = [
      spawnSync('npx', ['publint', '--strict', tarball], options),
      spawnSync('npx', ['attw', '--profile', 'esm-only', tarball], options),
    ]
    if (checks.some(({ status }) => status !== 0)) process.exitCode = 1
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
