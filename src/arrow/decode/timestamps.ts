import type { Data, TimeUnit } from 'apache-arrow'
import { match } from 'ts-pattern'
import { temporalInstants } from '../../types/temporal.js'
import { arrowTimeUnits, nanosecondsPerUnit } from '../../types/time-units.js'
import { formatInstant, makeTimestamp } from '../../types/timestamp.js'
import type { TimestampOption } from '../../types/type-options.js'
import { type ColumnReader, columnError, type ReaderContext, withDeferred } from './column-reader.js'
import { halvesOf } from './int64.js'
import { hasNulls, readRuns } from './validity.js'

/** Makes the value of an instant in the form that `types.timestamp` asks for. */
type InstantMaker = (epochSeconds: number, nanosecondsOfSecond: number) => unknown

function instantMaker(option: TimestampOption): InstantMaker {
  return (
    match<TimestampOption, InstantMaker>(option)
      .with('timestamp', () => makeTimestamp)
      // Rounds towards the past, so that the milliseconds of a `Date` hold the instant.
      .with('date', () => (seconds, nanoseconds) => new Date(seconds * 1000 + Math.floor(nanoseconds / 1_000_000)))
      .with('temporal', () => {
        const instants = temporalInstants()
        return (seconds, nanoseconds) =>
          instants.fromEpochNanoseconds(BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds))
      })
      .with('string', () => formatInstant)
      .exhaustive()
  )
}

/** The first and the last second of 64-bit nanoseconds. */
const firstSecond = -9_223_372_037
const lastSecond = 9_223_372_036

/**
 * Reads timestamps of any unit; with or without zone, the number counts from 1970-01-01T00:00:00Z.
 *
 * No bigint is made. Of n = high·2^32 + low, a double yields the seconds, off by one at most; the rest is exact in 32-bit
 * arithmetic, which wraps as the product does, and shows whether they were off.
 *
 * @throws `unsupported` for the option `'temporal'` on a runtime without `Temporal`
 */
export function timestampReader(context: ReaderContext, unit: TimeUnit): ColumnReader {
  const unitName = arrowTimeUnits[unit]
  const unitNanoseconds = Number(nanosecondsPerUnit[unitName])
  const perSecond = 1_000_000_000 / unitNanoseconds
  const make = instantMaker(context.types.timestamp)
  // Rows share equal neighbours: thousands of rows of one block have the same `insert_time`. A `Date` can be changed.
  const isShared = context.types.timestamp !== 'date'
  const checkRange = (seconds: number, nanoseconds: number, low: number, high: number): void => {
    const isTooEarly = seconds < firstSecond || (seconds === firstSecond && nanoseconds < 145_224_192)
    const isTooLate = seconds > lastSecond || (seconds === lastSecond && nanoseconds > 854_775_807)
    if (!isTooEarly && !isTooLate) return
    const value = (BigInt(high) << 32n) + BigInt(low >>> 0)
    throw columnError(
      context,
      `holds an instant (${value} ${unitName}s since 1970) outside of the range of nanoseconds, 1677-09-21 to 2262-04-11`,
    )
  }
  const instantOf = (low: number, high: number): unknown => {
    let seconds = Math.floor((high * 4_294_967_296 + (low >>> 0)) / perSecond)
    let rest = (low - Math.imul(seconds, perSecond)) | 0
    if (rest < 0) {
      seconds--
      rest += perSecond
    } else if (rest >= perSecond) {
      seconds++
      rest -= perSecond
    }
    const nanoseconds = rest * unitNanoseconds
    if (seconds <= firstSecond || seconds >= lastSecond) checkRange(seconds, nanoseconds, low, high)
    return make(seconds, nanoseconds)
  }
  const read = (data: Data, begin: number, end: number): unknown[] => {
    const halves = halvesOf(data.values as BigInt64Array)
    return readRuns(data, begin, end, (out, from, to) => {
      let instant: unknown
      for (let i = from; i < to; i++) {
        if (i === from || !isShared || !equalsPrevious(halves, i)) {
          instant = instantOf(halves[2 * i] as number, halves[2 * i + 1] as number)
        }
        out[i - begin] = instant
      }
    })
  }
  if (!isShared) return read
  return withDeferred(read, {
    form: 'computed',
    read(data, begin, end) {
      const halves = halvesOf(data.values as BigInt64Array)
      if (hasNulls(data) || hasManyRepeats(halves, begin, end)) return undefined
      return { halves: halves.subarray(2 * begin, 2 * end), compute: instantOf }
    },
  })
}

function equalsPrevious(halves: Int32Array, index: number): boolean {
  return halves[2 * index] === halves[2 * index - 2] && halves[2 * index + 1] === halves[2 * index - 1]
}

/** Returns whether at least half of the integers equal their neighbours. */
function hasManyRepeats(halves: Int32Array, begin: number, end: number): boolean {
  let repeats = 0
  for (let i = begin + 1; i < end; i++) if (equalsPrevious(halves, i)) repeats++
  return repeats * 2 > end - begin
}
