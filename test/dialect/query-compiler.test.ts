import { Kysely, sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { MicromegasCompiledQuery } from '../../src/driver/query/compiled-query.js'
import {
  createMicromegas,
  during,
  last,
  listPartitions,
  type MicromegasDatabase,
  MicromegasDialect,
  type MicromegasError,
  processSpans,
  Timestamp,
  unbounded,
  viewInstance,
} from '../../src/index.js'
import { expectedSql, placeholderIds } from '../suite/case.js'
import { queryCases } from '../suite/query-cases.js'

const url = 'grpc://localhost:50051'
const db = createMicromegas({ url })
const kysely = new Kysely<MicromegasDatabase>({ dialect: new MicromegasDialect({ url }) })
const { thread, process } = placeholderIds
const compiled = (query: { compile(): unknown }) => query.compile() as MicromegasCompiledQuery
const codeOf = (attempt: () => unknown) => {
  try {
    attempt()
  } catch (error) {
    return (error as { code?: string }).code
  }
  return undefined
}

describe('the SQL of a query', () => {
  it.each(queryCases.map((query) => [query.name, query] as const))('%s', (_, query) => {
    const { sql: text, parameters } = query.build(db, placeholderIds).compile()
    expect(text).toBe(expectedSql(query, placeholderIds))
    expect(parameters).toEqual([])
  })
})

describe('the time range of a query', () => {
  const at = (query: { compile(): unknown }) => compiled(query).timeRange
  const entries = () => db.selectFrom('log_entries').select('msg')

  it('is not in the text, and leaves no blank', () => {
    const query = entries().$call(during('2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'))
    expect(compiled(query).sql).toBe('select "msg" from "log_entries"')
    expect(at(query)).toEqual({
      kind: 'between',
      begin: Timestamp.from('2026-01-01T00:00:00Z'),
      end: Timestamp.from('2026-01-02T00:00:00Z'),
    })
  })

  it('may be set in the middle of a chain, on a subquery and in a common table expression', () => {
    expect(
      at(
        entries()
          .$call(during(last('1 hour')))
          .where('level', '=', 1),
      ),
    ).toMatchObject({ kind: 'last' })
    const inner = db
      .selectFrom(
        entries()
          .$call(during(last('1 hour')))
          .as('x'),
      )
      .selectAll()
    expect(at(inner)).toMatchObject({ kind: 'last' })
    expect(compiled(inner).sql).toBe('select * from (select "msg" from "log_entries") as "x"')
    const expression = db
      .with('x', () => entries().$call(unbounded))
      .selectFrom('x')
      .selectAll()
    expect(at(expression)).toMatchObject({ kind: 'unbounded' })
  })

  it('may be set twice if it is the same, and not if it differs', () => {
    expect(
      at(
        entries()
          .$call(during(last('60 minutes')))
          .$call(during(last('1 hour'))),
      ),
    ).toMatchObject({ kind: 'last' })
    expect(
      codeOf(() =>
        entries()
          .$call(during(last('2 hours')))
          .$call(during(last('1 hour')))
          .compile(),
      ),
    ).toBe('invalid_argument')
    expect(
      codeOf(() =>
        entries()
          .$call(unbounded)
          .$call(during(last('1 hour')))
          .compile(),
      ),
    ).toBe('invalid_argument')
  })

  it('of a query takes precedence over that of its handle, and a handle added later over earlier ones', () => {
    const handle = db.withPlugin(during(last('1 day')).plugin).withPlugin(during(last('2 days')).plugin)
    expect(at(handle.selectFrom('log_entries').select('msg'))).toMatchObject({ nanoseconds: 172_800_000_000_000n })
    expect(
      at(
        handle
          .selectFrom('log_entries')
          .select('msg')
          .$call(during(last('1 hour'))),
      ),
    ).toMatchObject({
      nanoseconds: 3_600_000_000_000n,
    })
  })

  it('of a handle applies to plain SQL', () => {
    const handle = db.withPlugin(during(last('1 hour')).plugin)
    expect(sql`select 1`.compile(handle)).toMatchObject({ sql: 'select 1', timeRange: { kind: 'last' } })
  })

  it('is set on plain SQL by its marker', () => {
    expect(sql`select ${1} ${during(last('1 hour')).marker}`.compile(db)).toMatchObject({
      sql: 'select 1',
      timeRange: { kind: 'last' },
    })
  })

  it('survives spreading, a schema and plugins that are added later', () => {
    const query = entries().$call(during(last('1 hour')))
    expect({ ...compiled(query) }.timeRange).toMatchObject({ kind: 'last' })
    expect(
      at(
        db
          .withPlugin(during(last('1 hour')).plugin)
          .withSchema('public')
          .selectFrom('processes')
          .selectAll(),
      ),
    ).toMatchObject({
      kind: 'last',
    })
  })
})

describe('the view sets that need a time range', () => {
  const needed = (query: { compile(): unknown }) => compiled(query).plan?.rangeRequiredBy

  it('are those that a query reads, as tables, instances and in subqueries', () => {
    expect(needed(db.selectFrom('log_entries').selectAll())).toEqual(['log_entries'])
    expect(needed(db.selectFrom(viewInstance('thread_spans', thread)).selectAll())).toEqual(['thread_spans'])
    const nested = db
      .selectFrom('processes')
      .selectAll()
      .where((eb) => eb.exists(eb.selectFrom('streams').select('tags')))
    expect(needed(nested)).toEqual(['processes', 'streams'])
  })

  it('are not those whose names common table expressions take', () => {
    const query = db
      .with('log_entries', (q) => q.selectNoFrom((eb) => eb.val(1).as('n')))
      .selectFrom('log_entries')
      .selectAll()
    expect(needed(query)).toEqual([])
  })

  it('are those that a common table expression of the same name reads', () => {
    const query = db
      .with('log_entries', (q) => q.selectFrom('log_entries').selectAll())
      .selectFrom('log_entries')
      .selectAll()
    expect(needed(query)).toEqual(['log_entries'])
  })

  it('include what table functions read, and say which the service never reads without a range', () => {
    const { rangeRequiredBy, neverUnbounded } =
      compiled(
        db
          .selectFrom('processes')
          .innerJoin(processSpans(process, 'both'), (join) => join.onTrue())
          .innerJoin(viewInstance('thread_spans', thread), (join) => join.onTrue())
          .innerJoin(listPartitions(), (join) => join.onTrue())
          .select('exe'),
      ).plan ?? {}
    expect(rangeRequiredBy).toEqual(['processes', 'process_spans', 'thread_spans'])
    expect(neverUnbounded).toEqual(['process_spans', 'thread_spans'])
  })

  it('are unknown for plain SQL', () => {
    expect((sql`select * from log_entries`.compile(db) as MicromegasCompiledQuery).plan).toBeUndefined()
  })
})

describe('the declarations of result columns', () => {
  const kinds = (query: { compile(): unknown }) =>
    Object.fromEntries([...(compiled(query).plan?.resultColumns ?? [])].map(([name, { type }]) => [name, type.kind]))

  it('are known through aliases, joins, subqueries and common table expressions', () => {
    const query = db
      .with('x', (q) => q.selectFrom(viewInstance('otel_spans', process)).select(['events as e', 'trace_id']))
      .selectFrom('x as y')
      .innerJoin('log_entries as l', (join) => join.onTrue())
      .select(['y.e as ev', 'l.properties', 'trace_id'])
    expect(kinds(query)).toEqual({ ev: 'jsonb', properties: 'jsonb', trace_id: 'fixedSizeBinary' })
  })

  it('are known for all columns, by their SQL names', () => {
    expect(kinds(db.selectFrom('blocks as b').selectAll('b'))).toMatchObject({ 'streams.tags': 'list' })
  })

  it('are known for renamed columns of recursive expressions', () => {
    const query = db
      .withRecursive('t(a)', (q) =>
        q
          .selectFrom(viewInstance('otel_spans', process))
          .select('links as a')
          .unionAll(q.selectFrom('t').select('t.a')),
      )
      .selectFrom('t')
      .selectAll()
    expect(kinds(query)).toEqual({ a: 'jsonb' })
  })

  it('are unknown where two relations have the name', () => {
    const query = kysely.selectFrom(['log_entries as a', 'measures as b']).select('properties' as never)
    expect(kinds(query)).toEqual({})
  })

  it('are unknown for EXPLAIN', () => {
    const explain = queryCases.find(({ name }) => name === 'explains a query')?.build(db, placeholderIds)
    expect(kinds(explain as never)).toEqual({})
  })
})

describe('the text of a query', () => {
  const plain = (query: { compile(): unknown }) => compiled(query).sql

  it('has no blanks around it, even where a template brings some', () => {
    const query = db.selectFrom('processes').select('exe')
    expect(plain(query.modifyEnd(sql`limit 1 `))).toMatch(/ limit 1$/)
    expect(plain(query.modifyEnd(sql`${during(last('1 hour')).marker}`))).toMatch(/"processes"$/)
    expect((sql`\n select ${1} ${during(last('1 hour')).marker}\n`.compile(db) as MicromegasCompiledQuery).sql).toBe(
      'select 1',
    )
  })

  it('lists texts with and without quotes', () => {
    const query = db.selectFrom('processes').select('exe')
    expect(plain(query.where('exe', 'in', ['a', 'b c']))).toMatch(/ in \('a', 'b c'\)$/)
    expect(plain(query.where('exe', 'in', ['a', "b'c", 'd']))).toMatch(/ in \('a', 'b''c', 'd'\)$/)
    expect(codeOf(() => query.where('exe', 'in', ['a', '\ud800']).compile())).toBe('invalid_argument')
    expect(plain(query.where('exe', 'in', ['a', null as never]))).toMatch(/ in \('a', null\)$/)
  })
})

describe('values next to a declared column', () => {
  const text = createMicromegas({ url, types: { int64: 'string', timestamp: 'string' } })
  const dates = createMicromegas({ url, types: { int64: 'number', timestamp: 'date' } })
  const where = (query: { compile(): unknown }) => compiled(query).sql.replace(/^.* where /, '')

  it('are integers where the handle has them as text', () => {
    const query = text.selectFrom(viewInstance('thread_spans', thread)).select('id')
    expect(where(query.where('duration', '>', '12'))).toBe('"duration" > 12')
    expect(where(query.where('duration', 'in', ['-1', '2']))).toBe('"duration" in ((-1), 2)')
    expect(codeOf(() => query.where('duration', '>', '1.5').compile())).toBe('invalid_argument')
  })

  it('are instants where the handle has them as text', () => {
    const query = text.selectFrom('log_entries').select('msg').where('time', '=', '2026-01-01T01:00:00.000000001+01:00')
    expect(where(query)).toBe(`"time" = timestamp '2026-01-01T00:00:00.000000001Z'`)
  })

  it('are whole milliseconds where the handle has dates', () => {
    const query = dates.selectFrom('log_entries').select('msg')
    const date = new Date('2026-01-01T00:00:00.123Z')
    expect(where(query.where('time', '=', date))).toBe(
      `date_bin(interval '1 millisecond', "time") = timestamp '2026-01-01T00:00:00.123Z'`,
    )
    expect(where(query.where('time', 'in', [date]))).toBe(
      `date_bin(interval '1 millisecond', "time") in (timestamp '2026-01-01T00:00:00.123Z')`,
    )
    expect(where(query.where((eb) => eb.between('time', date, date)))).toBe(
      `date_bin(interval '1 millisecond', "time") between timestamp '2026-01-01T00:00:00.123Z' and timestamp '2026-01-01T00:00:00.123Z'`,
    )
  })

  it('have that form inside of a template that adds nothing, but not as arguments of a call', () => {
    const query = text.selectFrom(viewInstance('thread_spans', thread)).select('id')
    expect(where(query.where('duration', '=', sql<string>`${'5'}`))).toBe('"duration" = 5')
    expect(where(query.where('duration', '=', sql<string>` ${'5'} `))).toBe('"duration" =  5')
    expect(where(query.where('duration', '=', sql<string>`(${sql.val('5')})`))).toBe('"duration" = (5)')
    expect(where(query.where(sql` ${sql.ref('duration')}`, '=', '5'))).toBe(' "duration" = 5')
    expect(where(query.where('duration', '=', sql<string>`abs(${'5'})`))).toBe(`"duration" = abs('5')`)
    expect(where(query.where('duration', '=', sql<string>`${'5'} + ${'6'}`))).toBe(`"duration" = '5' + '6'`)
  })

  it('leave the column alone where a date is only the argument of a call', () => {
    const query = dates.selectFrom('log_entries').select('msg')
    const date = new Date('2026-01-01T00:00:00.123Z')
    const instant = `timestamp '2026-01-01T00:00:00.123Z'`
    const milliseconds = `date_bin(interval '1 millisecond', "time")`
    expect(where(query.where('time', '<', sql<Date>`date_trunc('hour', ${date})`))).toBe(
      `"time" < date_trunc('hour', ${instant})`,
    )
    expect(where(query.where('time', '<', sql<Date>`${date} + interval '1 hour'`))).toBe(
      `"time" < ${instant} + interval '1 hour'`,
    )
    expect(where(query.where('time', '<', sql<Date>`${date}`))).toBe(`${milliseconds} < ${instant}`)
    expect(where(query.where('time', '<', sql<Date>` ${date}`))).toBe(`${milliseconds} <  ${instant}`)
    expect(where(query.where('time', '<', sql<Date>`(${date})`))).toBe(`${milliseconds} < (${instant})`)
  })

  it('are lists next to a list, and JSON next to JSON', () => {
    expect(where(db.selectFrom('streams').select('tags').where('tags', '=', ['a', "b'"]))).toBe(
      `"tags" = arrow_cast(['a', 'b'''], 'List(Utf8)')`,
    )
    expect(
      where(
        db
          .selectFrom('processes')
          .select('exe')
          .where('properties', '=', { a: [1, null] }),
      ),
    ).toBe(`"properties" = jsonb_parse('{"a":[1,null]}')`)
  })

  it('are bytes of fixed width next to such a column', () => {
    const query = db.selectFrom(viewInstance('otel_spans', process)).select('name')
    expect(where(query.where('span_id', '=', new Uint8Array([1, 2, 3, 4, 5, 6, 7, 255])))).toBe(
      `"span_id" = arrow_cast(x'01020304050607ff', 'FixedSizeBinary(8)')`,
    )
  })
})

it('a refusal says what is lacking, and separately what to use instead', () => {
  const refused = (attempt: () => unknown) => {
    try {
      attempt()
    } catch (error) {
      const { message, help } = error as MicromegasError
      return [message, help]
    }
    return undefined
  }
  const any = kysely as Kysely<any>
  expect(refused(() => any.selectFrom('x').selectAll().where('a', '<=>', 1).compile())).toEqual([
    'The engine does not support the operator `<=>`.',
    'Use is not distinct from.',
  ])
  expect(refused(() => any.selectFrom('x').selectAll().forNoKeyUpdate().compile())).toEqual([
    'The service does not support locks.',
    'Leave out `for no key update`.',
  ])
  expect(refused(() => any.insertInto('x').values({ a: 1 }).compile())).toEqual([
    'The service is read-only and does not support `insert`.',
    'Send telemetry through its ingestion service.',
  ])
})

describe('is refused by name', () => {
  const any = kysely as Kysely<any>
  const entries = kysely.selectFrom('log_entries').selectAll()

  it.each([
    ['an insert', () => any.insertInto('x').values({ a: 1 }).compile()],
    ['an update', () => any.updateTable('x').set({ a: 1 }).compile()],
    ['a delete', () => any.deleteFrom('x').compile()],
    ['a merge', () => any.mergeInto('x').using('y', 'x.a', 'y.a').whenMatched().thenDelete().compile()],
    [
      'a delete in a common table expression',
      () =>
        any
          .with('d', (q) => q.deleteFrom('x').returningAll())
          .selectFrom('d')
          .selectAll()
          .compile(),
    ],
    ['a new table', () => any.schema.createTable('x').addColumn('a', 'integer').compile()],
    ['a lock', () => entries.forUpdate().compile()],
    ['a shared lock that waits for nobody', () => entries.forShare().skipLocked().compile()],
    ['top', () => entries.top(5).compile()],
    ['fetch with ties', () => entries.fetch(5, 'with ties').compile()],
    ['collate', () => entries.orderBy('msg', (order) => order.collate('nocase')).compile()],
    [
      'a materialized common table expression',
      () =>
        any
          .with(
            (cte) => cte('x').materialized(),
            (q) => q.selectFrom('y').selectAll(),
          )
          .selectFrom('x')
          .selectAll()
          .compile(),
    ],
    [
      'a JSON operator',
      () =>
        any
          .selectFrom('x')
          .select((eb) =>
            eb
              .ref('a', '->')
              .key('b' as never)
              .as('c'),
          )
          .compile(),
    ],
    [
      'a JSON path',
      () =>
        any
          .selectFrom('x')
          .select((eb) =>
            eb
              .ref('a', '->$')
              .key('b' as never)
              .as('c'),
          )
          .compile(),
    ],
    [
      'between symmetric',
      () =>
        any
          .selectFrom('x')
          .selectAll()
          .where((eb) => eb.betweenSymmetric('a', 1, 2))
          .compile(),
    ],
    ['an operator of another engine', () => any.selectFrom('x').selectAll().where('a', '<=>', 1).compile()],
  ])('%s', (_, attempt) => {
    expect(codeOf(attempt)).toBe('unsupported')
  })

  it('the key of an instance that is written as the name of a table', () => {
    const helpWith = (help: string) => expect.objectContaining({ help })
    expect(() => db.selectFrom('view_instance(thread_spans)').selectAll().compile()).toThrow(
      helpWith("Write viewInstance('thread_spans', …) instead."),
    )
    expect(() => db.selectFrom('list_partitions()').selectAll().compile()).toThrow(
      helpWith('Write listPartitions(…) instead.'),
    )
    expect(() => db.selectFrom('view_instances(measures)').selectAll().compile()).toThrow(
      helpWith("Write viewInstances('measures', …) instead."),
    )
  })

  it('a value without a literal', () => {
    const level = (value: unknown) =>
      db
        .selectFrom('log_entries')
        .select('msg')
        .where('level', '=', value as 1)
    for (const value of [undefined, 2 ** 53, Symbol('x'), { a: 1 }, new Set()]) {
      expect(
        codeOf(() => level(value).compile()),
        String(value),
      ).toBe('invalid_argument')
    }
  })
})
