import { inspect, isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Timestamp } from '../../src/index.js'

const nanoseconds = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })

describe('a timestamp', () => {
  it.each<[string, bigint]>([
    ['1970-01-01T00:00:00Z', 0n],
    ['1970-01-01T00:00:00.000000001Z', 1n],
    ['1969-12-31T23:59:59.999999999Z', -1n],
    ['2026-11-23T12:00:00.1Z', 1_795_435_200_100_000_000n],
    ['1677-09-21T00:12:43.145224192Z', -(2n ** 63n)],
    ['2262-04-11T23:47:16.854775807Z', 2n ** 63n - 1n],
  ])('prints as %s, with the digits that it needs', (text, epochNanoseconds) => {
    expect(Timestamp.from(epochNanoseconds).toString()).toBe(text)
    expect(Timestamp.from(text).epochNanoseconds).toBe(epochNanoseconds)
  })

  it('reads offsets, and the lower case and blank that RFC 3339 allows', () => {
    const utc = Timestamp.from('2026-11-23T12:00:00Z')
    for (const text of [
      '2026-11-23T13:00:00+01:00',
      '2026-11-23T06:30:00-05:30',
      '2026-11-23t12:00:00z',
      '2026-11-23 12:00:00.000Z',
    ]) {
      expect(Timestamp.from(text).equals(utc), text).toBe(true)
    }
  })

  it('keeps every nanosecond of its range through text', () => {
    fc.assert(
      fc.property(nanoseconds, (ns) => {
        expect(Timestamp.from(Timestamp.from(ns).toString()).epochNanoseconds).toBe(ns)
      }),
    )
  })

  it('rounds towards the past where milliseconds are asked for', () => {
    fc.assert(
      fc.property(nanoseconds, (ns) => {
        const { epochMilliseconds } = Timestamp.from(ns)
        expect(BigInt(epochMilliseconds) * 1_000_000n <= ns && ns < BigInt(epochMilliseconds + 1) * 1_000_000n).toBe(
          true,
        )
        expect(Timestamp.from(ns).toDate().getTime()).toBe(epochMilliseconds)
      }),
    )
  })

  it('compares as its nanoseconds do', () => {
    fc.assert(
      fc.property(nanoseconds, nanoseconds, (a, b) => {
        const [left, right] = [Timestamp.from(a), Timestamp.from(b)]
        expect(left < right).toBe(a < b)
        expect(left >= right).toBe(a >= b)
        expect(Timestamp.compare(left, right)).toBe(a < b ? -1 : a > b ? 1 : 0)
      }),
    )
  })

  it('is told apart from another one by deep equality and structured clones', () => {
    const [a, b] = [Timestamp.from(1n), Timestamp.from(2n)]
    expect(a).toEqual(Timestamp.from(1n))
    expect(a).not.toEqual(b)
    expect(isDeepStrictEqual(a, Timestamp.from(1n))).toBe(true)
    expect(isDeepStrictEqual(a, b)).toBe(false)
    expect(structuredClone(a)).toEqual({ epochNanoseconds: 1n })
    expect(structuredClone(a)).not.toEqual(structuredClone(b))
    expect(Timestamp.from(structuredClone(b))).toEqual(b)
  })

  it('prints as text in JSON, logs and templates', () => {
    const noon = Timestamp.from('2026-11-23T12:00:00.000000001Z')
    expect(JSON.stringify({ noon })).toBe('{"noon":"2026-11-23T12:00:00.000000001Z"}')
    expect(inspect({ noon })).toBe('{ noon: 2026-11-23T12:00:00.000000001Z }')
    expect(`${noon}`).toBe('2026-11-23T12:00:00.000000001Z')
  })

  it.each<[string, unknown]>([
    ['no zone', '2026-11-23T12:00:00'],
    ['a date alone', '2026-11-23'],
    ['ten digits of a second', '2026-11-23T12:00:00.0000000001Z'],
    ['a day that is none', '2026-02-30T00:00:00Z'],
    ['an hour that is none', '2026-02-03T24:00:00Z'],
    ['a leap second', '2016-12-31T23:59:60Z'],
    ['a month that is none', '2026-13-01T00:00:00Z'],
    ['an offset that is none', '2026-01-01T00:00:00+25:00'],
    ['nothing', ''],
    ['an invalid date', new Date(Number.NaN)],
    ['a date beyond the range', new Date('2263-01-01T00:00:00Z')],
    ['nanoseconds beyond the range', 2n ** 63n],
    ['a number', 5],
    ['null', null],
    ['undefined', undefined],
    ['another object', {}],
  ])('is refused for %s', (_, input) => {
    expect(() => Timestamp.from(input as string)).toThrow(expect.objectContaining({ code: 'invalid_argument' }))
  })

  it('becomes a Temporal.Instant where there is one, and says so where there is none', () => {
    if ('Temporal' in globalThis) expect(String(Timestamp.from(1n).toInstant())).toBe(Timestamp.from(1n).toString())
    else expect(() => Timestamp.from(1n).toInstant()).toThrow(expect.objectContaining({ code: 'unsupported' }))
  })
})
