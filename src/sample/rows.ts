import type { DefaultTypes } from '../types/type-options.js'
import type { BuiltinViewSets } from '../views/names.js'
import type { ColumnsOf, RowOf } from '../views/view-set.js'

export type SampledViewSet = keyof BuiltinViewSets

/** A complete row of a built-in view set: all columns, by their TypeScript names. */
export type SampleRow<V extends SampledViewSet> = RowOf<ColumnsOf<BuiltinViewSets[V]>, DefaultTypes>

/** Rows of one view set, at most {@link MAXIMUM_CHUNK} of them. */
export type SampleRows = {
  readonly [V in SampledViewSet]: {
    readonly viewSet: V
    /**
     * The instance of rows that do not carry it: the id of the stream for `thread_spans`, of the process for
     * `async_events`. Absent for the other view sets.
     */
    readonly instance?: string
    readonly rows: readonly SampleRow<V>[]
  }
}[SampledViewSet]

/** The most rows in one chunk. */
export const MAXIMUM_CHUNK = 8_192

/** Splits rows into chunks of at most {@link MAXIMUM_CHUNK}. */
export function* chunksOf<T>(rows: readonly T[]): Generator<readonly T[]> {
  if (rows.length > 0 && rows.length <= MAXIMUM_CHUNK) yield rows
  else for (let from = 0; from < rows.length; from += MAXIMUM_CHUNK) yield rows.slice(from, from + MAXIMUM_CHUNK)
}
