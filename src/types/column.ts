import { invalidArgument } from '../errors.js'
import type { ColumnDeclaration, ColumnType, NestedType, TimeUnit } from './column-type.js'
import type { Interval } from './interval.js'
import type { ResolvedTypes } from './type-options.js'

declare const value: unique symbol
declare const nullability: unique symbol

/** Stands for a 64-bit integer, whose TypeScript type the handle's options decide. */
export interface Int64Mark {
  readonly [value]: 'int64'
}

/** Stands for a timestamp, whose TypeScript type the handle's options decide. */
export interface TimestampMark {
  readonly [value]: 'timestamp'
}

/** Stands for a list whose items depend on the handle's options. */
export interface ListMark<T, N extends boolean> {
  readonly [value]: 'list'
  readonly item: T
  readonly itemNullable: N
}

/** Stands for a struct whose fields depend on the handle's options. */
export interface StructMark<F> {
  readonly [value]: 'struct'
  readonly fields: F
}

/** Stands for a map whose values depend on the handle's options. */
export interface MapMark<K, V, N extends boolean> {
  readonly [value]: 'map'
  readonly key: K
  readonly item: V
  readonly itemNullable: N
}

/**
 * A declared column. `T` is its TypeScript type, or a mark where that depends on the handle's options; `N` tells whether
 * it may be null. Immutable: each method returns a new column.
 */
export class Column<T, N extends boolean = false> {
  declare readonly [value]: T
  declare readonly [nullability]: N
  /** The declaration, at run time. */
  readonly declaration: ColumnDeclaration

  /** @internal Columns are made by {@link column}. */
  constructor(declaration: ColumnDeclaration) {
    this.declaration = declaration
  }

  /** Allows null: the type gains `| null`. */
  nullable(): Column<T, true> {
    return new Column({ ...this.declaration, nullable: true })
  }

  /**
   * Narrows the TypeScript type, for instance to a union of known values. A promise about the data, not a check: any other
   * value is passed through.
   */
  as<U extends T>(): Column<U, N> {
    return new Column(this.declaration)
  }

  /** Describes the column: its meaning, its unit. */
  describe(description: string): Column<T, N> {
    return new Column({ ...this.declaration, description })
  }
}

export type AnyColumn = Column<any, boolean>

/** Columns by their names. */
export type Columns = Readonly<Record<string, AnyColumn>>

/** The TypeScript type of a mark or plain type under the handle's options. */
export type ValueOf<T, R extends ResolvedTypes> = T extends Int64Mark
  ? R['int64']
  : T extends TimestampMark
    ? R['timestamp']
    : T extends ListMark<infer I, infer IN>
      ? (IN extends true ? ValueOf<I, R> | null : ValueOf<I, R>)[]
      : T extends StructMark<infer F>
        ? { -readonly [K in keyof F]: ColumnValue<F[K], R> }
        : T extends MapMark<infer K, infer V, infer VN>
          ? Map<ValueOf<K, R>, VN extends true ? ValueOf<V, R> | null : ValueOf<V, R>>
          : T

/** The TypeScript type of a column's values under the handle's options, null included. */
export type ColumnValue<C, R extends ResolvedTypes> =
  C extends Column<infer T, infer N> ? (N extends true ? ValueOf<T, R> | null : ValueOf<T, R>) : never

function make<T>(type: ColumnType): Column<T> {
  return new Column<T>({ type, nullable: false, description: undefined })
}

const nested = ({ declaration }: AnyColumn): NestedType => ({ type: declaration.type, nullable: declaration.nullable })

/** `T` as it is written, or its default: never inferred from where the column is used. */
type Given<T> = [T] extends [infer U] ? U : never

/** Key types that an Arrow map has in practice. */
type MapKey = string | number | boolean | Int64Mark

/**
 * Declares columns: one builder per Arrow type. Each makes a column that is not null; `.nullable()`, `.as<Narrower>()` and
 * `.describe()` refine it.
 */
