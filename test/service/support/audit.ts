import { setTimeout as sleep } from 'node:timers/promises'
import { during, last, type MicromegasDatabase, type MicromegasKysely } from '../../../src/index.js'

/** What the service records of a query when it has ended. */
export interface AuditRecord {
  readonly sql: string
  readonly status: 'ok' | 'error' | 'incomplete'
  readonly client: string
  readonly agent: string
  readonly entrypoint: string
  readonly session: string
  readonly email: string
  readonly name: string
  readonly total_ms: number
  /** Rows that were sent. */
  readonly output_rows: number
}

const timeout = 60_000

/** The service's own records of the queries of a session, as soon as there are so many. */
export async function auditOf(
  db: MicromegasKysely<MicromegasDatabase>,
  session: string,
  count: number,
): Promise<AuditRecord[]> {
  const deadline = Date.now() + timeout
  for (;;) {
    const rows = await db
      .selectFrom('log_entries')
      .select('msg')
      .where('target', '=', 'flightsql_query_audit')
      .where('msg', 'like', `%"session":"${session}"%`)
      .orderBy('time')
      .$call(during(last('10 minutes')))
      .execute()
    if (rows.length >= count) return rows.map(({ msg }) => JSON.parse(msg) as AuditRecord)
    if (Date.now() > deadline) throw new Error(`${rows.length} audit records of ${count}`)
    await sleep(200)
  }
}
