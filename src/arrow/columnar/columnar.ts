import type { InstantLike } from '../../types/timestamp.js'

/** How the columns of a result are returned. `Row` is the type of its rows. */
export interface ColumnarOptions<Row = Readonly<Record<string, unknown>>> {
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
  /**
   * Which columns are returned as a {@link CodedColumn}, a small integer per row that stands for one of the distinct values:
   * what a chart groups and colors by, and many times cheaper than a value per row.
   *
   * - names of columns: these, whatever they arrive as
   * - `'dictionaries'`: each column that arrives as an Arrow dictionary of anything but numbers and instants
   *
   * Default: none.
   */
  readonly codes?: 'dictionaries' | readonly (keyof Row & string)[]
}

/** Numbers as they lie in memory: an array of the column's own width. */
export type NumberArray =
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Float32Array
  | Float64Array

/**
 * A column as codes. The value of row `i` is `values[codes[i]]`.
 *
 * @example
 * ```ts
 * const { columns } = await db.client.columnar(spans, { codes: ['name'] })
 * const counts = new Uint32Array(columns.name.values.length)
 * for (const code of columns.name.codes) counts[code]++
 * ```
 */
export interface CodedColumn<V> {
  /** One per row: an index into {@link values}, or −1 for null. */
  readonly codes: Int32Array
  /**
   * Each distinct value once, in the order of first appearance; also values that stand in no row, where the sender's
   * dictionary has them. JSONB and bytes are decoded when this is first read.
   */
  readonly values: readonly V[]
}

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

/** Whether a dictionary of these values stays an array of numbers under `codes: 'dictionaries'`. */
type IsNumeric<V> = [Exclude<V, null>] extends [number | bigint | Date | InstantLike] ? true : false

/** The column named `K` whose values rows have as `V`. */
type ColumnOf<K, V, O> = O extends { readonly codes: infer C }
  ? C extends readonly (infer Name)[]
    ? K extends Name
      ? CodedColumn<Exclude<V, null>>
      : ColumnArray<V, O>
    : C extends 'dictionaries'
      ? IsNumeric<V> extends true
        ? ColumnArray<V, O>
        : ColumnArray<V, O> | CodedColumn<Exclude<V, null>>
      : ColumnArray<V, O>
  : ColumnArray<V, O>

/**
 * A result by columns. Numbers are typed arrays, of bigints where rows have bigints; all other values are those of rows, in
 * plain arrays, or codes where the option `codes` asks for them. A column that has nulls is a plain array with `null` in it,
 * so that none is taken for a value.
 */
export interface Columnar<Row, O = {}> {
  /** The number of rows. */
  readonly length: number
  readonly columns: { readonly [K in keyof Row]: ColumnOf<K, Row[K], O> }
}
