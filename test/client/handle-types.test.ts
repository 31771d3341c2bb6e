import { Kysely, type SelectQueryBuilder, type Simplify, sql } from 'kysely'
import { describe, expectTypeOf, it } from 'vitest'
import {
  builtinViewSets,
  column,
  createMicromegas,
  type Database,
  defineViewSet,
  defineViewSets,
  during,
  functions,
  LogLevel,
  last,
  MicromegasClient,
  type MicromegasDatabase,
  MicromegasDialect,
  type MicromegasQueries,
  type Row,
  type Timestamp,
  unbounded,
  viewInstance,
  viewInstances,
} from '../../src/index.js'

const url = 'grpc://localhost:50051'
const id = '00000000-0000-4000-8000-000000000001'

const db = createMicromegas({ url })
const plainValues = createMicromegas({ url, types: { int64: 'number', timestamp: 'date' } })
const textValues = createMicromegas({ url, types: { int64: 'string', timestamp: 'string' } })
const kysely = new Kysely<MicromegasDatabase>({ dialect: new MicromegasDialect({ url }) })

const frame_times = defineViewSet('frame_times', {
  instances: ['global', 'process'],
  timeColumns: ['time'],
  columns: {
    time: column.timestamp(),
    frame: column.int64(),
    ms: column.float64(),
    tags: column.list(column.utf8().nullable()),
    at: column.struct({ x: column.float64(), n: column.int64().nullable() }),
    counts: column.map(column.utf8(), column.uint64()),
    p: column.jsonb<{ 'http.route': string }>(),
    'ci.job': column.decimal(10, 2).nullable(),
  },
})
const views = defineViewSets({ ...builtinViewSets, frame_times })
const ownViews = createMicromegas({ url, viewSets: views, types: { int64: 'string' } })

/** The rows of a query, for type assertions: nothing is sent. */
declare function rowOf<O>(query: SelectQueryBuilder<any, any, O>): Simplify<O>
const never = (_: () => unknown) => {}

