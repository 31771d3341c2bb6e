import type { Data } from 'apache-arrow'
import { invalidAt } from './invalid-value.js'

/**
 * Encodes the values of a column, one per row; `undefined` stands for null. Made once per column of a schema; everything
 * that depends on the Arrow type is decided then.
 *
 * @throws {InvalidValueError} for a value that the column cannot store
 */
export type ColumnEncoder = (values: readonly unknown[]) => Data

/** Makes the buffers and children of a column's `Data`, under the names that `makeData` takes. */
export type BufferEncoder = (values: readonly unknown[]) => Readonly<Record<string, unknown>>

/** Stands for the members of a struct and the items of a fixed-size list that is null itself: nobody reads them. */
export const absent = Symbol('absent')

export function isNull(value: unknown): value is null | undefined | typeof absent {
  return value === null || value === undefined || value === absent
}

/** Visits the values that are not null. An error of one of them says which one it is. */
export function eachValue(values: readonly unknown[], visit: (value: unknown, index: number) => void): void {
  let index = 0
  try {
    for (; index < values.length; index++) {
      const value = values[index]
      if (!isNull(value)) visit(value, index)
    }
  } catch (error) {
    throw invalidAt(index, error)
  }
}
