import { sql } from 'kysely'
import { expect } from 'vitest'
import { during, functions, type JsonbValue, LogLevel, last, Timestamp, viewInstance } from '../../src/index.js'
import type { QueryCase } from './case.js'

const hour = during(last('1 hour'))
const object = sql<{
  [name: string]: JsonbValue
}>`jsonb_parse('{"a": 1, "b": [1.5, "x"], "c": {"d": 9007199254740993}}')`
const list = sql<object[]>`jsonb_parse('[1, [2], null]')`
const one = (row: Record<string, unknown>) => (rows: readonly Record<string, unknown>[]) => expect(rows).toEqual([row])

/** One query at least for each helper of `functions(eb)`. */
export const functionCases: readonly QueryCase[] = [
  {
    name: 'returns a property as text, regardless of case in its name',
    sql: `select property_get(jsonb_parse('{"a": 1, "b": [1.5, "x"], "c": {"d": 9007199254740993}}'), 'A') as "a", property_get(jsonb_parse('{"a": 1, "b": [1.5, "x"], "c": {"d": 9007199254740993}}'), 'z') as "z"`,
    build: (db) =>
      db.selectNoFrom((eb) => [
        functions(eb).propertyGet(object, 'A').as('a'),
        functions(eb).propertyGet(object, 'z').as('z'),
      ]),
    check: one({ a: '1', z: null }),
  },
  {
    name: 'returns properties of a column',
    sql: `select properties_length("properties") as "n", properties_to_jsonb("process_properties") as "p" from view_instance('log_entries', '$process') as "log_entries" limit 1`,
    build: (db, { process }) =>
      db
        .selectFrom(viewInstance('log_entries', process))
        .select((eb) => [
          functions(eb).propertiesLength('properties').as('n'),
          functions(eb).propertiesToJsonb('process_properties').as('p'),
        ])
        .limit(1)
        .$call(hour),
    check: ([row]) => {
      expect(row?.n).toBeTypeOf('number')
      expect(row?.p).toBeTypeOf('object')
    },
  },
  {
    name: 'parses and formats JSON',
    sql: `select jsonb_parse(arrow_cast('[1]', 'Utf8')) as "parsed", jsonb_parse(arrow_cast('no', 'Utf8')) as "none", jsonb_format_json(jsonb_parse('{"a": 1, "b": [1.5, "x"], "c": {"d": 9007199254740993}}')) as "text"`,
    build: (db) =>
      db.selectNoFrom((eb) => {
        const f = functions(eb)
        return [
          f.jsonbParse(sql<string>`'[1]'`).as('parsed'),
          f.jsonbParse(sql<string>`'no'`).as('none'),
          f.jsonbFormatJson(object).as('text'),
        ]
      }),
    check: one({ parsed: [1], none: null, text: '{"a":1,"b":[1.5,"x"],"c":{"d":9007199254740993}}' }),
  },
  {
    name: 'returns members of objects in every type',
    sql: `select jsonb_get(jsonb_parse('{"a": 1, "b": [1.5, "x"], "c": {"d": 9007199254740993}}'), 'b') as "b", jsonb_as_f64(jsonb_get(jsonb_parse('{"a": 1, "b": [1.5, "x"], "c": {"d": 9007199254740993}}'), 'a')) as "f64", jsonb_as_i64(jsonb_get(jsonb_get(jsonb_parse('{"a": 1, "b": [1.5, "x"], "c": {"d": 9007199254740993}}'), 'c'), 'd')) as "i64", jsonb_as_string(jsonb_path_query_first(jsonb_parse('{"a": 1, "b": [1.5, "x"], "c": {"d": 9007199254740993}}'), '$.b[1]')) as "text", jsonb_path_query(jsonb_parse('{"a": 1, "b": [1.5, "x"], "c": {"d": 9007199254740993}}'), '$.b[*]') as "all", jsonb_object_keys(jsonb_parse('{"a": 1, "b": [1.5, "x"], "c": {"d": 9007199254740993}}')) as "keys", jsonb_array_length(jsonb_parse('[1, [2], null]')) as "length"`,
    build: (db) =>
      db.selectNoFrom((eb) => {
        const f = functions(eb)
        return [
          f.jsonbGet(object, 'b').as('b'),
          f.jsonbAsF64(f.jsonbGet(object, 'a')).as('f64'),
          f.jsonbAsI64(f.jsonbGet(f.jsonbGet(object, 'c'), 'd')).as('i64'),
          f.jsonbAsString(f.jsonbPathQueryFirst(object, '$.b[1]')).as('text'),
          f.jsonbPathQuery(object, '$.b[*]').as('all'),
          f.jsonbObjectKeys(object).as('keys'),
          f.jsonbArrayLength(list).as('length'),
        ]
      }),
    check: one({
      b: [1.5, 'x'],
      f64: 1,
      i64: 9007199254740993n,
      text: 'x',
      all: [1.5, 'x'],
      keys: ['a', 'b', 'c'],
      length: 3n,
    }),
  },
  {
    name: 'returns lists of JSON values',
    sql: `select jsonb_entries(jsonb_parse('{"a": 1, "b": [1.5, "x"], "c": {"d": 9007199254740993}}')) as "entries", jsonb_elements(jsonb_parse('[1, [2], null]')) as "elements", jsonb_path_elements(jsonb_parse('{"a": 1, "b": [1.5, "x"], "c": {"d": 9007199254740993}}'), '$.b[*]') as "found"`,
    build: (db) =>
      db.selectNoFrom((eb) => {
        const f = functions(eb)
        return [
          f.jsonbEntries(object).as('entries'),
          f.jsonbElements(list).as('elements'),
          f.jsonbPathElements(object, '$.b[*]').as('found'),
        ]
      }),
    check: one({
      entries: [
        { key: 'a', value: 1 },
        { key: 'b', value: [1.5, 'x'] },
        { key: 'c', value: { d: 9007199254740993n } },
      ],
      elements: [1, [2], null],
      found: [1.5, 'x'],
    }),
  },
  {
    name: 'makes and reads histograms',
    sql: `select "m"."h", count_from_histogram("m"."h") as "n", sum_from_histogram("m"."h") as "sum", quantile_from_histogram("m"."h", 0.5) as "median", variance_from_histogram("m"."h") as "variance" from (select make_histogram(cast('0' as double), cast('10' as double), 5, "value") filter(where "value" < 10.0) as "h" from "measures") as "m"`,
    build: (db) =>
      db
        .selectFrom((eb) =>
          eb
            .selectFrom('measures')
            .select((inner) => functions(inner).makeHistogram(0, 10, 5, 'value').filterWhere('value', '<', 10).as('h'))
            .as('m'),
        )
        .select((eb) => {
          const f = functions(eb)
          return [
            'm.h',
            f.countFromHistogram('m.h').as('n'),
            f.sumFromHistogram('m.h').as('sum'),
            f.quantileFromHistogram('m.h', 0.5).as('median'),
            f.varianceFromHistogram('m.h').as('variance'),
          ]
        })
        .$call(hour),
    check: ([row]) => {
      expect(row?.n).toBeTypeOf('bigint')
      expect(row?.h).toMatchObject({ start: 0, end: 10, count: row?.n })
    },
  },
  {
    name: 'adds up histograms',
    sql: `select sum_histograms("m"."h") as "h" from (select "name", make_histogram(cast('0' as double), cast('10' as double), 5, "value") as "h" from "measures" group by "name") as "m"`,
    build: (db) =>
      db
        .selectFrom((eb) =>
          eb
            .selectFrom('measures')
            .select((inner) => ['name', functions(inner).makeHistogram(0, 10, 5, 'value').as('h')])
            .groupBy('name')
            .as('m'),
        )
        .select((eb) => functions(eb).sumHistograms('m.h').as('h'))
        .$call(hour),
    check: (rows) => expect(rows).toHaveLength(1),
  },
  {
    name: 'counts distinct values with sketches',
    sql: 'select hll_cardinality(merge_hll("x"."s")) as "n" from (select "level", make_hll("msg") as "s" from "log_entries" group by "level") as "x"',
    build: (db) =>
      db
        .selectFrom((eb) =>
          eb
            .selectFrom('log_entries')
            .select((inner) => ['level', functions(inner).makeHll('msg').as('s')])
            .groupBy('level')
            .as('x'),
        )
        .select((eb) => functions(eb).hllCardinality(functions(eb).mergeHll('x.s')).as('n'))
        .$call(hour),
    check: ([row]) => expect(row?.n).toBeGreaterThan(1n),
  },
  {
    name: 'interpolates numbers and colours',
    sql: `select lerp(cast('1' as double), cast('3' as double), 0.5) as "lerp", unlerp(cast('1' as double), cast('3' as double), cast('2' as double)) as "unlerp", bin_center(cast('7' as double), cast('5' as double)) as "center", rgba(cast('1' as double), cast('0' as double), cast('0' as double), cast('1' as double)) as "rgba", lerp_color(rgba(cast('0' as double), cast('0' as double), cast('0' as double), cast('1' as double)), rgba(cast('1' as double), cast('1' as double), cast('1' as double), cast('1' as double)), 0.5) as "between", color_scale('viridis', 0.5, cast('1' as double)) as "scale", cast('1' as double) / 2 as "half"`,
    build: (db) =>
      db.selectNoFrom((eb) => {
        const f = functions(eb)
        return [
          f.lerp(1, 3, 0.5).as('lerp'),
          f.unlerp(1, 3, 2).as('unlerp'),
          f.binCenter(7, 5).as('center'),
          f.rgba(1, 0, 0, 1).as('rgba'),
          f.lerpColor(f.rgba(0, 0, 0, 1), f.rgba(1, 1, 1, 1), 0.5).as('between'),
          f.colorScale('viridis', 0.5).as('scale'),
          eb(f.double(1), '/', 2).as('half'),
        ]
      }),
    check: ([row]) => {
      expect(row).toMatchObject({ lerp: 2, unlerp: 0.5, half: 0.5 })
      expect(row?.rgba).toBeTypeOf('number')
    },
  },
  {
    name: 'bins and truncates instants',
    sql: `select "time", date_bin(interval '15 minutes', "time") as "quarter", date_bin(interval '1 day', "time", timestamp '2026-01-01T06:00:00Z') as "day", date_trunc('second', "time") as "second", now() as "now" from "log_entries" limit 1`,
    build: (db) =>
      db
        .selectFrom('log_entries')
        .select((eb) => {
          const f = functions(eb)
          return [
            'time',
            f.dateBin('15 minutes', 'time').as('quarter'),
            f.dateBin('1 day', 'time', '2026-01-01T06:00:00Z').as('day'),
            f.dateTrunc('second', 'time').as('second'),
            f.now().as('now'),
          ]
        })
        .limit(1)
        .$call(hour),
    check: ([row = {}]) => {
      const at = (name: string) => (row[name] as Timestamp).epochNanoseconds
      expect(at('quarter')).toBe(at('time') - (at('time') % 900_000_000_000n))
      expect(at('second')).toBe(at('time') - (at('time') % 1_000_000_000n))
      expect(at('day') % 86_400_000_000_000n).toBe(6n * 3_600_000_000_000n)
      expect(row.now).toBeInstanceOf(Timestamp)
    },
  },
  {
    name: 'aggregates with the true types of the engine',
    sql: `select count(*) as "rows", count(distinct "msg") as "messages", approx_distinct("msg") as "about", sum("level") as "sum", avg("level") as "avg", min("time") as "first", max("level") as "worst", median("level") as "median", stddev("level") as "spread", approx_percentile_cont("level", 0.9) as "p90", array_agg(distinct "level") filter(where "level" = 1) as "levels", string_agg("target", ',') filter(where "level" = 99) as "nothing" from "log_entries"`,
    build: (db) =>
      db
        .selectFrom('log_entries')
        .select((eb) => {
          const f = functions(eb)
          return [
            f.countStar().as('rows'),
            f.count('msg').distinct().as('messages'),
            f.approxDistinct('msg').as('about'),
            f.sumInteger('level').as('sum'),
            f.avg('level').as('avg'),
            f.min('time').as('first'),
            f.max('level').as('worst'),
            f.median('level').as('median'),
            f.stddev('level').as('spread'),
            f.approxPercentileCont('level', 0.9).as('p90'),
            f.arrayAgg('level').distinct().filterWhere('level', '=', LogLevel.Fatal).as('levels'),
            f
              .stringAgg('target', ',')
              .filterWhere('level', '=', 99 as LogLevel)
              .as('nothing'),
          ]
        })
        .$call(hour),
    check: ([row]) => {
      expect(row).toMatchObject({
        rows: expect.any(BigInt),
        messages: expect.any(BigInt),
        about: expect.any(BigInt),
        sum: expect.any(BigInt),
      })
      expect(row).toMatchObject({
        avg: expect.any(Number),
        first: expect.any(Timestamp),
        worst: 6,
        spread: expect.any(Number),
      })
      expect(row).toMatchObject({ levels: [1], nothing: null })
    },
  },
  {
    name: 'sums floats',
    sql: 'select sum("value") as "sum" from "measures"',
    build: (db) =>
      db
        .selectFrom('measures')
        .select((eb) => functions(eb).sumFloat('value').as('sum'))
        .$call(hour),
    check: ([row]) => expect(row?.sum).toBeTypeOf('number'),
  },
  {
    name: 'writes bytes as hex, and casts',
    sql: `select encode(x'00ff', 'hex') as "hex", arrow_cast(5, 'UInt64') as "u64", arrow_cast('2026-01-01T00:00:00Z', 'Timestamp(Nanosecond, Some("+00:00"))') as "time", arrow_typeof(1) as "type"`,
    build: (db) =>
      db.selectNoFrom((eb) => {
        const f = functions(eb)
        return [
          f.hex(sql<Uint8Array>`${new Uint8Array([0, 255])}`).as('hex'),
          f.arrowCast(sql<number>`5`, 'UInt64').as('u64'),
          f.arrowCast(sql<string>`'2026-01-01T00:00:00Z'`, 'Timestamp(Nanosecond, Some("+00:00"))').as('time'),
          f.arrowTypeof(sql`1`).as('type'),
        ]
      }),
    check: one({ hex: '00ff', u64: 5n, time: Timestamp.from('2026-01-01T00:00:00Z'), type: 'Int64' }),
  },
  {
    name: 'returns the payload of a block',
    sql: `select "payload_size", get_payload("process_id", "stream_id", "block_id") as "payload" from "blocks" where "process_id" = '$process' limit 1`,
    build: (db, { process }) =>
      db
        .selectFrom('blocks')
        .select((eb) => ['payload_size', functions(eb).getPayload('process_id', 'stream_id', 'block_id').as('payload')])
        .where('process_id', '=', process)
        .limit(1)
        .$call(hour),
    check: ([row]) => expect(row?.payload).toBeInstanceOf(Uint8Array),
  },
  {
    name: 'windows an aggregate',
    sql: 'select "level", count(*) over(partition by "level") as "n" from "log_entries" limit 1',
    build: (db) =>
      db
        .selectFrom('log_entries')
        .select((eb) => [
          'level',
          functions(eb)
            .countStar()
            .over((over) => over.partitionBy('level'))
            .as('n'),
        ])
        .limit(1)
        .$call(hour),
    check: ([row]) => expect(row?.n).toBeTypeOf('bigint'),
  },
]
