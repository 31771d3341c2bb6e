import { DialectAdapterBase } from 'kysely'
import { noMigrations } from './unsupported.js'

/** Tells Kysely what the engine can do. Queries run side by side over one channel. */
export class MicromegasAdapter extends DialectAdapterBase {
  override get supportsTransactionalDdl(): boolean {
    return false
  }

  override get supportsReturning(): boolean {
    return false
  }

  override async acquireMigrationLock(): Promise<void> {
    throw noMigrations()
  }

  override async releaseMigrationLock(): Promise<void> {
    throw noMigrations()
  }
}
