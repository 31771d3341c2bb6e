/** The values of one column, by row. */
export type ColumnValues = ArrayLike<unknown>

/** Values that rows share: those of a dictionary, with the index of each row's own. */
export interface IndexedValues {
  readonly values: ArrayLike<unknown>
  readonly indices: ArrayLike<number>
}

/** Values that are made of 64-bit integers, when their row is made. */
export interface ComputedValues {
  /** The halves of each integer: low, high, in turn. */
  readonly halves: Int32Array
  readonly compute: (low: number, high: number) => unknown
}

/** The forms in which a row maker takes a column. */
export interface ColumnForms {
  readonly values: ColumnValues
  readonly indexed: IndexedValues
  readonly computed: ComputedValues
}
export type ColumnForm = keyof ColumnForms
export type ColumnSource = ColumnForms[ColumnForm]

/**
 * Makes one plain object per row from its columns, one per name, and stores the first `count` of them in `rows` from index
 * `at` on.
 */
export type RowMaker = (columns: readonly ColumnSource[], rows: unknown[], at: number, count: number) => void

/** Makes a plain object with these values, one per name. */
export type ObjectMaker = (values: readonly unknown[]) => object

/**
 * Creates makers of plain objects with given names. Every object of one maker has the same hidden class, and each name
 * becomes an own property, `__proto__` too. Names must be unique.
 */
export interface Makers {
  /** @param forms how the columns come, in the order of the names; by default all as `values` */
  readonly rowMaker: (names: readonly string[], forms?: readonly ColumnForm[]) => RowMaker
  readonly objectMaker: (names: readonly string[]) => ObjectMaker
}
