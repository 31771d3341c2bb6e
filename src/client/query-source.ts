import type { Compilable, CompiledQuery } from 'kysely'
import type { MicromegasCompiledQuery } from '../driver/compiled-query.js'
import { MicromegasError } from '../errors.js'

/** A query in any of its forms: SQL text, a builder query, or what its `compile()` gave. */
export type QuerySource<Row> = string | Compilable<Row> | CompiledQuery<Row>

/** What the connection needs of a query: its text, and what the compiler knows of it. */
export type Statement = Pick<MicromegasCompiledQuery, 'sql' | 'parameters' | 'timeRange' | 'plan'>

/** Brings the forms of a query to one. A query that another dialect compiled is refused: its text holds placeholders. */
export function statementOf(source: QuerySource<unknown>): Statement {
  if (typeof source === 'string') return { sql: source, parameters: [] }
  const compiled: MicromegasCompiledQuery = 'compile' in source ? source.compile() : source
  if (compiled.parameters.length > 0) {
    throw new MicromegasError(
      'unsupported',
      `The service takes no query parameters, and this query has ${compiled.parameters.length}. ` +
        'Compile it on a handle of this package, which writes values as literals.',
    )
  }
  return compiled
}