export const column = {
  boolean: (): Column<boolean> => make({ kind: 'boolean' }),
  int8: (): Column<number> => make({ kind: 'integer', bits: 8, signed: true }),
  int16: (): Column<number> => make({ kind: 'integer', bits: 16, signed: true }),
  int32: (): Column<number> => make({ kind: 'integer', bits: 32, signed: true }),
  /** `bigint`, or what the option `int64` says. */
  int64: (): Column<Int64Mark> => make({ kind: 'integer', bits: 64, signed: true }),
  uint8: (): Column<number> => make({ kind: 'integer', bits: 8, signed: false }),
  uint16: (): Column<number> => make({ kind: 'integer', bits: 16, signed: false }),
  uint32: (): Column<number> => make({ kind: 'integer', bits: 32, signed: false }),
  /** `bigint`, or what the option `int64` says. */
  uint64: (): Column<Int64Mark> => make({ kind: 'integer', bits: 64, signed: false }),
  float32: (): Column<number> => make({ kind: 'float', bits: 32 }),
  float64: (): Column<number> => make({ kind: 'float', bits: 64 }),
  utf8: (): Column<string> => make({ kind: 'utf8', large: false }),
  largeUtf8: (): Column<string> => make({ kind: 'utf8', large: true }),
  binary: (): Column<Uint8Array> => make({ kind: 'binary' }),
  /** Exactly `byteWidth` bytes, as trace and span ids are. */
  fixedSizeBinary: (byteWidth: number): Column<Uint8Array> => {
    if (!Number.isSafeInteger(byteWidth) || byteWidth <= 0) {
      throw invalidArgument(`The width of a binary column must be a positive whole number of bytes, not ${byteWidth}.`)
    }
    return make({ kind: 'fixedSizeBinary', byteWidth })
  },
  /** {@link Timestamp}, or what the option `timestamp` says. The service's own columns are all in nanoseconds. */
  timestamp: (unit: TimeUnit = 'nanosecond'): Column<TimestampMark> => make({ kind: 'timestamp', unit }),
  /** Text `YYYY-MM-DD`. */
  date: (): Column<string> => make({ kind: 'date' }),
  /** Nanoseconds since midnight, whatever the unit: conditions are written in the column's own. */
  time: (unit: TimeUnit = 'nanosecond'): Column<bigint> => make({ kind: 'time', unit }),
  /** Nanoseconds. */
  duration: (): Column<bigint> => make({ kind: 'duration' }),
  interval: (): Column<Interval> => make({ kind: 'interval' }),
  /** Exact decimal text with `scale` digits after the point. */
  decimal: (precision: number, scale: number): Column<string> => {
    const isPossible = Number.isInteger(precision) && Number.isInteger(scale) && scale >= 0 && scale <= precision
    if (!isPossible || precision < 1 || precision > 76) {
      throw invalidArgument(
        `A decimal cannot have ${precision} digits, ${scale} of them after the point.`,
        'Declare 1 to 76 digits, and at most as many after the point.',
      )
    }
    return make({ kind: 'decimal', precision, scale })
  },
  /** Values of another type, each stored once; the TypeScript type is that of the values. */
  dictionary: <T>(of: Column<T>): Column<T> => make({ kind: 'dictionary', value: of.declaration.type }),
  /**
   * Values of another type, in order.
   *
   * @param options.itemName what the Arrow schema calls the items, where the writer of the column uses another name than
   * Arrow's own `item`. It matters to those who insert Arrow data, not to readers.
   */
  list: <T, N extends boolean>(
    of: Column<T, N>,
    { itemName }: { readonly itemName?: string } = {},
  ): Column<ListMark<T, N>> => make({ kind: 'list', item: nested(of), ...(itemName !== undefined && { itemName }) }),
  struct: <F extends Readonly<Record<string, AnyColumn>>>(fields: F): Column<StructMark<F>> =>
    make({
      kind: 'struct',
      fields: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, nested(field)])),
    }),
  map: <K extends MapKey, V, N extends boolean>(key: Column<K>, of: Column<V, N>): Column<MapMark<K, V, N>> =>
    make({ kind: 'map', key: nested(key), value: nested(of) }),
  /**
   * JSON in the service's binary form, decoded to plain values, of which objects and arrays are frozen: declare them readonly.
   * Safe integers are numbers, larger ones what the option `int64` says. `T` is the caller's promise about its shape.
   *
   * @param encoding `'dictionary'` (default) for columns such as `properties`, `'binary'` where the bytes are in the
   * column itself, as in `otel_spans.events`.
   */
  jsonb: <T = unknown>(encoding: 'dictionary' | 'binary' = 'dictionary'): Column<Given<T>> =>
    make({ kind: 'jsonb', encoding }),
}
