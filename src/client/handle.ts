import type { Kysely, KyselyPlugin, QueryExecutor } from 'kysely'
import type { ReadonlyQueryCreator } from 'kysely/readonly'
import type { MicromegasDatabase } from '../views/builtin/database.js'
import type { MicromegasClient } from './micromegas-client.js'

/**
 * The handle that queries are built on and run through: Kysely without its writes, schema changes and transactions, which
 * are no members at all.
 */
export interface MicromegasKysely<DB = MicromegasDatabase>
  extends Pick<ReadonlyQueryCreator<DB>, 'selectFrom' | 'selectNoFrom' | 'with' | 'withRecursive'>,
    Pick<
      Kysely<DB>,
      'case' | 'dynamic' | 'fn' | 'introspection' | 'destroy' | 'executeQuery' | typeof Symbol.asyncDispose
    > {
  /** What runs ``sql`…`.execute(db)``. */
  getExecutor(): QueryExecutor
  /** A handle with one plugin more, over the same client. */
  withPlugin(plugin: KyselyPlugin): MicromegasKysely<DB>
  /** A handle without plugins, over the same client. */
  withoutPlugins(): MicromegasKysely<DB>
  /** A handle whose tables are read from a schema, over the same client. */
  withSchema(schema: string): MicromegasKysely<DB>
  /** The same handle with fewer tables in its type: what a query has to look at. */
  $pickTables<T extends keyof DB>(): MicromegasKysely<Pick<DB, T>>
  /** Rows, record batches and tables beyond what the builder hands out. */
  readonly client: MicromegasClient<DB>
  /** Keeps handles apart that have other tables or other value types. Never there at run time. */
  readonly '~database'?: DB
}

/**
 * What a library on top should ask for: any handle whose database has at least these tables, with these value types. A plain
 * `Kysely` fits too.
 *
 * ```ts
 * function recentErrors(db: MicromegasQueries<Pick<MicromegasDatabase, 'log_entries'>>) { … }
 * ```
 */
export interface MicromegasQueries<DB = MicromegasDatabase>
  extends Pick<MicromegasKysely<DB>, 'selectFrom' | 'selectNoFrom'> {
  readonly '~database'?: DB
}

/** The handle over a Kysely instance. Writes are no members at run time either. */
export function createHandle<DB>(kysely: Kysely<DB>, client: MicromegasClient<DB>): MicromegasKysely<DB> {
  const over = (other: Kysely<DB>) => createHandle(other, client)
  const handle = {
    selectFrom: kysely.selectFrom.bind(kysely),
    selectNoFrom: kysely.selectNoFrom.bind(kysely),
    with: kysely.with.bind(kysely),
    withRecursive: kysely.withRecursive.bind(kysely),
    case: kysely.case.bind(kysely),
    get dynamic() {
      return kysely.dynamic
    },
    get fn() {
      return kysely.fn
    },
    get introspection() {
      return kysely.introspection
    },
    executeQuery: kysely.executeQuery.bind(kysely),
    getExecutor: () => kysely.getExecutor(),
    withPlugin: (plugin: KyselyPlugin) => over(kysely.withPlugin(plugin)),
    withoutPlugins: () => over(kysely.withoutPlugins()),
    withSchema: (schema: string) => over(kysely.withSchema(schema)),
    $pickTables: () => handle,
    client,
    destroy: () => client.close(),
    [Symbol.asyncDispose]: () => client.close(),
  }
  // Kysely's own signatures speak of writable builders; the interface is the promise.
  return handle as unknown as MicromegasKysely<DB>
}
