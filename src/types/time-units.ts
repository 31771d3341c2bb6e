import type { TimeUnit } from './column-type.js'

/** The units of Arrow's time types, at the numbers that its format has for them. */
export const arrowTimeUnits = ['second', 'millisecond', 'microsecond', 'nanosecond'] as const satisfies TimeUnit[]

/** Units in which lengths of time are written as text. */
export type DurationUnit = 'second' | 'minute' | 'hour' | 'day' | 'week'

/** Nanoseconds in each unit of Arrow's time types and of durations. A day has 24 hours. */
export const nanosecondsPerUnit: Readonly<Record<TimeUnit | DurationUnit, bigint>> = {
  nanosecond: 1n,
  microsecond: 1_000n,
  millisecond: 1_000_000n,
  second: 1_000_000_000n,
  minute: 60_000_000_000n,
  hour: 3_600_000_000_000n,
  day: 86_400_000_000_000n,
  week: 604_800_000_000_000n,
}
