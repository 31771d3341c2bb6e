import type { DatabaseIntrospector, Dialect, DialectAdapter, Driver, Kysely, QueryCompiler } from 'kysely'
import { FlightSqlConnection, type QueryConnection } from '../driver/connection.js'
import { MicromegasDriver } from '../driver/kysely-driver.js'
import type { AnyViewSets } from '../views/view-set.js'
import type { ViewSets } from '../views/view-sets.js'
import { MicromegasAdapter } from './adapter.js'
import { checkSharedConnection, connectionOptions, type MicromegasDialectConfig, viewSetsOf } from './dialect-config.js'
import { MicromegasIntrospector } from './introspector.js'
import { MicromegasQueryCompiler } from './query-compiler.js'

/**
 * Kysely's dialect for Micromegas: `new Kysely<MicromegasDatabase>({ dialect: new MicromegasDialect({ url }) })`.
 * `createMicromegas` makes the same with a read-only handle.
 */
export class MicromegasDialect implements Dialect {
  readonly #connection: QueryConnection
  readonly #ownsConnection: boolean
  readonly #viewSets: ViewSets<AnyViewSets>

  /** @throws `invalid_argument` for a configuration that cannot work */
  constructor(config: MicromegasDialectConfig) {
    this.#viewSets = viewSetsOf(config)
    if (config.connection === undefined) {
      this.#connection = new FlightSqlConnection(connectionOptions(config))
      this.#ownsConnection = true
    } else {
      checkSharedConnection(config)
      this.#connection = config.connection
      this.#ownsConnection = false
    }
  }

  createDriver(): Driver {
    return new MicromegasDriver(this.#connection, this.#ownsConnection)
  }

  createQueryCompiler(): QueryCompiler {
    return new MicromegasQueryCompiler(this.#viewSets)
  }

  createAdapter(): DialectAdapter {
    return new MicromegasAdapter()
  }

  createIntrospector(db: Kysely<any>): DatabaseIntrospector {
    return new MicromegasIntrospector(db, this.#viewSets)
  }
}
