import {
  CamelCasePlugin,
  createQueryId,
  type ExplainFormat,
  HandleEmptyInListsPlugin,
  type Kysely,
  type OperationNodeSource,
  QueryNode,
  replaceWithNoncontingentExpression,
  SafeNullComparisonPlugin,
  type SelectQueryNode,
  sql,
} from 'kysely'
import { expect } from 'vitest'
import {
  during,
  expandHistogram,
  functions,
  jsonbArrayElements,
  jsonbEach,
  LogLevel,
  last,
  listAudienceGrants,
  listPartitions,
  listViewSets,
  type MicromegasDatabase,
  type MicromegasKysely,
  type MicromegasQueries,
  perfettoTraceChunks,
  processSpans,
  Timestamp,
  unbounded,
  viewInstance,
  viewInstances,
} from '../../src/index.js'
import type { QueryCase, Runnable } from './case.js'

const hour = during(last('1 hour'))

export const queryCases: readonly QueryCase[] = [
  {
    name: 'selects columns of a table with conditions, order and limit',
    sql: `select "time", "process_id", "level", "target", "msg" from "log_entries" where "level" <= 4 and "exe" like '%' order by "time" desc limit 2`,
    build: (db) =>
      db
        .selectFrom('log_entries')
        .select(['time', 'process_id', 'level', 'target', 'msg'])
        .where('level', '<=', LogLevel.Info)
        .where('exe', 'like', '%')
        .orderBy('time', 'desc')
        .limit(2)
        .$call(hour),
  },
  {
    name: 'selects the slowest top-level spans of a thread',
    sql: `select "begin", "end", "duration", "name" from view_instance('thread_spans', '$thread') as "thread_spans" where "depth" = 1 order by "duration" desc limit 10`,
    build: (db, { thread }) =>
      db
        .selectFrom(viewInstance('thread_spans', thread))
        .select(['begin', 'end', 'duration', 'name'])
        .where('depth', '=', 1)
        .orderBy('duration', 'desc')
        .limit(10)
        .$call(hour),
  },
  {
    name: 'selects all columns of an instance under an alias',
    sql: `select "m".* from view_instance('measures', '$process') as "m" limit 3`,
    build: (db, { process }) =>
      db
        .selectFrom(viewInstance('measures', process, 'm'))
        .selectAll('m')
        .limit(3)
        .$call(hour),
  },
  {
    name: 'selects from the global instance by name',
    sql: `select "l"."msg" from view_instance('log_entries', 'global') as "l" limit 1`,
    build: (db) =>
      db
        .selectFrom(viewInstance('log_entries', 'global', 'l'))
        .select('l.msg')
        .limit(1)
        .$call(hour),
  },
  {
    name: 'joins a view instance with a table',
    sql: `select "l"."time", "p"."exe" from view_instance('log_entries', '$process') as "l" inner join "processes" as "p" on "p"."process_id" = "l"."process_id" limit 2`,
    build: (db, { process }) =>
      db
        .selectFrom(viewInstance('log_entries', process, 'l'))
        .innerJoin('processes as p', 'p.process_id', 'l.process_id')
        .select(['l.time', 'p.exe'])
        .limit(2)
        .$call(hour),
  },
  {
    name: 'left joins, with null for what was not found',
    sql: `select "p"."exe", "e"."span_id", "e"."time" from "processes" as "p" left join view_instance('async_events', '$process') as "e" on true limit 2`,
    build: (db, { process }) =>
      db
        .selectFrom('processes as p')
        .leftJoin(viewInstance('async_events', process, 'e'), (join) => join.onTrue())
        .select(['p.exe', 'e.span_id', 'e.time'])
        .limit(2)
        .$call(hour),
  },
  {
    name: 'joins two instances from one list',
    sql: `select "parent"."name" as "outer_name", "child"."name" as "inner_name" from view_instance('thread_spans', '$thread') as "child", view_instance('thread_spans', '$thread') as "parent" where "child"."parent" = "parent"."id" limit 2`,
    build: (db, { thread }) =>
      db
        .selectFrom([viewInstance('thread_spans', thread, 'child'), viewInstance('thread_spans', thread, 'parent')])
        .whereRef('child.parent', '=', 'parent.id')
        .select(['parent.name as outer_name', 'child.name as inner_name'])
        .limit(2)
        .$call(hour),
  },
  {
    name: 'reads several instances as one relation',
    sql: `select "instance_id", "msg" from (select *, '$process' as "instance_id" from view_instance('log_entries', '$process') as "log_entries") as "log_entries" limit 2`,
    build: (db, { process }) =>
      db
        .selectFrom(viewInstances('log_entries', [process, process]))
        .select(['instance_id', 'msg'])
        .limit(2)
        .$call(hour),
  },
  {
    name: 'renames dotted columns',
    sql: `select "b"."streams.tags", "processes.exe", "b"."streams.format" as "format" from "blocks" as "b" where "streams.tags" = arrow_cast(['log'], 'List(Utf8)') order by "b"."processes.start_time" limit 1`,
    build: (db) =>
      db
        .selectFrom('blocks as b')
        .select(['b.streams_tags', 'processes_exe', 'b.streams_format as format'])
        .where('streams_tags', '=', ['log'])
        .orderBy('b.processes_start_time')
        .limit(1)
        .$call(hour),
  },
  {
    name: 'renames dotted columns of all columns',
    sql: 'select * from "blocks" limit 1',
    build: (db) => db.selectFrom('blocks').selectAll().limit(1).$call(hour),
    check: (rows) => expect(Object.keys(rows[0] ?? {})).toContain('streams_tags'),
  },
  {
    name: 'keeps dotted columns apart from a joined table of that name',
    sql: 'select "streams"."tags", "blocks"."streams.tags" from "blocks" inner join "streams" on "streams"."stream_id" = "blocks"."stream_id" limit 1',
    build: (db) =>
      db
        .selectFrom('blocks')
        .innerJoin('streams', 'streams.stream_id', 'blocks.stream_id')
        .select(['streams.tags', 'blocks.streams_tags'])
        .limit(1)
        .$call(hour),
    check: ([row]) => expect(row?.streams_tags).toEqual(row?.tags),
  },
  {
    name: 'reads common table expressions',
    sql: `with "top" as (select * from view_instance('thread_spans', '$thread') as "thread_spans" where "depth" = 1) select "name", "duration" from "top" limit 2`,
    build: (db, { thread }) =>
      db
        .with('top', (q) => q.selectFrom(viewInstance('thread_spans', thread)).selectAll().where('depth', '=', 1))
        .selectFrom('top')
        .select(['name', 'duration'])
        .limit(2)
        .$call(hour),
  },
  {
    name: 'reads recursive common table expressions',
    sql: 'with recursive "t"("n") as (select 1 as "n" union all select "t"."n" + 1 as "n" from "t" where "t"."n" < 5) select * from "t"',
    build: (db) =>
      db
        .withRecursive('t(n)', (q) =>
          q.selectNoFrom(sql<number>`1`.as('n')).unionAll(
            q
              .selectFrom('t')
              .select((eb) => eb('t.n', '+', 1).as('n'))
              .where('t.n', '<', 5),
          ),
        )
        .selectFrom('t')
        .selectAll(),
    check: (rows) => expect(rows).toHaveLength(5),
  },
  {
    name: 'unites selects',
    sql: 'select "process_id" as "id" from "processes" union select "stream_id" as "id" from "streams"',
    build: (db) =>
      db
        .selectFrom('processes')
        .select('process_id as id')
        .union(db.selectFrom('streams').select('stream_id as id'))
        .$call(hour),
  },
  {
    name: 'unites all, intersects and excepts',
    sql: 'select "process_id" as "id" from "processes" union all select "process_id" as "id" from "processes" intersect select "process_id" as "id" from "processes" except select "stream_id" as "id" from "streams"',
    build: (db) =>
      db
        .selectFrom('processes')
        .select('process_id as id')
        .unionAll(db.selectFrom('processes').select('process_id as id'))
        .intersect(db.selectFrom('processes').select('process_id as id'))
        .except(db.selectFrom('streams').select('stream_id as id'))
        .$call(hour),
  },
  {
    name: 'numbers rows with a window',
    sql: `select "name", row_number() over(partition by "name" order by "duration" desc) as "rank" from view_instance('thread_spans', '$thread') as "thread_spans" limit 3`,
    build: (db, { thread }) =>
      db
        .selectFrom(viewInstance('thread_spans', thread))
        .select((eb) => [
          'name',
          eb.fn
            .agg<bigint>('row_number')
            .over((over) => over.partitionBy('name').orderBy('duration', 'desc'))
            .as('rank'),
        ])
        .limit(3)
        .$call(hour),
  },
  {
    name: 'filters aggregates',
    sql: 'select "target", count(*) as "all", count(*) filter(where "level" <= 2) as "errors" from "log_entries" group by "target" order by "target"',
    build: (db) =>
      db
        .selectFrom('log_entries')
        .select((eb) => [
          'target',
          functions(eb).countStar().as('all'),
          functions(eb).countStar().filterWhere('level', '<=', LogLevel.Error).as('errors'),
        ])
        .groupBy('target')
        .orderBy('target')
        .$call(hour),
  },
  {
    name: 'keeps groups that have a property',
    sql: 'select "level", count(*) as "n" from "log_entries" group by "level" having count(*) > 1 order by "level"',
    build: (db) =>
      db
        .selectFrom('log_entries')
        .select((eb) => ['level', functions(eb).countStar().as('n')])
        .groupBy('level')
        .having((eb) => functions(eb).countStar(), '>', 1n)
        .orderBy('level')
        .$call(hour),
  },
  {
    name: 'selects distinct rows',
    sql: 'select distinct "level" from "log_entries" order by "level"',
    build: (db) => db.selectFrom('log_entries').select('level').distinct().orderBy('level').$call(hour),
  },
  {
    name: 'selects the first row of each group',
    sql: 'select distinct on ("level") "level", "msg", "time" from "log_entries" order by "level", "time"',
    build: (db) =>
      db
        .selectFrom('log_entries')
        .select(['level', 'msg', 'time'])
        .distinctOn('level')
        .orderBy('level')
        .orderBy('time')
        .$call(hour),
  },
  {
    name: 'joins laterally',
    sql: 'select "p"."exe", "s"."tags" from "processes" as "p" inner join lateral (select "s"."tags" from "streams" as "s" where "s"."process_id" = "p"."process_id") as "s" on true limit 2',
    build: (db) =>
      db
        .selectFrom('processes as p')
        .innerJoinLateral(
          (eb) =>
            eb.selectFrom('streams as s').select(['s.tags']).whereRef('s.process_id', '=', 'p.process_id').as('s'),
          (join) => join.onTrue(),
        )
        .select(['p.exe', 's.tags'])
        .limit(2)
        .$call(hour),
  },
  {
    name: 'compares with a subquery',
    sql: 'select "stream_id" from "streams" where "process_id" in (select "process_id" from "processes") limit 1',
    build: (db) =>
      db
        .selectFrom('streams')
        .select('stream_id')
        .where('process_id', 'in', (eb) => eb.selectFrom('processes').select('process_id'))
        .limit(1)
        .$call(hour),
  },
  {
    name: 'tests whether a correlated subquery has rows',
    sql: 'select "p"."exe" from "processes" as "p" where exists (select "s"."stream_id" from "streams" as "s" where "s"."process_id" = "p"."process_id")',
    build: (db) =>
      db
        .selectFrom('processes as p')
        .select('p.exe')
        .where((eb) =>
          eb.exists(eb.selectFrom('streams as s').select('s.stream_id').whereRef('s.process_id', '=', 'p.process_id')),
        )
        .$call(hour),
  },
  {
    name: 'selects from a subquery',
    sql: 'select "recent"."level" from (select "level", "msg" from "log_entries" order by "time" desc, "msg" limit 5) as "recent"',
    build: (db) =>
      db
        .selectFrom((eb) =>
          eb
            .selectFrom('log_entries')
            .select(['level', 'msg'])
            .orderBy('time', 'desc')
            .orderBy('msg')
            .limit(5)
            .as('recent'),
        )
        .select('recent.level')
        .$call(hour),
  },
  {
    name: 'selects a scalar subquery',
    sql: 'select "p"."exe", (select count(*) as "n" from "streams" as "s" where "s"."process_id" = "p"."process_id") as "streams" from "processes" as "p"',
    build: (db) =>
      db
        .selectFrom('processes as p')
        .select((eb) => [
          'p.exe',
          eb
            .selectFrom('streams as s')
            .select((s) => functions(s).countStar().as('n'))
            .whereRef('s.process_id', '=', 'p.process_id')
            .as('streams'),
        ])
        .$call(hour),
  },
  {
    name: 'compares tuples',
    sql: `select "id", "depth" from view_instance('thread_spans', '$thread') as "thread_spans" where ("depth", "name") in ((1, 'frame'), (2, 'simulate')) limit 2`,
    build: (db, { thread }) =>
      db
        .selectFrom(viewInstance('thread_spans', thread))
        .select(['id', 'depth'])
        .where((eb) => eb(eb.refTuple('depth', 'name'), 'in', [eb.tuple(1, 'frame'), eb.tuple(2, 'simulate')]))
        .limit(2)
        .$call(hour),
    check: () => {},
  },
  {
    name: 'distinguishes cases',
    sql: `select distinct case when "level" <= 2 then 'bad' when "level" = 3 then 'odd' else 'fine' end as "kind" from "log_entries" order by "kind"`,
    build: (db) =>
      db
        .selectFrom('log_entries')
        .select((eb) =>
          eb
            .case()
            .when('level', '<=', LogLevel.Error)
            .then('bad')
            .when('level', '=', LogLevel.Warn)
            .then('odd')
            .else('fine')
            .end()
            .as('kind'),
        )
        .distinct()
        .orderBy('kind')
        .$call(hour),
  },
  {
    name: 'combines conditions with and, or and not',
    sql: `select "level" from "log_entries" where ("level" = 1 or ("level" > 2 and not "target" = 'nothing')) limit 1`,
    build: (db) =>
      db
        .selectFrom('log_entries')
        .select('level')
        .where((eb) =>
          eb.or([
            eb('level', '=', LogLevel.Fatal),
            eb.and([eb('level', '>', LogLevel.Error), eb.not(eb('target', '=', 'nothing'))]),
          ]),
        )
        .limit(1)
        .$call(hour),
  },
  {
    name: 'compares instants',
    sql: `select "time" from "log_entries" where "time" > timestamp '2020-01-01T00:00:00.123456789Z' and "insert_time" between timestamp '2020-01-01T00:00:00Z' and timestamp '2200-01-01T00:00:00Z' limit 1`,
    build: (db) =>
      db
        .selectFrom('log_entries')
        .select('time')
        .where('time', '>', Timestamp.from('2020-01-01T00:00:00.123456789Z'))
        .where((eb) =>
          eb.between('insert_time', Timestamp.from('2020-01-01T00:00:00Z'), Timestamp.from('2200-01-01T00:00:00Z')),
        )
        .limit(1)
        .$call(hour),
  },
  {
    name: 'matches text with every kind of pattern',
    sql: `select "msg" from "log_entries" where "msg" like '%a%' and "msg" not like '100\\%' and "msg" ilike '%A%' and "msg" ~ '[a-z]+' and "msg" !~* '^z' limit 1`,
    build: (db) =>
      db
        .selectFrom('log_entries')
        .select('msg')
        .where('msg', 'like', '%a%')
        .where('msg', 'not like', '100\\%')
        .where('msg', 'ilike', '%A%')
        .where('msg', '~', '[a-z]+')
        .where('msg', '!~*', '^z')
        .limit(1)
        .$call(hour),
  },
  {
    name: 'compares with null',
    sql: `select "exe" from "processes" where "exe" is not null and "parent_process_id" is null and "exe" is distinct from 'x'`,
    build: (db) =>
      db
        .selectFrom('processes')
        .select('exe')
        .where('exe', 'is not', null)
        .where('parent_process_id', 'is', null)
        .where('exe', 'is distinct from', 'x')
        .$call(hour),
  },
  {
    name: 'tests whether a list contains an item',
    sql: `select "tags" from "streams" where array_has("tags", 'log') = true limit 1`,
    build: (db) =>
      db
        .selectFrom('streams')
        .select('tags')
        .where((eb) => functions(eb).arrayHas('tags', 'log'), '=', true)
        .limit(1)
        .$call(hour),
  },
  {
    name: 'orders with nulls first and last',
    sql: 'select "exe" from "processes" order by "parent_process_id" desc nulls last, "exe" asc nulls first',
    build: (db) =>
      db
        .selectFrom('processes')
        .select('exe')
        .orderBy('parent_process_id', (order) => order.desc().nullsLast())
        .orderBy('exe', (order) => order.asc().nullsFirst())
        .$call(hour),
  },
  {
    name: 'skips and limits rows',
    sql: 'select "msg" from "log_entries" order by "time" limit 2 offset 1',
    build: (db) => db.selectFrom('log_entries').select('msg').orderBy('time').offset(1).limit(2).$call(hour),
    check: (rows) => expect(rows).toHaveLength(2),
  },
  {
    name: 'fetches as a limit',
    sql: 'select "msg" from "log_entries" limit 3',
    build: (db) => db.selectFrom('log_entries').select('msg').fetch(3).$call(hour),
    check: (rows) => expect(rows).toHaveLength(3),
  },
  {
    name: 'groups by an expression under its alias',
    sql: `select date_bin(interval '1 minute', "time") as "minute", count(*) as "n" from "log_entries" group by "minute" order by "minute"`,
    build: (db) =>
      db
        .selectFrom('log_entries')
        .select((eb) => [functions(eb).dateBin('1 minute', 'time').as('minute'), functions(eb).countStar().as('n')])
        .groupBy('minute')
        .orderBy('minute')
        .$call(hour),
  },
  {
    name: 'changes a query conditionally',
    sql: 'select "msg" from "log_entries" where "level" <= 4 limit 1',
    build: (db) =>
      db
        .selectFrom('log_entries')
        .select('msg')
        .$if(true, (q) => q.where('level', '<=', LogLevel.Info))
        .$if(false, (q) => q.where('level', '=', LogLevel.Fatal))
        .limit(1)
        .$call(hour),
  },
  {
    name: 'takes references known only at run time',
    sql: 'select "msg" from "log_entries" order by "log_entries"."time" limit 1',
    build: (db) =>
      db
        .selectFrom('log_entries')
        .select(db.dynamic.ref<'msg'>('msg'))
        .orderBy(db.dynamic.ref('log_entries.time'))
        .limit(1)
        .$call(hour),
  },
  {
    name: 'runs inside of the functions of a library',
    sql: 'select "time", "msg" from "log_entries" where "level" <= 2 order by "time" desc limit 1',
    build: (db) => recentErrors(db).limit(1).$call(hour),
  },
  {
    name: 'reads tables of a schema, and leaves function calls alone',
    sql: `select "p"."exe" from "public"."processes" as "p" inner join view_instance('log_entries', '$process') as "l" on "l"."process_id" = "p"."process_id" limit 1`,
    build: (db, { process }) =>
      db
        .withSchema('public')
        .selectFrom('processes as p')
        .innerJoin(viewInstance('log_entries', process, 'l'), 'l.process_id', 'p.process_id')
        .select('p.exe')
        .limit(1)
        .$call(hour),
  },
  {
    name: 'takes names in camel case',
    sql: 'select "streams.tags", "process_id" from "blocks" limit 1',
    build: (db) =>
      (db.withPlugin(new CamelCasePlugin()) as unknown as Kysely<any>)
        .selectFrom('blocks')
        .select(['streamsTags', 'processId'])
        .limit(1)
        .$call(hour as never),
    check: ([row]) => expect(Object.keys(row ?? {})).toEqual(['streamsTags', 'processId']),
  },
  {
    name: 'takes empty lists with a plugin',
    sql: 'select "msg" from "log_entries" where 1 = 0',
    build: (db) =>
      db
        .withPlugin(new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression }))
        .selectFrom('log_entries')
        .select('msg')
        .where('level', 'in', [])
        .$call(hour),
    check: (rows) => expect(rows).toEqual([]),
  },
  {
    name: 'compares with null safely with a plugin',
    sql: 'select "exe" from "processes" where "parent_process_id" is null',
    build: (db) =>
      db
        .withPlugin(new SafeNullComparisonPlugin())
        .selectFrom('processes')
        .select('exe')
        .where('parent_process_id', '=', null)
        .$call(hour),
  },
  {
    name: 'explains a query',
    sql: 'explain select "exe" from "processes"',
    build: (db) => explained(db, db.selectFrom('processes').select('exe').$call(hour)),
  },
  {
    name: 'explains and analyzes a query',
    sql: 'explain analyze select "exe" from "processes"',
    build: (db) => explained(db, db.selectFrom('processes').select('exe').$call(hour), undefined, 'analyze'),
  },
  {
    name: 'explains a query in a format',
    sql: 'explain format pgjson select "exe" from "processes"',
    build: (db) => explained(db, db.selectFrom('processes').select('exe').$call(hour), 'json'),
  },
  {
    name: 'reads spans of a process',
    sql: `select "thread_name", "name", "duration" from process_spans('$process', 'both') as "process_spans" limit 2`,
    build: (db, { process }) =>
      db.selectFrom(processSpans(process, 'both')).select(['thread_name', 'name', 'duration']).limit(2).$call(hour),
  },
  {
    name: 'reads a trace of a process in chunks',
    sql: `select "chunk"."chunk_id", "chunk"."chunk_data" from perfetto_trace_chunks('$process', 'async', '2020-01-01T00:00:00Z', '2100-01-01T00:00:00Z') as "chunk" order by "chunk_id"`,
    build: (db, { process }) =>
      db
        .selectFrom(perfettoTraceChunks(process, 'async', '2020-01-01T00:00:00Z', '2100-01-01T00:00:00Z', 'chunk'))
        .select(['chunk.chunk_id', 'chunk.chunk_data'])
        .orderBy('chunk_id'),
  },
  {
    name: 'lists partitions',
    sql: 'select * from list_partitions() as "list_partitions" limit 2',
    build: (db) => db.selectFrom(listPartitions()).selectAll().limit(2),
  },
  {
    name: 'lists view sets',
    sql: 'select "sets"."view_set_name", "global_instance_available" from list_view_sets() as "sets" order by "view_set_name"',
    build: (db) =>
      db
        .selectFrom(listViewSets('sets'))
        .select(['sets.view_set_name', 'global_instance_available'])
        .orderBy('view_set_name'),
  },
  {
    name: 'lists audience grants',
    sql: 'select * from list_audience_grants() as "list_audience_grants"',
    build: (db) => db.selectFrom(listAudienceGrants()).selectAll(),
  },
  {
    name: 'expands a histogram into its bins',
    sql: `select * from expand_histogram((select make_histogram(cast('0' as double), cast('200' as double), 4, "value") as "h" from "measures")) as "expand_histogram"`,
    build: (db) =>
      db
        .selectFrom(
          expandHistogram(
            db.selectFrom('measures').select((eb) => functions(eb).makeHistogram(0, 200, 4, 'value').as('h')),
          ),
        )
        .selectAll()
        .$call(hour),
    check: (rows) => expect(rows).toHaveLength(4),
  },
  {
    name: 'reads the members of an object',
    sql: `select * from jsonb_each(jsonb_parse('{"a": 1, "b": [true]}')) as "jsonb_each"`,
    build: (db) => db.selectFrom(jsonbEach(sql`jsonb_parse('{"a": 1, "b": [true]}')`)).selectAll(),
    check: (rows) =>
      expect(rows).toEqual([
        { key: 'a', value: 1 },
        { key: 'b', value: [true] },
      ]),
  },
  {
    name: 'reads the elements of an array',
    sql: `select * from jsonb_array_elements(jsonb_parse('[1, null, "x"]')) as "jsonb_array_elements"`,
    build: (db) => db.selectFrom(jsonbArrayElements(sql`jsonb_parse('[1, null, "x"]')`)).selectAll(),
    check: (rows) => expect(rows).toEqual([{ value: 1 }, { value: null }, { value: 'x' }]),
  },
  {
    name: 'reads everything on purpose',
    sql: 'select "exe" from "processes"',
    build: (db) => db.selectFrom('processes').select('exe').$call(unbounded),
  },
  {
    name: 'selects without a table',
    sql: `select 1 as "one", 'x' as "text"`,
    build: (db) => db.selectNoFrom((eb) => [eb.val(1n).as('one'), eb.val('x').as('text')]),
    check: (rows) => expect(rows).toEqual([{ one: 1n, text: 'x' }]),
  },
]

function recentErrors(db: MicromegasQueries<Pick<MicromegasDatabase, 'log_entries'>>) {
  return db
    .selectFrom('log_entries')
    .select(['time', 'msg'])
    .where('level', '<=', LogLevel.Error)
    .orderBy('time', 'desc')
}

/** What `query.explain(format, options)` sends, without sending it. */
function explained(
  db: MicromegasKysely<MicromegasDatabase>,
  query: OperationNodeSource,
  format?: ExplainFormat,
  options?: 'analyze',
): Runnable {
  const node = QueryNode.cloneWithExplain(
    query.toOperationNode() as SelectQueryNode,
    format,
    options === undefined ? undefined : sql.raw(options),
  )
  const compile = () => db.getExecutor().compileQuery(node, createQueryId())
  return { compile, execute: async () => (await db.executeQuery(compile())).rows }
}
