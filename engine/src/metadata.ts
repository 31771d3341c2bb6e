/** The filters of Flight SQL's `CommandGetTables`. Patterns are those of SQL's `like`. */
export interface TablesFilter {
  readonly catalog?: string | undefined
  readonly schemaPattern?: string | undefined
  readonly tablePattern?: string | undefined
  readonly tableTypes?: readonly string[] | undefined
  readonly includeSchema?: boolean | undefined
}

/** A property of the server: its number in Flight SQL's `SqlInfo`, and its value. */
export type SqlInfoProperty = readonly [number: number, value: string | readonly string[]]
