// Adds up what .ci/run recorded in a folder: `steps`, lines of a name and an exit code, and for each suite of vitest a
// report. A test counts as one, and so does a step without a report. Prints what failed, then "N passed, N failed", and
// fails unless something passed and nothing failed.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const [folder] = process.argv.slice(2)
let passed = 0
let failed = 0
const failures = []
for (const line of readFileSync(join(folder, 'steps'), 'utf8').trimEnd().split('\n')) {
  const [name, exitCode] = line.split('\t')
  const before = failed
  const file = join(folder, `${name}.json`)
  if (existsSync(file)) {
    const report = JSON.parse(readFileSync(file, 'utf8'))
    passed += report.numPassedTests
    failed += report.numFailedTests
    // A file that could not be loaded has no tests to fail.
    failed += report.testResults.filter(({ status, assertionResults }) => {
      return status === 'failed' && !assertionResults.some((test) => test.status === 'failed')
    }).length
  } else if (exitCode === '0') passed += 1
  // A suite that ended before its report, or whose set-up failed, has failed as well.
  if (exitCode !== '0' && failed === before) failed += 1
  if (failed > before) failures.push(name)
}
if (failures.length > 0) console.log(`failed: ${failures.join(', ')}`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && passed > 0 ? 0 : 1
