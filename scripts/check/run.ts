/**
 * Runs everything of `npm test` that is not a test, in two lanes side by side: the linter, both compilers, the build,
 * the report of the public surface, and the search for what nobody uses. All of it runs, whatever fails.
 *
 *   npm run check
 */
import { runScript } from './run-script.ts'

/** Names of npm scripts. Lanes take about the same time; what needs the built package comes after `build`. */
const lanes = [
  ['types:5', 'types:engine', 'types:7'],
  ['build', 'lint', 'knip', 'api:compare'],
]

const failed: string[] = []
await Promise.all(
  lanes.map(async (lane) => {
    for (const script of lane) {
      const { passed, output, seconds } = await runScript(script)
      console.log(`${passed ? '✓' : '✗'} ${script} (${seconds.toFixed(1)} s)`)
      if (passed) continue
      failed.push(script)
      console.log(output)
    }
  }),
)
if (failed.length > 0) {
  console.error(`failed: ${failed.map((script) => `npm run ${script}`).join(', ')}`)
  process.exitCode = 1
}
