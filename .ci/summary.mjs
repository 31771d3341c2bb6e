// Adds up vitest's JSON reports: summary.mjs (report exit-code)…
// Prints "N passed, N failed", and fails unless something passed and nothing failed.
import { readFileSync } from 'node:fs'

let passed = 0
let failed = 0
for (let index = 2; index < process.argv.length; index += 2) {
  const [file, exitCode] = process.argv.slice(index, index + 2)
  const before = failed
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'))
    passed += report.numPassedTests
    failed += report.numFailedTests
    // A file that could not be loaded has no tests to fail.
    failed += report.testResults.filter(({ status, assertionResults }) => {
      return status === 'failed' && !assertionResults.some((test) => test.status === 'failed')
    }).length
  } catch (error) {
    // The suite ended before its report: the linter, the type check or the set-up failed.
    if (error.code !== 'ENOENT') throw error
  }
  // Whatever else made the suite fail counts as one.
  if (exitCode !== '0' && failed === before) failed += 1
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && passed > 0 ? 0 : 1
