import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type SelectQueryBuilder,
} from 'kysely'
import { createMicromegas, LogLevel, type MicromegasDatabase } from 'kysely-micromegas'
import type { ContenderFactory } from '../contender.ts'
import { isCompileQuery } from '../queries.ts'

/** Number of queries that one measurement builds and compiles. */
const repetitions = 20_000

type Handle = Pick<Kysely<MicromegasDatabase>, 'selectFrom'>

/** The same builder code for both. */
const builders = {
  select: (db: Handle) =>
    db
      .selectFrom('log_entries')
      .select(['time', 'process_id', 'level', 'target', 'msg'])
      .where('level', '<=', LogLevel.Info)
      .where('exe', 'like', '%flight%')
      .orderBy('time', 'desc')
      .limit(10),
  join: (db: Handle) =>
    db
      .selectFrom('log_entries as l')
      .innerJoin('processes as p', 'p.process_id', 'l.process_id')
      .leftJoin('streams as s', 's.stream_id', 'l.stream_id')
      .select((eb) => [
        'p.exe',
        'p.computer',
        'l.target',
        eb.fn.countAll<bigint>().as('entries'),
        eb.fn.max('l.time').as('last'),
      ])
      .where('l.level', 'in', [LogLevel.Error, LogLevel.Fatal])
      .where((eb) => eb.or([eb('l.target', 'like', 'game::%'), eb('p.exe', '=', 'game-client')]))
      .groupBy(['p.exe', 'p.computer', 'l.target'])
      .orderBy('entries', 'desc')
      .limit(50),
} satisfies Record<string, (db: Handle) => SelectQueryBuilder<any, any, any>>

const compiling =
  (handle: (url: string) => Handle): ContenderFactory =>
  ({ url }) => {
    const db = handle(url)
    return {
      async ask(name) {
        if (!isCompileQuery(name)) throw new Error(`unknown query "${name}"`)
        const build = builders[name]
        for (let i = 0; i < repetitions; i++) build(db).compile()
        return { rows: repetitions }
      },
      close: async () => {},
    }
  }

export const ours = compiling((url) => createMicromegas({ url }))

export const postgres = compiling(
  () =>
    new Kysely({
      dialect: {
        createAdapter: () => new PostgresAdapter(),
        createDriver: () => new DummyDriver(),
        createIntrospector: (db) => new PostgresIntrospector(db),
        createQueryCompiler: () => new PostgresQueryCompiler(),
      },
    }),
)
