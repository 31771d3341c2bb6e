/** Units of Arrow's time types. */
export type TimeUnit = 'second' | 'millisecond' | 'microsecond' | 'nanosecond'

/** A type inside another: the items of a list, a field of a struct. */
export interface NestedType {
  readonly type: ColumnType
  readonly nullable: boolean
}

/**
 * The logical type of a column at run time. The compiler writes literals by it, and the decoder checks results against it.
 * One member per builder of {@link column}.
 */
export type ColumnType =
  | { readonly kind: 'boolean' }
  | { readonly kind: 'integer'; readonly bits: 8 | 16 | 32 | 64; readonly signed: boolean }
  | { readonly kind: 'float'; readonly bits: 32 | 64 }
  | { readonly kind: 'utf8'; readonly large: boolean }
  | { readonly kind: 'binary' }
  | { readonly kind: 'fixedSizeBinary'; readonly byteWidth: number }
  | { readonly kind: 'timestamp'; readonly unit: TimeUnit }
  | { readonly kind: 'date' }
  | { readonly kind: 'time'; readonly unit: TimeUnit }
  | { readonly kind: 'duration' }
  | { readonly kind: 'interval' }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'dictionary'; readonly value: ColumnType }
  /** `itemName` is what the Arrow schema calls the items, where that is not `item`. */
  | { readonly kind: 'list'; readonly item: NestedType; readonly itemName?: string }
  | { readonly kind: 'struct'; readonly fields: Readonly<Record<string, NestedType>> }
  | { readonly kind: 'map'; readonly key: NestedType; readonly value: NestedType }
  /** JSONB bytes: in a dictionary (as in `properties`), or as plain binary (as in `otel_spans.events`). */
  | { readonly kind: 'jsonb'; readonly encoding: 'dictionary' | 'binary' }

/** A column as declared: its type, whether it may be null, and its meaning. */
export interface ColumnDeclaration extends NestedType {
  /** Unit and meaning, for people. */
  readonly description: string | undefined
}
