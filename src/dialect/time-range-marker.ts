import { type OperationNode, SelectModifierNode, ValueNode } from 'kysely'
import type { TimeRangeSpec } from '../types/time-range.js'
import { unwrapRaw } from './unwrap-raw.js'

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

/** Returns the marker that a modifier at the end of a select consists of, if any. */
export function markerOf(modifier: OperationNode): TimeRangeMarker | undefined {
  if (!SelectModifierNode.is(modifier) || modifier.rawModifier === undefined) return undefined
  const node = unwrapRaw(modifier.rawModifier)
  return ValueNode.is(node) && node.value instanceof TimeRangeMarker ? node.value : undefined
}
