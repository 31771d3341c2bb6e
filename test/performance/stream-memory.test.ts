import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'

it('streaming ten million rows takes no more memory in the second half than in the first', () => {
  const program = new URL('support/stream-many-rows.ts', import.meta.url).pathname
  const output = execFileSync(process.execPath, ['--expose-gc', program], { encoding: 'utf8' })
  const { rows, sum, start, peak, first, second } = JSON.parse(output)
  expect({ rows, sum }).toEqual({ rows: 10_000_000, sum: '50000005000000' })
  // Counted after a collection, because V8 collects earlier or later depending on what else the machine does. The flow
  // control windows of sender and receiver, 16 MiB each, may be full at one moment and empty at another.
  expect(second - first).toBeLessThan(32)
  expect(peak - start).toBeLessThan(200)
})
