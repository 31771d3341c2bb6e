import { invalidArgument } from '../errors.js'
import { type DurationText, parseDuration } from './duration.js'
import { type InstantInput, Timestamp } from './timestamp.js'

/** Both ends of a query's time range, both inclusive. */
export interface TimeRange {
  readonly kind: 'between'
  readonly begin: Timestamp
  readonly end: Timestamp
}

/** The time up to the moment when the query is sent. */
export interface LastDuration {
  readonly kind: 'last'
  /** Nanoseconds. */
  readonly nanoseconds: bigint
}

/** No time range on purpose: the service reads everything it has. */
export interface Unbounded {
  readonly kind: 'unbounded'
}

/** The time range of a query, a handle or a configuration. */
export type TimeRangeSpec = TimeRange | LastDuration | Unbounded

/**
 * Returns the time up to the moment when the query is sent: `during(last('2 hours'))`. A handle with such a default stays
 * current.
 *
 * @throws `invalid_argument` for anything but a positive length of time
 */
export function last(duration: DurationText): LastDuration {
  return Object.freeze({ kind: 'last', nanoseconds: parseDuration(duration) })
}

/**
 * Returns the range between two instants.
 *
 * @throws `invalid_argument` for an end that is missing or not an instant, and for an end before the begin
 */
export function timeRange(begin: InstantInput, end: InstantInput): TimeRange {
  if (begin === undefined || end === undefined) {
    throw invalidArgument(
      'A time range needs a begin and an end.',
      "Pass both, or a length of time up to now: last('1 hour').",
    )
  }
  const range: TimeRange = { kind: 'between', begin: Timestamp.from(begin), end: Timestamp.from(end) }
  if (range.end < range.begin) {
    throw invalidArgument(`The time range ends at ${range.end}, before its begin at ${range.begin}.`)
  }
  return Object.freeze(range)
}

export const unboundedRange: Unbounded = Object.freeze({ kind: 'unbounded' })

/** Returns the ends of a range at the moment `now`; nothing for a query that is unbounded on purpose. */
export function resolveTimeRange(spec: TimeRangeSpec, now: Timestamp): TimeRange | undefined {
  switch (spec.kind) {
    case 'between':
      return spec
    case 'last':
      return { kind: 'between', begin: Timestamp.from(now.epochNanoseconds - spec.nanoseconds), end: now }
    case 'unbounded':
      return undefined
  }
}

/** Tells whether two ranges are the same. */
export function sameTimeRange(a: TimeRangeSpec, b: TimeRangeSpec): boolean {
  switch (a.kind) {
    case 'between':
      return b.kind === 'between' && a.begin.equals(b.begin) && a.end.equals(b.end)
    case 'last':
      return b.kind === 'last' && a.nanoseconds === b.nanoseconds
    case 'unbounded':
      return b.kind === 'unbounded'
  }
}
