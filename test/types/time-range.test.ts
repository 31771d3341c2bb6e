import { describe, expect, it } from 'vitest'
import { during, last, Timestamp, unbounded } from '../../src/index.js'
import { resolveTimeRange } from '../../src/types/time-range.js'

const now = Timestamp.from('2026-11-23T12:00:00.000000001Z')

describe('a time range', () => {
  it('accepts any kind of instant as its ends', () => {
    const expected = { kind: 'between', begin: Timestamp.from(0n), end: Timestamp.from(1_000_000n) }
    expect(during(new Date(0), new Date(1)).range).toEqual(expected)
    expect(during('1970-01-01T00:00:00Z', { epochNanoseconds: 1_000_000n }).range).toEqual(expected)
    expect(during(0n, Timestamp.from(1_000_000n)).range).toEqual(expected)
  })

  it('may be a single instant, because both ends are inclusive', () => {
    expect(during(5n, 5n).range).toMatchObject({ kind: 'between' })
  })

  it.each([
    ['one end alone', () => during(0n as never)],
    ['an undefined end', () => during(0n, undefined as never)],
    ['an end before the begin', () => during(1n, 0n)],
    ['text without a zone', () => during('2026-01-01T00:00:00', '2026-01-02T00:00:00')],
    ['an invalid date', () => during(new Date(Number.NaN), new Date())],
  ])('is rejected for %s', (_, attempt) => {
    expect(attempt).toThrow(expect.objectContaining({ code: 'invalid_argument' }))
  })

  it('up to now is resolved when it is asked for', () => {
    const { range } = during(last('90 seconds'))
    expect(resolveTimeRange(range, now)).toEqual({
      kind: 'between',
      begin: Timestamp.from('2026-11-23T11:58:30.000000001Z'),
      end: now,
    })
  })

  it.each([
    ['1 second', 1_000_000_000n],
    ['1.5 minutes', 90_000_000_000n],
    ['2 hours', 7_200_000_000_000n],
    ['1 day', 86_400_000_000_000n],
    ['1 week', 604_800_000_000_000n],
  ] as const)('up to now has the length %s', (text, nanoseconds) => {
    expect(last(text).nanoseconds).toBe(nanoseconds)
  })

  it.each(['0 seconds', '-1 hour', '1 fortnight', 'hour', '1', '1e3 seconds', 'NaN hours', '1  hour'])(
    'up to now is refused for %j',
    (text) => {
      expect(() => last(text as '1 hour')).toThrow(expect.objectContaining({ code: 'invalid_argument' }))
    },
  )

  it('has no ends if it is unbounded', () => {
    expect(resolveTimeRange(unbounded.range, now)).toBeUndefined()
  })
})
