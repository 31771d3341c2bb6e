import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'

it('starting and closing fifty embedded services leaks no memory', () => {
  const program = new URL('../embedded/support/start-and-stop.ts', import.meta.url).pathname
  const output = execFileSync(process.execPath, ['--expose-gc', program, '10', '50'], {
    encoding: 'utf8',
    timeout: 110_000,
  })
  const { rssBefore, rss } = JSON.parse(output)
  // A quarter is 57 MB: what two of the fifty engines would hold.
  expect(rss).toBeLessThan(rssBefore * 1.25)
})
