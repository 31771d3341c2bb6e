import { Kysely, type KyselyPlugin, type QueryExecutor } from 'kysely'
import type { ReadonlyQueryCreator } from 'kysely/readonly'
import { MicromegasDialect } from '../dialect/dialect.js'
import { connectionOptions, type ViewSetsConfig, viewSetsOf } from '../dialect/dialect-config.js'
import type { ConnectionConfig } from '../driver/config/config.js'
import { FlightSqlConnection } from '../driver/connection.js'
import type { Resolve, TypeOptions } from '../types/type-options.js'
import type { MicromegasDatabase } from '../views/builtin/database.js'
import type { DatabaseOf } from '../views/database.js'
import type { BuiltinViewSets } from '../views/names.js'
import type { AnyViewSets } from '../views/view-set.js'
import type { ViewSets } from '../views/view-sets.js'
import { createHandle } from './create-handle.js'
import { QueryClient } from './query-client.js'

/** The configuration of a client with the default view sets and value types. */
export interface DefaultClientConfig extends Omit<ConnectionConfig, 'types'> {
  readonly types?: never
  readonly viewSets?: never
}

/** The configuration of a client. Its literal types decide the types of rows. */
export interface ClientConfig<O extends TypeOptions, S extends AnyViewSets> extends Omit<ConnectionConfig, 'types'> {
  /** Which TypeScript types stand for Arrow types, in rows and in conditions. Default: the exact ones. */
  readonly types?: O
  /** The view sets that queries may read, made by `defineViewSets`. Default: the built-in view sets. */
  readonly viewSets?: ViewSets<S>
}

/** The database type of a configuration. */
export type DatabaseOfConfig<O extends TypeOptions, S extends AnyViewSets> = DatabaseOf<S, Resolve<O>>

/**
 * Builds and runs queries: Kysely without its writes, schema changes and transactions, which are not members at all.
 *
 * ```ts
 * const rows = await db.selectFrom('log_entries').select('msg').$call(during(last('2 minutes'))).execute()
 * ```
 */
export interface MicromegasKysely<DB = MicromegasDatabase>
  extends Pick<ReadonlyQueryCreator<DB>, 'selectFrom' | 'selectNoFrom' | 'with' | 'withRecursive'>,
    Pick<
      Kysely<DB>,
      'case' | 'dynamic' | 'fn' | 'introspection' | 'destroy' | 'executeQuery' | typeof Symbol.asyncDispose
    > {
  /** Returns the executor that runs ``sql`…`.execute(db)``. */
  getExecutor(): QueryExecutor
  /** Returns a handle with one more plugin, over the same client. */
  withPlugin(plugin: KyselyPlugin): MicromegasKysely<DB>
  /** Returns a handle without plugins, over the same client. */
  withoutPlugins(): MicromegasKysely<DB>
  /** Returns a handle that reads its tables from a schema, over the same client. */
  withSchema(schema: string): MicromegasKysely<DB>
  /** Returns the same handle with fewer tables in its type: those that a query has to look at. */
  $pickTables<T extends keyof DB>(): MicromegasKysely<Pick<DB, T>>
  /** Reads results in forms that the builder does not offer: chunks of rows, record batches, columns, tables. */
  readonly client: MicromegasClient<DB>
  /** Tells handles apart that have other tables or other value types. Does not exist at run time. */
  readonly '~database'?: DB
}

/**
 * What a library on top should accept: any handle whose database has at least these tables, with these value types. A plain
 * `Kysely` is accepted too.
 *
 * ```ts
 * function recentErrors(db: MicromegasQueries<Pick<MicromegasDatabase, 'log_entries'>>) { … }
 * ```
 */
export interface MicromegasQueries<DB = MicromegasDatabase>
  extends Pick<MicromegasKysely<DB>, 'selectFrom' | 'selectNoFrom'> {
  readonly '~database'?: DB
}

/**
 * Owns a connection to the service with its credentials and options, and reads results in every form. `await using` closes
 * it.
 */
export interface MicromegasClient<DB = MicromegasDatabase> extends QueryClient {
  /** Returns the query builder over this client. */
  kysely(): MicromegasKysely<DB>
}

/** Makes clients whose types follow their configuration: a class cannot infer its type arguments from literal options. */
export interface MicromegasClientConstructor {
  /**
   * Checks the configuration. Reads nothing and sends nothing: the channel opens at the first query.
   *
   * @throws `invalid_argument` for a configuration that is not valid
   */
  new (config: DefaultClientConfig): MicromegasClient<MicromegasDatabase>
  new <const O extends TypeOptions = {}, S extends AnyViewSets = BuiltinViewSets>(
    config: ClientConfig<O, S>,
  ): MicromegasClient<DatabaseOfConfig<O, S>>
}

class Client<DB> extends QueryClient implements MicromegasClient<DB> {
  readonly #handle: MicromegasKysely<DB>

  constructor(config: ConnectionConfig & ViewSetsConfig) {
    const connection = new FlightSqlConnection(connectionOptions(config))
    const dialect = new MicromegasDialect({ connection, viewSets: viewSetsOf(config) })
    super(connection)
    // Kysely's own signatures return writable builders; the interface is the promise.
    this.#handle = createHandle(new Kysely({ dialect }), this) as MicromegasKysely<DB>
  }

  kysely(): MicromegasKysely<DB> {
    return this.#handle
  }
}

export const MicromegasClient: MicromegasClientConstructor = Client as never
