import type { TimeUnit } from './column-type.js'

/** How many nanoseconds one unit of Arrow's time types has. */
export const nanosecondsPerUnit: Readonly<Record<TimeUnit, bigint>> = {
  second: 1_000_000_000n,
  millisecond: 1_000_000n,
  microsecond: 1_000n,
  nanosecond: 1n,
}
