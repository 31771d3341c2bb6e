import type { Compilable } from 'kysely'
import type { MicromegasDatabase, MicromegasKysely } from '../../src/index.js'

/** Ids of telemetry that the engine under test holds. */
export interface SuiteIds {
  /** A process of native telemetry. */
  readonly process: string
  /** The stream of one of its threads. */
  readonly thread: string
}

/** A query that can be compiled and run. */
export interface Runnable extends Compilable<unknown> {
  execute(): Promise<unknown[]>
}

/** A query of the suite: its exact SQL is asserted without a service, and it runs on each engine. */
export interface QueryCase {
  /** The sentence that the documentation would use. */
  readonly name: string
  build(db: MicromegasKysely<MicromegasDatabase>, ids: SuiteIds): Runnable
  /** The SQL, with `$process` and `$thread` in place of the ids. */
  readonly sql: string
  /** Checks the rows. Default: there must be some. */
  check?(rows: readonly Record<string, unknown>[]): void
}

/** Ids for queries that are only compiled. */
export const placeholderIds: SuiteIds = {
  process: '11111111-1111-4111-8111-111111111111',
  thread: '22222222-2222-4222-8222-222222222222',
}

/** Returns the SQL of a case for given ids. */
export function expectedSql({ sql }: QueryCase, ids: SuiteIds): string {
  return sql.replaceAll('$process', ids.process).replaceAll('$thread', ids.thread)
}
