/**
 * Holds the public surface, values and types alike, in reports under `api/` that every change of it has to change too.
 *
 *   npm run api:check     fails when a report and the built declarations differ, and shows where
 *   npm run api:update    writes the reports
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { entries, root } from './entries.ts'
import { compareReport } from './report.ts'

const { values } = parseArgs({ options: { update: { type: 'boolean', default: false } } })
const temporaryFolder = mkdtempSync(join(tmpdir(), 'api-report-'))
mkdirSync(join(root, 'api'), { recursive: true })
try {
  for (const entry of entries()) {
    const same = compareReport(entry, temporaryFolder, values.update)
    console.log(`${same ? '  same  ' : values.update ? 'written ' : 'CHANGED '} ${entry.specifier}`)
    if (same || values.update) continue
    const name = `${entry.report}.api.md`
    const files = [join(root, 'api', name), join(temporaryFolder, name)]
    spawnSync('diff', ['--unified', '--label', `api/${name}`, '--label', 'the declarations', ...files], {
      stdio: 'inherit',
    })
    process.exitCode = 1
  }
} finally {
  rmSync(temporaryFolder, { recursive: true, force: true })
}
if (process.exitCode === 1) {
  console.error('\nThe public surface changed. If that is intended, run `npm run api:update` and commit the reports.')
}
