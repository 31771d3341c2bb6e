import type { RecordBatch, Schema } from 'apache-arrow'
import type { InstantLike } from '../../types/timestamp.js'
import { type ResultColumn, type RowPlan, resultColumns } from '../decode/row-decoder.js'
import { joinColumn } from './join-column.js'

/** How the columns of a result are given. */
export interface ColumnarOptions {
  /**
   * What stands for an instant: `'nanoseconds'` since 1970 as bigints, exact, or `'milliseconds'` since 1970 as numbers, as
   * charts take them: with fractions, to a quarter of a microsecond. Default: `'nanoseconds'`.
   */
  readonly time?: 'nanoseconds' | 'milliseconds'
  /**
   * What stands for null in a column of numbers: `'null'` in a plain array, or `'nan'` in a `Float64Array`, which shows no
   * difference between the two. Default: `'null'`.
   */
  readonly nulls?: 'null' | 'nan'
}

/** Numbers as they lie in memory: the array of the column's own width. */
export type NumberArray =
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Float32Array
  | Float64Array

type InstantArray<O> = O extends { readonly time: 'milliseconds' } ? Float64Array : BigInt64Array

/** A column without nulls of values that rows have as `V`. */
type PlainArray<V, O> = [V] extends [never]
  ? null[]
  : [V] extends [number]
    ? NumberArray
    : [V] extends [bigint]
      ? BigInt64Array | BigUint64Array
      : [V] extends [Date | InstantLike]
        ? InstantArray<O>
        : V[]

type ElementOf<A> = A extends ArrayLike<infer E> ? E : never

/** A column that may have nulls: with any it is a plain array, unless numbers are to have NaN for them. */
type NullableArray<V, O> = [V] extends [number]
  ? O extends { readonly nulls: 'nan' }
    ? NumberArray
    : NumberArray | (number | null)[]
  : PlainArray<V, O> | (ElementOf<PlainArray<V, O>> | null)[]

/** The array of a column whose values rows have as `V`. */
export type ColumnArray<V, O = {}> = unknown extends V
  ? NumberArray | BigInt64Array | BigUint64Array | unknown[]
  : null extends V
    ? NullableArray<Exclude<V, null>, O>
    : PlainArray<V, O>

/**
 * A result by columns. Numbers are typed arrays, of bigints where rows have bigints; all other values are those of rows, in
 * plain arrays. A column that has nulls is a plain array with `null` in it, so that none is taken for a value.
 */
export interface Columnar<Row, O = {}> {
  /** How many rows there are. */
  readonly length: number
  readonly columns: { readonly [K in keyof Row]: ColumnArray<Row[K], O> }
}

/**
 * The columns of a result's record batches.
 *
 * @throws as the decoder of rows does
 */
export function columnarOf(
  schema: Schema,
  batches: readonly RecordBatch[],
  plan: RowPlan,
  options: ColumnarOptions,
): Columnar<Record<string, unknown>> {
  const length = batches.reduce((sum, { numRows }) => sum + numRows, 0)
  const columns = resultColumns(schema, plan).map((column: ResultColumn, index) => {
    const parts = batches.map(({ data }) => data.children[index] as (typeof data.children)[number])
    return [column.name, joinColumn(column, parts, length, options)] as const
  })
  return { length, columns: Object.fromEntries(columns) as Columnar<Record<string, unknown>>['columns'] }
}
