import type { Data } from 'apache-arrow'
import { MicromegasError } from '../../errors.js'
import type { CompleteTypeOptions } from '../../types/type-options.js'
import type { ColumnForm, ColumnSource, ColumnValues } from '../objects/index.js'

/**
 * Reads the values `begin` to `end` (exclusive) of a column. Made once per column of a schema; everything that depends
 * on the Arrow type or on the options is decided then, so that the loops hold no such test.
 *
 * Follows apache-arrow's convention for slices: `values`, `valueOffsets` and the children of structs and fixed-size lists
 * begin at the slice, bits (validity, booleans) begin at `data.offset`.
 */
export interface ColumnReader {
  (data: Data, begin: number, end: number): ColumnValues
  readonly deferred?: DeferredReader
}

/**
 * Reads values in a form from which the row maker takes them itself, which saves an array of them. What a row maker
 * allocates lies beside its row, also where V8 places the rows in its old generation at once.
 */
export interface DeferredReader {
  readonly form: Exclude<ColumnForm, 'values'>
  /** @returns `undefined` for values that have to be read into an array, because some are null, for instance */
  readonly read: (data: Data, begin: number, end: number) => ColumnSource | undefined
}

/** Adds to a reader how its values can be left to the row maker. */
export function withDeferred(
  read: (data: Data, begin: number, end: number) => ColumnValues,
  deferred: DeferredReader,
): ColumnReader {
  return Object.assign(read, { deferred })
}

/** What a reader needs to know besides its Arrow type. */
export interface ReaderContext {
  /** The column's name in SQL, with the path inside of it for nested values. */
  readonly column: string
  readonly types: CompleteTypeOptions
}

/** An error in the values of a column. */
export function columnError(context: ReaderContext, problem: string, help?: string): MicromegasError {
  return new MicromegasError('protocol', `Column ${JSON.stringify(context.column)} ${problem}.`, { help })
}
