/** The values of one column, by row. */
export type ColumnValues = ArrayLike<unknown>

/**
 * Makes one plain object per row from the values of its columns, one array per name, and stores the first `count` of them
 * in `rows` from index `at` on.
 */
export type RowMaker = (columns: readonly ColumnValues[], rows: unknown[], at: number, count: number) => void

/** Makes a plain object with these values, one per name. */
export type ObjectMaker = (values: readonly unknown[]) => object

/**
 * Creates makers of plain objects with given names. Every object of one maker has the same hidden class, and each name
 * becomes an own property, `__proto__` too. Names must be unique.
 */
export interface Makers {
  readonly rowMaker: (names: readonly string[]) => RowMaker
  readonly objectMaker: (names: readonly string[]) => ObjectMaker
}
