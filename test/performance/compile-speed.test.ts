import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type SelectQueryBuilder,
} from 'kysely'
import { describe, expect, it } from 'vitest'
import {
  createMicromegas,
  LogLevel,
  type MicromegasDatabase,
  type MicromegasKysely,
  viewInstance,
} from '../../src/index.js'
import { costRatio } from './support/cost-ratio.ts'

type Handle = Pick<MicromegasKysely, 'selectFrom' | 'with'>

const streamId = '11111111-2222-3333-4444-555555555555'
const processIds = Array.from({ length: 50 }, (_, index) => `process ${index}`)

/** What programs write: the same code for both. */
const queries: Readonly<Record<string, (db: Handle) => SelectQueryBuilder<any, any, any>>> = {
  'of conditions': (db) =>
    db
      .selectFrom('log_entries')
      .select(['time', 'process_id', 'level', 'target', 'msg'])
      .where('level', '<=', LogLevel.Info)
      .where('exe', 'like', '%flight%')
      .orderBy('time', 'desc')
      .limit(10),
  'of a join and groups': (db) =>
    db
      .selectFrom('log_entries as l')
      .innerJoin('processes as p', 'p.process_id', 'l.process_id')
      .select((eb) => ['p.exe', 'l.target', eb.fn.countAll().as('entries'), eb.fn.max('l.time').as('last')])
      .where('l.level', 'in', [LogLevel.Error, LogLevel.Fatal])
      .where((eb) => eb.or([eb('l.target', 'like', 'game::%'), eb('p.exe', '=', 'game')]))
      .groupBy(['p.exe', 'l.target']),
  'of many columns': (db) =>
    db
      .selectFrom('blocks')
      .select(['block_id', 'stream_id', 'begin_time', 'end_time', 'nb_objects', 'streams_tags', 'processes_exe'])
      .where('nb_objects', '>', 5),
  'of a view instance': (db) =>
    db
      .selectFrom(viewInstance('thread_spans', streamId))
      .select(['begin', 'end', 'duration', 'name'])
      .where('depth', '=', 1)
      .orderBy('duration', 'desc')
      .limit(10),
  'of a common table expression': (db) =>
    db
      .with('errors', (query) =>
        query.selectFrom('log_entries').select(['process_id', 'time']).where('level', '<=', LogLevel.Error),
      )
      .selectFrom('errors')
      .innerJoin('processes', 'processes.process_id', 'errors.process_id')
      .select(['processes.exe', 'errors.time']),
  'of a list of 50 texts': (db) => db.selectFrom('processes').select('exe').where('process_id', 'in', processIds),
  'of all columns': (db) => db.selectFrom('processes').selectAll().limit(10),
}

describe('building and compiling a query takes about as long as with the Postgres dialect', () => {
  const ours = createMicromegas({ url: 'grpc://localhost:50051' })
  const postgres = new Kysely<MicromegasDatabase>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    // Its `with` has another type, which makes no difference to these queries.
  }) as unknown as Handle
  const all = Object.values(queries)
  const compileWith = (db: Handle, builders: typeof all) => () => {
    for (const build of builders) build(db).compile()
  }

  it('all together', () => {
    // Measured: 0.98.
    expect(costRatio(compileWith(ours, all), compileWith(postgres, all), { warmUp: 40 })).toBeLessThan(1.1)
  })

  // Measured: 0.83 (the list) to 1.07 (the common table expression).
  it.each(Object.entries(queries))('%s', (_, build) => {
    expect(costRatio(compileWith(ours, [build]), compileWith(postgres, [build]), { warmUp: 40 })).toBeLessThan(1.2)
  })
})
