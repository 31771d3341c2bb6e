import type { Schema } from 'apache-arrow'
import { MicromegasError } from '../errors.js'
import type { Columns, ColumnValue } from '../types/column.js'
import { refuseUnknownOptions, type SupportedOptions } from '../types/options.js'
import { completeTypeOptions, type Resolve, type TypeOptions } from '../types/type-options.js'
import { type ColumnNames, declarationsOf, type NameIn, namesOf } from './columns-option.js'
import type { RowPlan } from './decode/row-decoder.js'

/** How Arrow values become TypeScript values. */
export interface DecodeOptions {
  /** Which TypeScript values stand for 64-bit integers and timestamps. Default: `bigint` and `Timestamp`, which are exact. */
  readonly types?: TypeOptions
  /**
   * Declarations of columns, by their Arrow names. They type the rows, and tell which bytes are JSONB. Each of
   * these columns must be there and be of that type; other columns may be there too.
   */
  readonly columns?: Columns | undefined
  /** The names that columns have in rows, where they differ from their Arrow names. */
  readonly names?: ColumnNames
}

/** Options that give rows their type. */
export interface DeclaredOptions<C extends Columns, T extends TypeOptions, N extends ColumnNames>
  extends DecodeOptions {
  readonly columns: C
  readonly types?: T
  readonly names?: N
}

/** Options that leave the type of rows to the caller. */
export interface UndeclaredOptions extends Omit<DecodeOptions, 'columns'> {
  readonly columns?: undefined
}

/** The type of a row of declared columns under options. */
export type DecodedRow<C, T extends TypeOptions = {}, N = {}> = {
  readonly [K in keyof C as NameIn<K, N>]: ColumnValue<C[K], Resolve<T>>
}

/** A row whose columns are not known to the compiler. */
export type AnyRow = Readonly<Record<string, unknown>>

/** All options of {@link DecodeOptions}, by their names. */
export const decodeOptionNames: SupportedOptions<DecodeOptions> = { types: true, columns: true, names: true }

/**
 * Checks options against the schema that they are for.
 *
 * @throws `invalid_argument` for options that cannot work; `protocol` for a declared column that the schema lacks
 */
export function planOf(subject: string, schema: Schema, options: DecodeOptions): RowPlan {
  const { columns = {} } = options
  const missing = Object.keys(columns).find((name) => !schema.fields.some((field) => field.name === name))
  if (missing !== undefined) {
    const names = schema.fields.map(({ name }) => name).join(', ')
    throw new MicromegasError(
      'protocol',
      `The Arrow data has no column ${JSON.stringify(missing)}; its columns: ${names}.`,
    )
  }
  return {
    types: completeTypeOptions(subject, options.types),
    columns: declarationsOf(subject, columns),
    propertyNames: namesOf(options.names),
  }
}

/** @throws `invalid_argument` for options that do not exist */
export function checkDecodeOptions(subject: string, options: DecodeOptions): void {
  refuseUnknownOptions(subject, options, decodeOptionNames)
}
