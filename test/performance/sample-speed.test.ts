import { expect, it } from 'vitest'
import { sampleTelemetry } from '../../src/sample/index.js'
import { now } from '../sample/collect.js'
import { processorTime } from './support/cost-ratio.ts'

it('generates a million rows, give or take 2 %, at a constant cost per row and in constant memory', () => {
  const measure = (rows: number) => {
    const begin = processorTime()
    let heap = 0
    let made = 0
    for (const chunk of sampleTelemetry({ rows }, now)) {
      made += chunk.rows.length
      heap = Math.max(heap, process.memoryUsage().heapUsed)
    }
    return { made, heap, perRow: (processorTime() - begin) / made }
  }
  measure(100_000)
  const small = measure(100_000)
  const large = measure(1_000_000)
  expect(Math.abs(large.made - 1_000_000)).toBeLessThan(20_000)
  expect(large.perRow).toBeLessThan(small.perRow * 3)
  expect(large.heap).toBeLessThan(small.heap * 3 + 100_000_000)
})
