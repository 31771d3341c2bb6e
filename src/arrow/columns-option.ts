import { invalidArgument } from '../errors.js'
import { Column, type Columns } from '../types/column.js'
import type { ColumnDeclaration } from '../types/column-type.js'

/** The names that columns have in rows, where they differ: `{ 'streams.tags': 'streams_tags' }`. */
export type ColumnNames = Readonly<Record<string, string>>

/** The name that the column `K` has in rows under `N`. */
export type NameIn<K, N> = K extends keyof N ? N[K] & string : K & string

/**
 * Returns what columns were declared to be.
 *
 * @throws `invalid_argument` for a column that is not a declaration
 */
export function declarationsOf(subject: string, columns: Columns): ReadonlyMap<string, ColumnDeclaration> {
  return new Map(
    Object.entries(columns).map(([name, column]) => {
      if (column instanceof Column) return [name, column.declaration]
      throw invalidArgument(
        `${subject}: columns[${JSON.stringify(name)}] is not a column.`,
        'Declare it with one of the builders of `column`, for example column.int64().',
      )
    }),
  )
}

/** Returns names by column, as the rooms of this folder take them. */
export function namesOf(names: ColumnNames = {}): ReadonlyMap<string, string> {
  return new Map(Object.entries(names))
}
