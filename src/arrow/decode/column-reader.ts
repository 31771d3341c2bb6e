import type { Data } from 'apache-arrow'
import { MicromegasError } from '../../errors.js'
import type { CompleteTypeOptions } from '../../types/type-options.js'
import type { ColumnValues } from '../objects/index.js'

/**
 * Reads the values `begin` to `end` (exclusive) of a column. Made once per column of a schema; everything that depends
 * on the Arrow type or on the options is decided then, so that the loops hold no such test.
 *
 * Follows apache-arrow's convention for slices: `values`, `valueOffsets` and the children of structs and fixed-size lists
 * begin at the slice, bits (validity, booleans) begin at `data.offset`.
 */
export type ColumnReader = (data: Data, begin: number, end: number) => ColumnValues

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