describe('rows have the types of the selected columns', () => {
  it('of a view instance, under each option', () => {
    never(() => {
      const query = db.selectFrom(viewInstance('thread_spans', id)).select(['begin', 'duration', 'name', 'depth'])
      expectTypeOf(rowOf(query)).toEqualTypeOf<{ begin: Timestamp; duration: bigint; name: string; depth: number }>()
      const numbers = plainValues.selectFrom(viewInstance('thread_spans', id)).select(['begin', 'duration', 'depth'])
      expectTypeOf(rowOf(numbers)).toEqualTypeOf<{ begin: Date; duration: number; depth: number }>()
      const texts = textValues.selectFrom(viewInstance('thread_spans', id)).select(['begin', 'duration', 'depth'])
      expectTypeOf(rowOf(texts)).toEqualTypeOf<{ begin: string; duration: string; depth: number }>()
    })
  })

  it('of a table, with known values as unions', () => {
    never(() => {
      const query = db.selectFrom('log_entries').select(['time', 'process_id', 'level', 'target', 'msg'])
      expectTypeOf(rowOf(query)).toEqualTypeOf<{
        time: Timestamp
        process_id: string
        level: LogLevel
        target: string
        msg: string
      }>()
    })
  })

  it('of declared view sets, nested types and renamed columns included', () => {
    never(() => {
      const query = ownViews.selectFrom('frame_times').selectAll()
      expectTypeOf(rowOf(query)).toEqualTypeOf<{
        time: Timestamp
        frame: string
        ms: number
        tags: (string | null)[]
        at: { x: number; n: string | null }
        counts: Map<string, string>
        p: { 'http.route': string }
        ci_job: string | null
      }>()
      expectTypeOf<Row<typeof views, 'frame_times', { int64: 'number' }>['frame']>().toEqualTypeOf<number>()
      const instance = ownViews.selectFrom(views.viewInstance('frame_times', id, 'f')).select(['f.frame', 'time'])
      expectTypeOf(rowOf(instance)).toEqualTypeOf<{ frame: string; time: Timestamp }>()
      const typed = new Kysely<Database<typeof views, { int64: 'number' }>>({ dialect: new MicromegasDialect({ url }) })
      const own = typed.selectFrom(views.viewInstance('frame_times', id)).select('frame')
      expectTypeOf(rowOf(own)).toEqualTypeOf<{ frame: number }>()
    })
  })

  it('of joins, nullable where a left join may find nothing', () => {
    never(() => {
      const query = plainValues
        .selectFrom('processes as p')
        .leftJoin(viewInstance('async_events', id, 'e'), (join) => join.onTrue())
        .select(['p.exe', 'e.span_id', 'e.time'])
      expectTypeOf(rowOf(query)).toEqualTypeOf<{
        exe: string | null
        span_id: number | null
        time: Date | null
      }>()
      const both = db
        .selectFrom('log_entries')
        .innerJoin(viewInstance('log_entries', id, 'l2'), 'l2.time', 'log_entries.time')
        .select(['l2.msg', 'log_entries.level'])
      expectTypeOf(rowOf(both)).toEqualTypeOf<{ msg: string; level: LogLevel }>()
    })
  })

  it('of several instances', () => {
    never(() => {
      const list = plainValues
        .selectFrom([viewInstance('thread_spans', id, 'a'), viewInstance('thread_spans', id, 'b')])
        .whereRef('a.id', '=', 'b.id')
        .select(['a.duration as ad', 'b.name as bn'])
      expectTypeOf(rowOf(list)).toEqualTypeOf<{ ad: number; bn: string }>()
      const union = plainValues
        .selectFrom(viewInstances('thread_spans', [id], 's'))
        .select(['s.duration', 'instance_id'])
        .where('s.depth', '=', 1)
      expectTypeOf(rowOf(union)).toEqualTypeOf<{ duration: number; instance_id: string }>()
    })
  })

  it('of common table expressions, set operations and recursion', () => {
    never(() => {
      const expression = plainValues
        .with('top', (q) => q.selectFrom(viewInstance('thread_spans', id)).selectAll().where('depth', '=', 1))
        .selectFrom('top')
        .select(['duration', 'begin'])
        .$call(during(last('2 hours')))
      expectTypeOf(rowOf(expression)).toEqualTypeOf<{ duration: number; begin: Date }>()
      const recursive = db
        .withRecursive('t(id, n)', (q) =>
          q
            .selectFrom('log_entries')
            .select(['process_id as id', 'level as n'])
            .unionAll(q.selectFrom('t').select(['t.id', 't.n'])),
        )
        .selectFrom('t')
        .selectAll()
        .$if(Math.random() > 0.5, during(last('1 hour')))
      expectTypeOf(rowOf(recursive)).toEqualTypeOf<{ id: string; n: LogLevel }>()
    })
  })

  it('of dotted columns under their TypeScript names', () => {
    never(() => {
      const query = db.selectFrom('blocks').select(['streams_tags', 'blocks.processes_exe as exe'])
      expectTypeOf(rowOf(query)).toEqualTypeOf<{ streams_tags: string[] | null; exe: string }>()
    })
  })

  it('of functions, which follow the options inside expressions, too', () => {
    never(() => {
      const query = db
        .selectFrom(viewInstance('log_entries', id, 'l'))
        .leftJoin('processes as p', 'p.process_id', 'l.process_id')
        .select((eb) => {
          const f = functions(eb)
          return [
            'l.target',
            f.propertyGet('l.properties', 'k').as('k'),
            f.dateBin('1 minute', 'l.time').as('minute'),
            f.dateBin('1 minute', 'p.start_time').as('start'),
            f.countStar().filterWhere('level', '<=', LogLevel.Error).as('errors'),
            f.countStar().as('n'),
          ]
        })
        .$call(during(last('1 hour')))
        .orderBy('minute')
      expectTypeOf(rowOf(query)).toEqualTypeOf<{
        target: string
        k: string | null
        minute: Timestamp
        start: Timestamp | null
        errors: bigint
        n: bigint
      }>()
      const inExpression = plainValues
        .with('c', (q) => q.selectFrom('log_entries').select('target').where('level', '=', LogLevel.Fatal))
        .selectFrom('c')
        .select((eb) => ['target', functions(eb).countStar().as('n')])
        .groupBy('target')
      expectTypeOf(rowOf(inExpression)).toEqualTypeOf<{ target: string; n: number }>()
    })
  })

  it('on a plain Kysely, and on a client', () => {
    never(() => {
      expectTypeOf(rowOf(kysely.selectFrom(viewInstance('thread_spans', id)).select('duration'))).toEqualTypeOf<{
        duration: bigint
      }>()
      const client = new MicromegasClient({ url, types: { int64: 'number' } })
      expectTypeOf(rowOf(client.kysely().selectFrom('blocks').select('payload_size'))).toEqualTypeOf<{
        payload_size: number
      }>()
      expectTypeOf(client.query(client.kysely().selectFrom('blocks').select('payload_size'))).resolves.toEqualTypeOf<
        { payload_size: number }[]
      >()
      expectTypeOf(new MicromegasClient({ url }).query('select 1')).resolves.toEqualTypeOf<Record<string, unknown>[]>()
    })
  })
})

