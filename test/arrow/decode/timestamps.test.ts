import { makeData, TimestampSecond, Timestamp as TimestampType, type TimeUnit } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { timestampReader } from '../../../src/arrow/decode/timestamps.js'
import { Timestamp } from '../../../src/index.js'
import type { TimestampOption } from '../../../src/types/type-options.js'

const nanosecondsPer = [1_000_000_000n, 1_000_000n, 1_000n, 1n] as const
const units = ['second', 'millisecond', 'microsecond', 'nanosecond'] as const
const [lowest, highest] = [-(2n ** 63n), 2n ** 63n - 1n]

const read = (values: readonly bigint[], unit: TimeUnit, timestamp: TimestampOption = 'timestamp') => {
  const data = makeData({
    type: new TimestampType(unit),
    length: values.length,
    nullCount: 0,
    data: BigInt64Array.from(values),
  } as never)
  const context = { column: 'time', types: { int64: 'bigint', timestamp } } as const
  return Array.from(timestampReader(context, unit)(data as never, 0, values.length))
}

/** Values around whole seconds and around multiples of 2^32, where rounding and carrying could go wrong. */
const int64 = fc.oneof(
  fc.bigInt({ min: lowest, max: highest }),
  fc
    .tuple(fc.bigInt({ min: -9_223_372_036n, max: 9_223_372_036n }), fc.integer({ min: -2, max: 2 }))
    .map(([seconds, difference]) => BigInt.asIntN(64, seconds * 1_000_000_000n + BigInt(difference))),
  fc
    .tuple(fc.bigInt({ min: -(2n ** 31n), max: 2n ** 31n - 1n }), fc.integer({ min: -2, max: 2 }))
    .map(([high, difference]) => BigInt.asIntN(64, (high << 32n) + BigInt(difference))),
  fc.constantFrom(lowest, lowest + 1n, -1n, 0n, 1n, highest - 1n, highest),
)

describe.each([0, 1, 2, 3] as const)('timestamps of the unit %i', (unit) => {
  const factor = nanosecondsPer[unit]

  it('equal what bigint arithmetic finds, or are an error that names the column', () => {
    fc.assert(
      fc.property(int64, fc.boolean(), (any, fits) => {
        const value = fits ? any / factor : any
        const nanoseconds = value * factor
        if (nanoseconds >= lowest && nanoseconds <= highest) {
          expect(read([value], unit)).toEqual([Timestamp.fromEpochNanoseconds(nanoseconds)])
        } else {
          const message = `Column "time" holds an instant (${value} ${units[unit]}s since 1970) outside of`
          expect(() => read([value], unit)).toThrow(
            expect.objectContaining({ code: 'protocol', message: expect.stringContaining(message) }),
          )
        }
      }),
      { seed: 1969, numRuns: 5000 },
    )
  })

  it('are the same in every form', () => {
    fc.assert(
      fc.property(int64, (any) => {
        const value = any / factor
        const instant = Timestamp.fromEpochNanoseconds(value * factor)
        expect(read([value], unit, 'date')).toEqual([instant.toDate()])
        expect(read([value], unit, 'string')).toEqual([instant.toString()])
      }),
      { seed: 1970, numRuns: 1000 },
    )
  })
})

describe('equal neighbours', () => {
  it('are one object if it is immutable', () => {
    const [a, b, c, d] = read([5n, 5n, 6n, 5n], 3)
    expect(a).toBe(b)
    expect([a, c, d]).toEqual([5n, 6n, 5n].map((ns) => Timestamp.from(ns)))
  })

  it('are separate Dates', () => {
    const [a, b] = read([5n, 5n], 0, 'date')
    expect(a).toEqual(b)
    expect(a).not.toBe(b)
  })

  it('may consist of all zero bits, or all one bits', () => {
    expect(read([0n, 0n, -1n, -1n], 3)).toEqual([0n, 0n, -1n, -1n].map((ns) => Timestamp.from(ns)))
  })
})

it('reads timestamps with and without a zone alike', () => {
  const data = makeData({
    type: new TimestampSecond('UTC'),
    length: 1,
    nullCount: 0,
    data: BigInt64Array.of(1n),
  } as never)
  const context = { column: 'time', types: { int64: 'bigint', timestamp: 'timestamp' } } as const
  expect(timestampReader(context, 0)(data as never, 0, 1)).toEqual([Timestamp.from(1_000_000_000n)])
})
