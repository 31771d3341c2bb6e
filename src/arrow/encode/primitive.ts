import {
  type Date_,
  DateUnit,
  type Decimal,
  type Duration,
  type Float,
  type Int,
  type Interval,
  IntervalUnit,
  Precision,
  type Time,
  type Timestamp,
  type TimeUnit,
} from 'apache-arrow'
import type { Interval as IntervalValue } from '../../types/interval.js'
import { arrowTimeUnits, nanosecondsPerUnit } from '../../types/time-units.js'
import { type BufferEncoder, eachValue } from './column-encoder.js'
import {
  decimalDigits,
  inUnits,
  smallInteger,
  toBoolean,
  toDateMilliseconds,
  toDays,
  toEpochNanoseconds,
  toFloat,
  toInt64,
  toTimeOfDay,
  toUint64,
} from './convert-value.js'
import { expected } from './invalid-value.js'

type NumberArray<V> = new (length: number) => { [index: number]: V }

/** Writes one number per value. */
function numbers<V>(array: NumberArray<V>, convert: (value: unknown) => V): BufferEncoder {
  return (values) => {
    const data = new array(values.length)
    eachValue(values, (value, index) => {
      data[index] = convert(value)
    })
    return { data }
  }
}

export const encodeNulls: BufferEncoder = () => ({})

export const encodeBooleans: BufferEncoder = (values) => {
  const data = new Uint8Array(Math.ceil(values.length / 8))
  eachValue(values, (value, index) => {
    if (toBoolean(value)) data[index >> 3] = (data[index >> 3] as number) | (1 << (index & 7))
  })
  return { data }
}

export function integerEncoder({ bitWidth, isSigned, ArrayType }: Int): BufferEncoder {
  if (bitWidth !== 64) return numbers(ArrayType as NumberArray<number>, smallInteger(bitWidth, isSigned))
  return isSigned ? numbers(BigInt64Array, toInt64) : numbers(BigUint64Array, toUint64)
}

/** @returns `undefined` for half floats, which are not written */
export function floatEncoder({ precision }: Float): BufferEncoder | undefined {
  if (precision === Precision.HALF) return undefined
  return numbers(precision === Precision.SINGLE ? Float32Array : Float64Array, toFloat)
}

/** Counts in a column's unit; `toNanoseconds` reads the value. */
function counts(unit: TimeUnit, toNanoseconds: (value: unknown) => bigint): (value: unknown) => bigint {
  const name = arrowTimeUnits[unit]
  return inUnits(nanosecondsPerUnit[name], name, toNanoseconds)
}

export function timestampEncoder({ unit }: Timestamp): BufferEncoder {
  return numbers(BigInt64Array, counts(unit, toEpochNanoseconds))
}

export function durationEncoder({ unit }: Duration): BufferEncoder {
  return numbers(BigInt64Array, counts(unit, toInt64))
}

export function timeEncoder({ unit, bitWidth }: Time): BufferEncoder {
  const count = counts(unit, toTimeOfDay)
  return bitWidth === 64 ? numbers(BigInt64Array, count) : numbers(Int32Array, (value) => Number(count(value)))
}

export function dateEncoder({ unit }: Date_): BufferEncoder {
  return unit === DateUnit.DAY ? numbers(Int32Array, toDays) : numbers(BigInt64Array, toDateMilliseconds)
}

export function decimalEncoder({ bitWidth, precision, scale }: Decimal): BufferEncoder {
  const words = bitWidth / 32
  const toDigits = decimalDigits(precision, scale)
  return (values) => {
    const data = new Uint32Array(values.length * words)
    eachValue(values, (value, index) => {
      let rest = BigInt.asUintN(bitWidth, toDigits(value))
      for (let word = 0; word < words; word++) {
        data[index * words + word] = Number(rest & 0xffffffffn)
        rest >>= 32n
      }
    })
    return { data }
  }
}

/** @returns `undefined` for intervals of other parts than months, days and nanoseconds, which are not written */
export function intervalEncoder({ unit }: Interval): BufferEncoder | undefined {
  return unit === IntervalUnit.MONTH_DAY_NANO ? encodeIntervals : undefined
}

/** Months and days take 32 bits each, then nanoseconds 64. */
const encodeIntervals: BufferEncoder = (values) => {
  const data = new Int32Array(values.length * 4)
  const nanoseconds = new BigInt64Array(data.buffer)
  eachValue(values, (value, index) => {
    const interval = value as Partial<IntervalValue>
    const isSmall = (part: unknown): part is number => typeof part === 'number' && (part | 0) === part
    if (!isSmall(interval.months) || !isSmall(interval.days)) {
      throw expected('an interval { months, days, nanoseconds }', value)
    }
    data[index * 4] = interval.months
    data[index * 4 + 1] = interval.days
    nanoseconds[index * 2 + 1] = toInt64(interval.nanoseconds)
  })
  return { data }
}