describe('does not compile', () => {
  it('a wrong column, value or relation', () => {
    never(() => {
      // @ts-expect-error no such column
      db.selectFrom(viewInstance('thread_spans', id)).where('dept', '=', 1)
      // @ts-expect-error text for a number
      db.selectFrom(viewInstance('thread_spans', id)).where('depth', '=', 'one')
      // @ts-expect-error a number for a 64-bit integer
      db.selectFrom(viewInstance('thread_spans', id)).where('duration', '>', 1000)
      // @ts-expect-error a Date for a Timestamp
      db.selectFrom('log_entries').where('time', '>', new Date())
      // @ts-expect-error a bigint where the handle has numbers
      plainValues.selectFrom(viewInstance('thread_spans', id)).where('duration', '>', 5n)
      // @ts-expect-error no such level
      db.selectFrom('log_entries').where('level', '=', 7)
      // @ts-expect-error no such view set
      db.selectFrom(viewInstance('thread_span', id))
      // @ts-expect-error no such table
      db.selectFrom('log_entry')
      // @ts-expect-error processes have no instances with ids
      db.selectFrom(viewInstance('processes', id))
      // @ts-expect-error thread_spans is not a table
      db.selectFrom('thread_spans')
      // @ts-expect-error a column of another view set
      db.selectFrom('log_entries').select('depth')
      // @ts-expect-error the alias hides the view set's own name
      db.selectFrom(viewInstance('log_entries', id, 'l')).select('log_entries.msg')
      // @ts-expect-error dots are written as underscores
      db.selectFrom('blocks').select('streams.tags')
    })
  })

  it('a view set that the handle lacks', () => {
    never(() => {
      // @ts-expect-error not among the built-in ones
      db.selectFrom(views.viewInstance('frame_times', id))
      // @ts-expect-error not in a join either
      db.selectFrom('processes').innerJoin(views.viewInstance('frame_times', id), (join) => join.onTrue())
    })
  })

  it('writes and transactions on the handle', () => {
    never(() => {
      // @ts-expect-error no insert
      db.insertInto('log_entries')
      // @ts-expect-error no delete
      db.deleteFrom('log_entries')
      // @ts-expect-error no update
      db.updateTable('log_entries')
      // @ts-expect-error no merge
      db.mergeInto('log_entries')
      // @ts-expect-error no schema changes
      db.schema
      // @ts-expect-error no transactions
      db.transaction()
      // @ts-expect-error nor after a plugin
      db.withPlugin(during(last('1 hour')).plugin).transaction()
      // @ts-expect-error nor in a common table expression
      db.with('x', (q) => q.deleteFrom('log_entries'))
    })
  })

  it('functions over a wrong column', () => {
    never(() => {
      db.selectFrom('log_entries').select((eb) => [
        // @ts-expect-error no such column
        functions(eb).propertyGet('propertiez', 'k').as('a'),
        // @ts-expect-error text has no properties
        functions(eb).propertyGet('msg', 'k').as('b'),
        // @ts-expect-error an instant has no properties
        functions(eb).propertyGet('time', 'k').as('c'),
        // @ts-expect-error no such unit
        functions(eb).dateBin('1 fortnight', 'time').as('d'),
        // @ts-expect-error text is not an instant
        functions(eb).dateBin('1 minute', 'msg').as('e'),
        // @ts-expect-error text has no average
        functions(eb).avg('msg').as('f'),
        // @ts-expect-error text is not bytes
        functions(eb).hex('msg').as('g'),
      ])
    })
  })

  it('invalid declarations', () => {
    never(() => {
      const columns = { time: column.timestamp(), v: column.int64() }
      // @ts-expect-error a time column must be a timestamp
      defineViewSet('x', { columns, instances: ['global'], timeColumns: ['v'] })
      // @ts-expect-error no such column
      defineViewSet('x', { columns, instances: ['global'], timeColumns: ['tim'] })
      // @ts-expect-error no such kind of instance
      defineViewSet('x', { columns, instances: ['thread'], timeColumns: ['time'] })
      // @ts-expect-error the key is not the name
      defineViewSets({ frames: frame_times })
    })
  })

  it('invalid configurations', () => {
    never(() => {
      // @ts-expect-error no such option
      createMicromegas({ url, nonsense: 1 })
      // @ts-expect-error no such value
      createMicromegas({ url, types: { int64: 'float' } })
      // @ts-expect-error the url is missing
      createMicromegas({})
      // @ts-expect-error no such unit
      last('2 fortnights')
      // @ts-expect-error one end alone
      during(new Date())
    })
  })
})

describe('handles', () => {
  it('fit a library that asks for their tables and value types', () => {
    never(() => {
      type Wanted = Pick<MicromegasDatabase, 'log_entries' | 'view_instance(thread_spans)'>
      const library = (queries: MicromegasQueries<Wanted>) =>
        queries.selectFrom(viewInstance('thread_spans', id)).select('duration')
      library(db)
      library(kysely)
      library(createMicromegas({ url, viewSets: views }))
      library(db.$pickTables<'log_entries' | 'view_instance(thread_spans)'>())
      // @ts-expect-error other value types
      library(plainValues)
      // @ts-expect-error a table is missing
      library(db.$pickTables<'log_entries'>())
    })
  })

  it('run plain SQL, and are closed at the end of their block', () => {
    never(async () => {
      await sql`select 1`.execute(db)
      await sql`select 1`.execute(db.withPlugin(unbounded.plugin))
      await using handle = createMicromegas({ url })
      return handle
    })
  })
})
