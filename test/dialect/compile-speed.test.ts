import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type SelectQueryBuilder,
} from 'kysely'
import { expect, it } from 'vitest'
import { createMicromegas, LogLevel, type MicromegasDatabase } from '../../src/index.js'

type Handle = Pick<Kysely<MicromegasDatabase>, 'selectFrom'>

/** What programs write: the same code for both. */
const queries: readonly ((db: Handle) => SelectQueryBuilder<any, any, any>)[] = [
  (db) =>
    db
      .selectFrom('log_entries')
      .select(['time', 'process_id', 'level', 'target', 'msg'])
      .where('level', '<=', LogLevel.Info)
      .where('exe', 'like', '%flight%')
      .orderBy('time', 'desc')
      .limit(10),
  (db) =>
    db
      .selectFrom('log_entries as l')
      .innerJoin('processes as p', 'p.process_id', 'l.process_id')
      .select((eb) => ['p.exe', 'l.target', eb.fn.countAll().as('entries'), eb.fn.max('l.time').as('last')])
      .where('l.level', 'in', [LogLevel.Error, LogLevel.Fatal])
      .where((eb) => eb.or([eb('l.target', 'like', 'game::%'), eb('p.exe', '=', 'game')]))
      .groupBy(['p.exe', 'l.target']),
  (db) =>
    db
      .selectFrom('blocks')
      .select(['block_id', 'stream_id', 'begin_time', 'end_time', 'nb_objects', 'streams_tags', 'processes_exe'])
      .where('nb_objects', '>', 5),
]

it('building and compiling a query costs about what it costs with the Postgres dialect', () => {
  const ours = createMicromegas({ url: 'grpc://localhost:50051' })
  const postgres = new Kysely<MicromegasDatabase>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
  const time = (db: Handle) => {
    const started = performance.now()
    for (let i = 0; i < 400; i++) for (const build of queries) build(db).compile()
    return performance.now() - started
  }
  const ratios = Array.from({ length: 25 }, () => time(ours) / time(postgres)).slice(10)
  // Measured alone: 0.5 to 1.1, by the query.
  expect(ratios.sort((a, b) => a - b)[7]).toBeLessThan(1.35)
})
