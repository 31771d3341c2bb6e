/** Times and durations inside the generator are numbers of nanoseconds, exact below 2^53: 104 days. */
export const MICROSECOND = 1_000
export const MILLISECOND = 1_000_000
export const SECOND = 1_000_000_000
export const MINUTE = 60 * SECOND
