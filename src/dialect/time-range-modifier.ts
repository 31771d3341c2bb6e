import { type KyselyPlugin, type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import { type LastDuration, type TimeRangeSpec, timeRange, unboundedRange } from '../types/time-range.js'
import type { InstantInput } from '../types/timestamp.js'
import { TimeRangeMarker } from './time-range-marker.js'
import { TimeRangePlugin } from './time-range-plugin.js'

/** A time range in each of the forms in which one can be given. */
export interface TimeRangeModifier {
  /** For a builder query: `.$call(during(last('1 hour')))`. */
  <DB, TB extends keyof DB, O>(query: SelectQueryBuilder<DB, TB, O>): SelectQueryBuilder<DB, TB, O>
  /** For plain SQL: `` sql`select … ${during(a, b).marker}` ``. Writes nothing. */
  readonly marker: RawBuilder<never>
  /** For a handle: `db.withPlugin(during(a, b).plugin)`. Plain SQL on that handle has the range too. */
  readonly plugin: KyselyPlugin
  /** What it says, as the configuration's `timeRange` takes it. */
  readonly range: TimeRangeSpec
}

/**
 * The time range of a query: the service reads only the partitions that it touches, and filters rows by the time columns of
 * every view that the query reads. Both ends are inclusive, and intervals match by overlap.
 *
 * ```ts
 * query.$call(during('2026-11-23T12:00:00Z', '2026-11-23T13:00:00Z'))
 * query.$call(during(last('2 hours')))
 * ```
 *
 * A query's own range beats that of its handle, which beats that of the configuration.
 *
 * @throws `invalid_argument` for an end that is missing or no instant, and for an end before the begin
 */
export function during(range: LastDuration): TimeRangeModifier
export function during(begin: InstantInput, end: InstantInput): TimeRangeModifier
export function during(begin: LastDuration | InstantInput, end?: InstantInput): TimeRangeModifier {
  if (isLast(begin)) return modifier(begin)
  return modifier(timeRange(begin, end as InstantInput))
}

/**
 * No time range, on purpose: the service reads everything it has, which can be a lot. `thread_spans` cannot be read this
 * way.
 */
export const unbounded: TimeRangeModifier = modifier(unboundedRange)

function isLast(value: LastDuration | InstantInput): value is LastDuration {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'last'
}

function modifier(range: TimeRangeSpec): TimeRangeModifier {
  // A value node has no type of its own: the marker stands at the end of a statement, where no value is expected.
  const marker = sql.val(new TimeRangeMarker(range, 'query')) as unknown as RawBuilder<never>
  return Object.assign(<DB, TB extends keyof DB, O>(query: SelectQueryBuilder<DB, TB, O>) => query.modifyEnd(marker), {
    marker,
    plugin: new TimeRangePlugin(range),
    range,
  })
}
