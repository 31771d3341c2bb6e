import { MicromegasError } from '../errors.js'
import { type DurationUnit, nanosecondsPerUnit } from './time-units.js'

/** A length of time, such as `'90 seconds'` or `'1 day'`. A day has 24 hours. */
export type DurationText = `${number} ${DurationUnit}` | `${number} ${DurationUnit}s`

/**
 * Parses a {@link DurationText}.
 *
 * @returns nanoseconds
 * @throws `invalid_argument` for anything but a positive length of time
 */
export function parseDuration(duration: DurationText): bigint {
  const match = /^(\d+)(?:\.(\d{1,9}))? (second|minute|hour|day|week)s?$/.exec(duration)
  if (match !== null) {
    const [, whole = '0', fraction = '', unit] = match
    const scaled = BigInt(whole + fraction) * nanosecondsPerUnit[unit as DurationUnit]
    const nanoseconds = scaled / 10n ** BigInt(fraction.length)
    if (nanoseconds > 0n) return nanoseconds
  }
  throw new MicromegasError('invalid_argument', `${JSON.stringify(duration)} is not a positive length of time.`, {
    help: "Write a number and a unit from seconds to weeks, such as '90 seconds', '2 hours' or '1.5 days'.",
  })
}

/** Returns the nanoseconds of a duration given as text or, of either sign, as nanoseconds. */
export function durationNanoseconds(duration: DurationText | bigint): bigint {
  return typeof duration === 'bigint' ? duration : parseDuration(duration)
}
