import { DateUnit, IntervalUnit, TimeUnit } from 'apache-arrow'
import type { Interval } from '../../types/interval.js'
import { arrowTimeUnits, nanosecondsPerUnit } from '../../types/time-units.js'
import { type ColumnReader, columnError, type ReaderContext } from './column-reader.js'
import { readNumbers } from './numbers.js'
import { readRuns } from './validity.js'

const millisecondsPerDay = 86_400_000n

/** Times of day and durations, of any unit, as nanoseconds. */
export function nanosecondsReader(unit: TimeUnit): ColumnReader {
  if (unit === TimeUnit.NANOSECOND) return readNumbers
  const factor = nanosecondsPerUnit[arrowTimeUnits[unit]]
  return (data, begin, end) => {
    const values = data.values as Int32Array | BigInt64Array
    return readRuns(data, begin, end, (out, from, to) => {
      for (let i = from; i < to; i++) out[i - begin] = BigInt(values[i] as number | bigint) * factor
    })
  }
}

/** Days as text `YYYY-MM-DD`. */
export function dateReader(context: ReaderContext, unit: DateUnit): ColumnReader {
  if (unit === DateUnit.DAY) {
    return (data, begin, end) => {
      const values = data.values as Int32Array
      return readRuns(data, begin, end, (out, from, to) => {
        for (let i = from; i < to; i++) out[i - begin] = dateText(values[i] as number)
      })
    }
  }
  return (data, begin, end) => {
    const values = data.values as BigInt64Array
    return readRuns(data, begin, end, (out, from, to) => {
      for (let i = from; i < to; i++) {
        const milliseconds = values[i] as bigint
        const days = milliseconds / millisecondsPerDay
        if (days * millisecondsPerDay !== milliseconds) {
          throw columnError(context, `holds a date with a time of day (${milliseconds} ms since 1970)`)
        }
        out[i - begin] = dateText(Number(days))
      }
    })
  }
}

/**
 * A day of the proleptic Gregorian calendar as ISO 8601 text. Years before 0 and after 9999 have a sign and six digits or
 * more, as in `Date.prototype.toISOString`.
 */
function dateText(daysSince1970: number): string {
  // Years begin in March here, so that the leap day is the last of its year, and are counted in eras of 400 years.
  const days = daysSince1970 + 719_468
  const era = Math.floor(days / 146_097)
  const dayOfEra = days - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${yearText(year)}-${twoDigits(month)}-${twoDigits(day)}`
}

function yearText(year: number): string {
  if (year >= 0 && year <= 9999) return String(year).padStart(4, '0')
  return `${year < 0 ? '-' : '+'}${String(Math.abs(year)).padStart(6, '0')}`
}

function twoDigits(number: number): string {
  return number < 10 ? `0${number}` : String(number)
}

/** Intervals of the three units as one form; none of its parts is converted into another. */
export function intervalReader(unit: IntervalUnit): ColumnReader {
  const interval = intervalOf[unit]
  return (data, begin, end) => {
    const words = data.values as Int32Array
    return readRuns(data, begin, end, (out, from, to) => {
      for (let i = from; i < to; i++) out[i - begin] = interval(words, i)
    })
  }
}

const intervalOf: Readonly<Record<IntervalUnit, (words: Int32Array, index: number) => Interval>> = {
  [IntervalUnit.YEAR_MONTH]: (words, index) => ({ months: words[index] as number, days: 0, nanoseconds: 0n }),
  [IntervalUnit.DAY_TIME]: (words, index) => ({
    months: 0,
    days: words[2 * index] as number,
    nanoseconds: BigInt(words[2 * index + 1] as number) * 1_000_000n,
  }),
  [IntervalUnit.MONTH_DAY_NANO]: (words, index) => ({
    months: words[4 * index] as number,
    days: words[4 * index + 1] as number,
    nanoseconds: (BigInt(words[4 * index + 3] as number) << 32n) + BigInt((words[4 * index + 2] as number) >>> 0),
  }),
}
