import type { TimeRangeSpec } from '../types/time-range.js'

/** Where a time range was set: on a query, or on the handle it was built with. */
export type TimeRangeScope = 'query' | 'handle'

/**
 * Carries a time range through Kysely's node tree, as the value of a value node: every transformer keeps such a value by
 * reference. The compiler lifts it onto the compiled query and writes nothing.
 */
export class TimeRangeMarker {
  readonly spec: TimeRangeSpec
  readonly scope: TimeRangeScope

  constructor(spec: TimeRangeSpec, scope: TimeRangeScope) {
    this.spec = spec
    this.scope = scope
  }
}
