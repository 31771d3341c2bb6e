import { TimeUnit } from 'apache-arrow'
import { match } from 'ts-pattern'
import { MicromegasError } from '../../errors.js'
import { type InstantLike, Timestamp } from '../../types/timestamp.js'
import type { TimestampOption } from '../../types/type-options.js'
import { type ColumnReader, columnError, type ReaderContext } from './column-reader.js'
import { halvesOf } from './int64.js'
import { nanosecondsPerUnit } from './time-units.js'
import { readRuns } from './validity.js'

/** Makes the value for an instant in the form that `types.timestamp` asks for. */
export type InstantMaker = (epochNanoseconds: bigint) => unknown

const minNanoseconds = -(2n ** 63n)
const maxNanoseconds = 2n ** 63n - 1n

/** @throws MicromegasError `unsupported` for `'temporal'` on a runtime without `Temporal` */
export function instantMaker(option: TimestampOption): InstantMaker {
  return match<TimestampOption, InstantMaker>(option)
    .with('timestamp', () => Timestamp.fromEpochNanoseconds)
    .with('date', () => dateOf)
    .with('temporal', () => temporalMaker())
    .with('string', () => (nanoseconds) => Timestamp.fromEpochNanoseconds(nanoseconds).toString())
    .exhaustive()
}

/** Rounds towards the past, so that the milliseconds of a `Date` hold the instant. */
function dateOf(nanoseconds: bigint): Date {
  const milliseconds = nanoseconds / 1_000_000n
  const roundedUp = nanoseconds < 0n && milliseconds * 1_000_000n !== nanoseconds
  return new Date(Number(roundedUp ? milliseconds - 1n : milliseconds))
}

function temporalMaker(): InstantMaker {
  const { Temporal } = globalThis as {
    Temporal?: { Instant: { fromEpochNanoseconds(nanoseconds: bigint): InstantLike } }
  }
  if (Temporal === undefined) {
    throw new MicromegasError('unsupported', "types.timestamp 'temporal' needs a runtime that has Temporal (Node 26).")
  }
  const { Instant } = Temporal
  return (nanoseconds) => Instant.fromEpochNanoseconds(nanoseconds)
}

/** Instants of a unit as nanoseconds; what the unit holds and nanoseconds do not is an error that names the column. */
export function nanosecondsOf(context: ReaderContext, unit: TimeUnit): (value: bigint) => bigint {
  const factor = nanosecondsPerUnit[unit]
  return (value) => {
    const nanoseconds = value * factor
    if (nanoseconds < minNanoseconds || nanoseconds > maxNanoseconds) {
      throw columnError(
        context,
        `holds an instant (${value} ${TimeUnit[unit].toLowerCase()}s since 1970) outside of 1677-09-21 to 2262-04-11, the range of nanoseconds`,
      )
    }
    return nanoseconds
  }
}

/** Timestamps of any unit; with or without zone, the number counts from 1970-01-01T00:00:00Z. */
export function timestampReader(context: ReaderContext, unit: TimeUnit): ColumnReader {
  const make = instantMaker(context.types.timestamp)
  if (unit === TimeUnit.NANOSECOND) {
    if (context.types.timestamp === 'timestamp') return readNanosecondTimestamps
    if (context.types.timestamp === 'date') return readNanosecondDates
    return (data, begin, end) => {
      const values = data.values as BigInt64Array
      return readRuns(data, begin, end, (out, from, to) => {
        for (let i = from; i < to; i++) out[i - begin] = make(values[i] as bigint)
      })
    }
  }
  const toNanoseconds = nanosecondsOf(context, unit)
  return (data, begin, end) => {
    const values = data.values as BigInt64Array
    return readRuns(data, begin, end, (out, from, to) => {
      for (let i = from; i < to; i++) out[i - begin] = make(toNanoseconds(values[i] as bigint))
    })
  }
}

const readNanosecondTimestamps: ColumnReader = (data, begin, end) => {
  const values = data.values as BigInt64Array
  return readRuns(data, begin, end, (out, from, to) => {
    for (let i = from; i < to; i++) out[i - begin] = Timestamp.fromEpochNanoseconds(values[i] as bigint)
  })
}

/**
 * Milliseconds without bigint arithmetic. With n = h·2^32 + l and 2^32 = 4294·10^6 + 967296, n / 10^6 is
 * 4294·h + (967296·h + l) / 10^6, where the dividend stays below 2^52.
 */
const readNanosecondDates: ColumnReader = (data, begin, end) => {
  const halves = halvesOf(data.values as BigInt64Array)
  return readRuns(data, begin, end, (out, from, to) => {
    for (let i = from; i < to; i++) {
      const high = halves[2 * i + 1] as number
      const low = (halves[2 * i] as number) >>> 0
      out[i - begin] = new Date(4294 * high + Math.floor((967_296 * high + low) / 1_000_000))
    }
  })
}
