import fc from 'fast-check'
import type { SampleOptions } from '../../src/sample/index.js'

const small = {
  seed: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  processes: fc.integer({ min: 1, max: 6 }),
  threads: fc.integer({ min: 1, max: 7 }),
}

const sizes = fc.oneof<fc.Arbitrary<Partial<SampleOptions>>[]>(
  fc.constantFrom<Partial<SampleOptions>>({ duration: '1 second' }, { duration: '4.5 seconds' }),
  fc.record({ rows: fc.integer({ min: 1, max: 20_000 }) }),
)

/** Options of telemetry that is checked quickly. */
export const gameOptions: fc.Arbitrary<SampleOptions> = fc
  .tuple(fc.record(small), sizes)
  .map(([options, size]) => ({ ...options, ...size }))
export const webOptions = gameOptions.map((options): SampleOptions => ({ ...options, scenario: 'web' }))
export const anyOptions = fc.oneof(gameOptions, webOptions)
