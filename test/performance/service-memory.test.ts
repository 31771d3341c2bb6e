import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'

it('fifty embedded services, started and closed, leave no memory behind', () => {
  const program = new URL('../embedded/support/start-and-stop.ts', import.meta.url).pathname
  const output = execFileSync(process.execPath, ['--expose-gc', program, '10', '50'], { encoding: 'utf8' })
  const { rssBefore, rss } = JSON.parse(output)
  // A quarter of it is 57 MB: two engines, of the fifty that were there.
  expect(rss).toBeLessThan(rssBefore * 1.25)
})
