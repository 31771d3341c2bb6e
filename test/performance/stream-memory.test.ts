import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'

it('streams ten million rows with as much memory in the second half as in the first, and little of it', () => {
  const program = new URL('support/stream-many-rows.ts', import.meta.url).pathname
  const output = execFileSync(process.execPath, ['--expose-gc', program], { encoding: 'utf8' })
  const { rows, sum, start, peak, first, second } = JSON.parse(output)
  expect({ rows, sum }).toEqual({ rows: 10_000_000, sum: '50000005000000' })
  // Counted after a collection, because when V8 collects depends on what else the machine does. What may differ is how
  // much of the flow control window (16 MiB, at the receiver and at the sender) is filled at that moment.
  expect(second - first).toBeLessThan(32)
  expect(peak - start).toBeLessThan(200)
})
