import { type KyselyPlugin, type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import { type LastDuration, type TimeRangeSpec, timeRange, unboundedRange } from '../types/time-range.js'
import type { InstantInput } from '../types/timestamp.js'
import { TimeRangeMarker } from './time-range-marker.js'
import { TimeRangePlugin } from './time-range-plugin.js'

/** A time range, in every form in which one can be set. */
export interface TimeRangeModifier {
  /** Sets the range of a builder query: `.$call(during(last('1 hour')))`. */
  <DB, TB extends keyof DB, O>(query: SelectQueryBuilder<DB, TB, O>): SelectQueryBuilder<DB, TB, O>
  /** Sets the range of plain SQL: `` sql`select … ${during(a, b).marker}` ``. It writes no text. */
  readonly marker: RawBuilder<never>
  /** Sets the range of a handle: `db.withPlugin(during(a, b).plugin)`. Plain SQL on that handle has it too. */
  readonly plugin: KyselyPlugin
  /** The range itself, as the configuration's `timeRange` takes it. */
  readonly range: TimeRangeSpec
}

/**
 * Sets the time range of a query: the service reads only the partitions within it, and filters rows by the time columns of
 * every view that the query reads. Both ends are inclusive, and intervals match by overlap.
 *
 * ```ts
 * query.$call(during('2026-11-23T12:00:00Z', '2026-11-23T13:00:00Z'))
 * query.$call(during(last('2 hours')))
 * ```
 *
 * A query's own range takes precedence over that of its handle, and that over the configuration's.
 *
 * @throws `invalid_argument` for an end that is missing or not an instant, and for an end before the begin
 */
export function during(range: LastDuration): TimeRangeModifier
export function during(begin: InstantInput, end: InstantInput): TimeRangeModifier
export function during(begin: LastDuration | InstantInput, end?: InstantInput): TimeRangeModifier {
  if (isLast(begin)) return modifier(begin)
  return modifier(timeRange(begin, end as InstantInput))
}

/**
 * Reads without a time range, on purpose: the service reads everything it has, which can be a lot. It refuses this for
 * `thread_spans` and `processSpans`.
 */
export const unbounded: TimeRangeModifier = modifier(unboundedRange)

function isLast(value: LastDuration | InstantInput): value is LastDuration {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'last'
}

function modifier(range: TimeRangeSpec): TimeRangeModifier {
  // The type of a value node is the caller's claim: the marker is at the end of a statement, where no value is expected.
  const marker = sql.val(new TimeRangeMarker(range, 'query')) as unknown as RawBuilder<never>
  return Object.assign(<DB, TB extends keyof DB, O>(query: SelectQueryBuilder<DB, TB, O>) => query.modifyEnd(marker), {
    marker,
    plugin: new TimeRangePlugin(range),
    range,
  })
}
