import type { Compilable, CompiledQuery } from 'kysely'
import type { MicromegasCompiledQuery } from '../driver/query/compiled-query.js'

/** A query in any of its forms: SQL text, a builder query, or the result of its `compile()`. */
export type QuerySource<Row> = string | Compilable<Row> | CompiledQuery<Row>

/** The parts of a query that its execution depends on: its text, and what the compiler knows of it. */
export type Statement = Pick<MicromegasCompiledQuery, 'sql' | 'parameters' | 'timeRange' | 'plan'>

/** Converts a query of any form to its statement. */
export function statementOf(source: QuerySource<unknown>): Statement {
  if (typeof source === 'string') return { sql: source, parameters: [] }
  return 'compile' in source ? source.compile() : source
}
