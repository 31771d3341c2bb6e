import { Console } from 'node:console'
import { Writable } from 'node:stream'
import { inspect, isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { last, type RoundingMode, Timestamp } from '../../src/index.js'

/** Returns what `console.table` prints. */
function inTable(rows: readonly object[]): string {
  const printed: string[] = []
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      printed.push(String(chunk))
      done()
    },
  })
  new Console({ stdout }).table(rows)
  return printed.join('')
}

const nanoseconds = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })

describe('a timestamp', () => {
  it.each<[string, bigint]>([
    ['1970-01-01T00:00:00Z', 0n],
    ['1970-01-01T00:00:00.000000001Z', 1n],
    ['1969-12-31T23:59:59.999999999Z', -1n],
    ['2026-11-23T12:00:00.1Z', 1_795_435_200_100_000_000n],
    ['1677-09-21T00:12:43.145224192Z', -(2n ** 63n)],
    ['2262-04-11T23:47:16.854775807Z', 2n ** 63n - 1n],
  ])('prints as %s, with as many digits as needed', (text, epochNanoseconds) => {
    expect(Timestamp.from(epochNanoseconds).toString()).toBe(text)
    expect(Timestamp.from(text).epochNanoseconds).toBe(epochNanoseconds)
  })

  it('reads offsets, lower case and a blank as RFC 3339 allows them', () => {
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

  it('survives the way through text to the nanosecond', () => {
    fc.assert(
      fc.property(nanoseconds, (ns) => {
        expect(Timestamp.from(Timestamp.from(ns).toString()).epochNanoseconds).toBe(ns)
      }),
    )
  })

  it('rounds down to milliseconds', () => {
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

  it('compares like its nanoseconds', () => {
    fc.assert(
      fc.property(nanoseconds, nanoseconds, (a, b) => {
        const [left, right] = [Timestamp.from(a), Timestamp.from(b)]
        expect(left < right).toBe(a < b)
        expect(left >= right).toBe(a >= b)
        expect(Timestamp.compare(left, right)).toBe(a < b ? -1 : a > b ? 1 : 0)
      }),
    )
  })

  it('differs from another one in deep equality and after structured cloning', () => {
    const [a, b] = [Timestamp.from(1n), Timestamp.from(2n)]
    expect(a).toEqual(Timestamp.from(1n))
    expect(a).not.toEqual(b)
    expect(isDeepStrictEqual(a, Timestamp.from(1n))).toBe(true)
    expect(isDeepStrictEqual(a, b)).toBe(false)
    expect(structuredClone(a)).toEqual({ epochSeconds: 0, nanosecondsOfSecond: 1 })
    expect(structuredClone(a)).not.toEqual(structuredClone(b))
    expect(Timestamp.from(structuredClone(b))).toEqual(b)
  })

  it('holds two small integers, the second of which counts forward even before 1970', () => {
    fc.assert(
      fc.property(nanoseconds, (ns) => {
        const instant = Timestamp.from(ns)
        const nanosecond = ((ns % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n
        expect(Object.entries(instant)).toEqual([
          ['epochSeconds', Number((ns - nanosecond) / 1_000_000_000n)],
          ['nanosecondsOfSecond', Number(nanosecond)],
        ])
        expect(instant.epochNanoseconds).toBe(ns)
        expect(Timestamp.from(structuredClone(instant))).toEqual(instant)
      }),
    )
    expect(Object.keys(Timestamp.from(-(2n ** 63n)))).toEqual(Object.keys(Timestamp.from(0n)))
  })

  it('prints as text in JSON, logs and templates', () => {
    const noon = Timestamp.from('2026-11-23T12:00:00.000000001Z')
    expect(JSON.stringify({ noon })).toBe('{"noon":"2026-11-23T12:00:00.000000001Z"}')
    expect(inspect({ noon })).toBe('{ noon: 2026-11-23T12:00:00.000000001Z }')
    expect(`${noon}`).toBe('2026-11-23T12:00:00.000000001Z')
    expect(inTable([{ noon }])).toContain(' 2026-11-23T12:00:00.000000001Z ')
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
    ['seconds alone', { epochSeconds: 1 }],
    ['nanoseconds of a second that are more than one', { epochSeconds: 1, nanosecondsOfSecond: 1_000_000_000 }],
    ['nanoseconds of a second before it', { epochSeconds: 1, nanosecondsOfSecond: -1 }],
    ['part of a second', { epochSeconds: 1.5, nanosecondsOfSecond: 0 }],
    ['seconds beyond the range', { epochSeconds: 9_223_372_036, nanosecondsOfSecond: 854_775_808 }],
  ])('is rejected for %s', (_, input) => {
    expect(() => Timestamp.from(input as string)).toThrow(expect.objectContaining({ code: 'invalid_argument' }))
  })

  it('converts to Temporal.Instant if the runtime has it, and fails with advice if not', () => {
    if ('Temporal' in globalThis) expect(String(Timestamp.from(1n).toInstant())).toBe(Timestamp.from(1n).toString())
    else expect(() => Timestamp.from(1n).toInstant()).toThrow(expect.objectContaining({ code: 'unsupported' }))
  })
})

/** The modes of `Temporal`, by what they make of a whole number of quarters, in quarters. */
const quarters: Readonly<Record<RoundingMode, readonly number[]>> = {
  //           −6  −5  −4  −3  −2  −1  0  1  2  3  4  5  6
  ceil: /*    */ [-4, -4, -4, 0, 0, 0, 0, 4, 4, 4, 4, 8, 8],
  expand: /*  */ [-4, -4, -4, 0, 0, 0, 0, 4, 4, 4, 4, 8, 8],
  floor: /*   */ [-8, -8, -4, -4, -4, -4, 0, 0, 0, 0, 4, 4, 4],
  trunc: /*   */ [-8, -8, -4, -4, -4, -4, 0, 0, 0, 0, 4, 4, 4],
  halfCeil: /**/ [-4, -4, -4, -4, 0, 0, 0, 0, 4, 4, 4, 4, 8],
  halfExpand: [-4, -4, -4, -4, 0, 0, 0, 0, 4, 4, 4, 4, 8],
  halfFloor: /**/ [-8, -4, -4, -4, -4, 0, 0, 0, 0, 4, 4, 4, 4],
  halfTrunc: /**/ [-8, -4, -4, -4, -4, 0, 0, 0, 0, 4, 4, 4, 4],
  halfEven: /**/ [-8, -4, -4, -4, 0, 0, 0, 0, 0, 4, 4, 4, 8],
}

describe('arithmetic with timestamps', () => {
  const seed = 20_261_123
  const inside = (ns: bigint) => ns >= -(2n ** 63n) && ns < 2n ** 63n
  const outside = expect.objectContaining({ code: 'invalid_argument' })

  it('adds and subtracts nanoseconds like integers, and rejects results out of range', () => {
    fc.assert(
      fc.property(nanoseconds, fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }), (ns, duration) => {
        const instant = Timestamp.from(ns)
        if (inside(ns + duration)) expect(instant.add(duration).epochNanoseconds).toBe(ns + duration)
        else expect(() => instant.add(duration)).toThrow(outside)
        if (inside(ns - duration)) expect(instant.subtract(duration).epochNanoseconds).toBe(ns - duration)
        else expect(() => instant.subtract(duration)).toThrow(outside)
      }),
      { seed, numRuns: 1000 },
    )
  })

  it('measures the time between instants like integers', () => {
    fc.assert(
      fc.property(nanoseconds, nanoseconds, (a, b) => {
        expect(Timestamp.from(a).since(Timestamp.from(b))).toBe(a - b)
        expect(Timestamp.from(a).until(b)).toBe(b - a)
        expect(Timestamp.from(b).add(Timestamp.from(a).since(b)).equals(Timestamp.from(a))).toBe(true)
      }),
      { seed, numRuns: 1000 },
    )
  })

  it('accepts durations as text, and instants in every form', () => {
    const noon = Timestamp.from('2026-11-23T12:00:00Z')
    expect(String(noon.add('1.5 days'))).toBe('2026-11-25T00:00:00Z')
    expect(String(noon.subtract('90 seconds'))).toBe('2026-11-23T11:58:30Z')
    expect(noon.since('2026-11-23T11:00:00Z')).toBe(3_600_000_000_000n)
    expect(noon.until(new Date('2026-11-23T12:00:00.001Z'))).toBe(1_000_000n)
    expect(() => noon.add('soon' as '1 day')).toThrow(outside)
    expect(() => noon.since('noon')).toThrow(outside)
  })

  const parts = ['1 second', '2 minutes', '15 minutes', '1 hour', '6 hours', '1 day'] as const
  it('rounds to a multiple at most one step away, by default the nearest', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }),
        fc.oneof(fc.constantFrom(...parts), fc.constantFrom(1n, 40n, 1_000n, 250_000_000n)),
        fc.constantFrom(...(Object.keys(quarters) as RoundingMode[])),
        (ns, part, roundingMode) => {
          const step = typeof part === 'bigint' ? part : last(part).nanoseconds
          const rounded = Timestamp.from(ns).round(part, { roundingMode }).epochNanoseconds
          const distance = rounded - ns
          expect(rounded % step).toBe(0n)
          expect(distance < step && distance > -step).toBe(true)
          if (ns % step === 0n) expect(distance).toBe(0n)
          if (['ceil', 'expand'].includes(roundingMode)) expect(distance >= 0n).toBe(true)
          if (['floor', 'trunc'].includes(roundingMode)) expect(distance <= 0n).toBe(true)
          if (roundingMode.startsWith('half')) expect(2n * distance <= step && 2n * distance >= -step).toBe(true)
          if (roundingMode === 'halfExpand') expect(Timestamp.from(ns).round(part).epochNanoseconds).toBe(rounded)
        },
      ),
      { seed, numRuns: 3000 },
    )
  })

  it.each(Object.entries(quarters))(
    'rounds between two multiples in the mode %s as Temporal does',
    (mode, expected) => {
      const rounded = expected.map((_, index) =>
        Number(Timestamp.from(BigInt(index - 6)).round(4n, { roundingMode: mode as RoundingMode }).epochNanoseconds),
      )
      expect(rounded.map((ns) => ns + 0)).toEqual(expected)
    },
  )

  it.each<[string, string | bigint]>([
    ['a part that does not divide a day', '7 hours'],
    ['more than a day', '2 days'],
    ['zero', 0n],
    ['a negative part', -1n],
  ])('does not round to %s', (_, part) => {
    expect(() => Timestamp.from(0n).round(part as bigint)).toThrow(outside)
  })

  it('does not round out of range, nor in an unknown mode', () => {
    expect(() => Timestamp.from(2n ** 63n - 1n).round('1 day')).toThrow(outside)
    expect(() => Timestamp.from(0n).round('1 day', { roundingMode: 'up' as 'ceil' })).toThrow(outside)
  })
})
