import { TimeUnit } from 'apache-arrow'

/** How many nanoseconds one unit of Arrow's time types has. */
export const nanosecondsPerUnit: Readonly<Record<TimeUnit, bigint>> = {
  [TimeUnit.SECOND]: 1_000_000_000n,
  [TimeUnit.MILLISECOND]: 1_000_000n,
  [TimeUnit.MICROSECOND]: 1000n,
  [TimeUnit.NANOSECOND]: 1n,
}
