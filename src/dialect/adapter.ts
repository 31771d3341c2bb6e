import { DialectAdapterBase } from 'kysely'
import { unsupported } from './unsupported.js'

/** What Kysely wants to know of the engine. Queries run side by side over the one channel. */
export class MicromegasAdapter extends DialectAdapterBase {
  override get supportsTransactionalDdl(): boolean {
    return false
  }

  override get supportsReturning(): boolean {
    return false
  }

  override async acquireMigrationLock(): Promise<void> {
    throw unsupported('The service has no migrations', 'it is read-only.')
  }

  override async releaseMigrationLock(): Promise<void> {
    throw unsupported('The service has no migrations', 'it is read-only.')
  }
}
