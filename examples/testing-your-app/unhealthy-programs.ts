import { functions, LogLevel, type MicromegasDatabase, type MicromegasQueries } from 'kysely-micromegas'

/** What this function needs of a handle: one table. Any handle that has it will do. */
export type LogQueries = MicromegasQueries<Pick<MicromegasDatabase, 'log_entries'>>

export interface UnhealthyProgram {
  readonly exe: string
  readonly errors: bigint
  readonly entries: bigint
}

/** Programs of whose log entries more than `limit`, between 0 and 1, are errors; the worst first. */
export async function unhealthyPrograms(db: LogQueries, limit: number): Promise<UnhealthyProgram[]> {
  const programs = await db
    .selectFrom('log_entries')
    .select((eb) => [
      'exe',
      functions(eb).countStar().filterWhere('level', '<=', LogLevel.Error).as('errors'),
      functions(eb).countStar().as('entries'),
    ])
    .groupBy('exe')
    .orderBy('errors', 'desc')
    .execute()
  return programs.filter(({ errors, entries }) => Number(errors) > limit * Number(entries))
}
