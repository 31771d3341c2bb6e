import { sql } from 'kysely'
import { afterAll, describe, expect, inject, it } from 'vitest'
import {
  createMicromegas,
  during,
  functions,
  listPartitions,
  listViewSets,
  processSpans,
  viewInstance,
} from '../../src/index.js'
import { whileFrozen } from './fixture/control.ts'
import { type PythonQuery, pythonRows, pythonTimings } from './support/ask-python.js'
import { canonicalWriter, jsonbValue } from './support/canonical.js'

const service = inject('service')
const { generator, otel } = service.processes
const processes = [generator.processId, otel.checkout.processId, otel.payment.processId]
const range = during(service.range.begin, service.range.end)
const db = createMicromegas({ url: service.url, timeRange: range })
afterAll(() => db.destroy())

interface Comparison {
  readonly query: { compile(): { sql: string } }
  /** Columns that hold JSONB, by their SQL names. */
  readonly jsonb?: readonly string[]
  /** Where the range begins, if not with the telemetry. */
  readonly begin?: string
}

/** Bins of a minute are filtered by their begin. */
const minute = `${service.range.begin.slice(0, 16)}:00Z`

const properties = ['properties', 'process_properties']

/** Every view set, and an aggregate of every family of functions. */
const comparisons: Readonly<Record<string, Comparison>> = {
  log_entries: {
    query: db.selectFrom('log_entries').selectAll().where('process_id', 'in', processes),
    jsonb: properties,
  },
  'log_entries of a process': {
    query: db.selectFrom(viewInstance('log_entries', otel.checkout.processId)).selectAll(),
    jsonb: properties,
  },
  measures: { query: db.selectFrom('measures').selectAll().where('process_id', 'in', processes), jsonb: properties },
  thread_spans: {
    query: db.selectFrom(viewInstance('thread_spans', generator.threadStreamId)).selectAll(),
    jsonb: ['properties'],
  },
  async_events: {
    query: db.selectFrom(viewInstance('async_events', generator.processId)).selectAll(),
    jsonb: ['properties'],
  },
  net_spans: { query: db.selectFrom(viewInstance('net_spans', generator.processId)).selectAll() },
  images: { query: db.selectFrom(viewInstance('images', generator.processId)).selectAll() },
  'otel_spans of checkout': {
    query: db.selectFrom(viewInstance('otel_spans', otel.checkout.processId)).selectAll(),
    jsonb: [...properties, 'events', 'links'],
  },
  'otel_spans of payment': {
    query: db.selectFrom(viewInstance('otel_spans', otel.payment.processId)).selectAll(),
    jsonb: [...properties, 'events', 'links'],
  },
  processes: {
    query: db.selectFrom('processes').selectAll().where('process_id', 'in', processes),
    jsonb: ['properties'],
  },
  streams: { query: db.selectFrom('streams').selectAll().where('process_id', 'in', processes), jsonb: ['properties'] },
  blocks: {
    query: db.selectFrom('blocks').selectAll().where('process_id', 'in', processes),
    jsonb: ['streams.properties', 'processes.properties'],
  },
  log_stats: {
    query: db
      .selectFrom('log_stats')
      .selectAll()
      .where('process_id', 'in', processes)
      .$call(during(minute, service.range.end)),
    begin: minute,
  },
  list_partitions: { query: db.selectFrom(listPartitions()).selectAll() },
  list_view_sets: { query: db.selectFrom(listViewSets()).selectAll() },
  process_spans: {
    query: db.selectFrom(processSpans(generator.processId, 'async')).selectAll(),
    jsonb: ['properties'],
  },
  'counts, sums and averages': {
    query: db
      .selectFrom(viewInstance('measures', generator.processId))
      .select((eb) => {
        const f = functions(eb)
        return [
          'name',
          f.countStar().as('n'),
          f.sumFloat('value').as('sum'),
          f.avg('value').as('avg'),
          f.min('time').as('first'),
          f.max('value').as('most'),
        ]
      })
      .groupBy('name'),
  },
  'histograms and their quantiles': {
    query: db
      .selectFrom(viewInstance('measures', generator.processId))
      .select((eb) => functions(eb).makeHistogram(0, 1000, 10, 'value').as('h')),
  },
  'distinct counts': {
    query: db
      .selectFrom(viewInstance('log_entries', generator.processId))
      .select((eb) => functions(eb).hllCardinality(functions(eb).makeHll('msg')).as('n')),
  },
  'properties and JSONB': {
    query: db.selectFrom(viewInstance('otel_spans', otel.checkout.processId)).select((eb) => {
      const f = functions(eb)
      return [
        f.propertyGet('properties', 'http.route').as('route'),
        f.propertiesLength('properties').as('length'),
        f.jsonbGet('properties', 'nested').as('nested'),
        f.jsonbAsI64(f.jsonbGet('properties', 'int.beyond_double')).as('i64'),
        f.jsonbObjectKeys('properties').as('keys'),
        f.jsonbFormatJson('events').as('events'),
        f.hex('trace_id').as('trace'),
      ]
    }),
    jsonb: ['nested'],
  },
  'bins of time': {
    query: db
      .selectFrom(viewInstance('log_entries', generator.processId))
      .select((eb) => [functions(eb).dateBin('1 second', 'time').as('second'), functions(eb).countStar().as('n')])
      .groupBy('second'),
  },
  colours: {
    query: db.selectNoFrom((eb) => {
      const f = functions(eb)
      return [
        f.rgba(0.1, 0.2, 0.3, 1).as('rgba'),
        f.colorScale('viridis', 0.25).as('scale'),
        f.lerp(1, 2, 0.25).as('lerp'),
      ]
    }),
  },
}

/** Text that is the same for the same value, whatever the order of an object's members. */
function stableText(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value)
  if (Array.isArray(value)) return `[${value.map(stableText).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${stableText(member)}`).join()}}`
}

async function compare(name: string, { query, jsonb = [], begin = service.range.begin }: Comparison): Promise<number> {
  const ask: PythonQuery = { name, sql: query.compile().sql, begin, end: service.range.end, jsonb }
  const [python] = await pythonRows(service, [{ ...ask, name: name.replaceAll(/\W/g, '_') }])
  const rows = await db.client.query<Record<string, unknown>>(query as never)
  await using stream = db.client.batches(query as never)
  const fields = (await stream.schema()).fields.map((field) => ({
    property: field.name.replaceAll('.', '_'),
    isJsonb: jsonb.includes(field.name),
    write: canonicalWriter(field.type),
  }))
  const ours = rows
    .map((row) =>
      fields.map(({ property, isJsonb, write }) => (isJsonb ? stableText(row[property]) : write(row[property]))),
    )
    .map((line) => JSON.stringify(line))
  const theirs = (python?.lines ?? [])
    .map((line) => line.map((value, index) => (fields[index]?.isJsonb ? stableText(jsonbValue(value)) : value)))
    .map((line) => JSON.stringify(line))
  expect(ours.length).toBe(python?.rows)
  // The service returns rows in any order unless asked for one.
  ours.sort()
  theirs.sort()
  // One comparison of everything, then the first difference: a diff of 300,000 lines helps nobody.
  if (ours.join('\n') !== theirs.join('\n')) {
    const at = ours.findIndex((line, index) => line !== theirs[index])
    expect(ours[at]).toBe(theirs[at])
  }
  return ours.length
}

describe('every value equals what the Python client returns', () => {
  it.each(Object.entries(comparisons))('%s', async (name, comparison) => {
    expect(await whileFrozen(service, () => compare(name, comparison))).toBeGreaterThan(0)
  })

  it('for at least 300,000 spans', async () => {
    const { rows } = await sql<{ n: bigint }>`
      select count(*) as n from view_instance('thread_spans', ${generator.threadStreamId}) ${range.marker}
    `.execute(db)
    expect(rows[0]?.n).toBeGreaterThan(300_000n)
  })
})

describe('all spans of a thread', () => {
  it('arrive as rows sooner than with the Python client', async () => {
    const query = comparisons.thread_spans?.query as { compile(): { sql: string } }
    const seconds: number[] = []
    await db.client.query(query as never)
    for (let run = 0; run < 3; run++) {
      const begin = performance.now()
      await db.client.query(query as never)
      seconds.push((performance.now() - begin) / 1000)
    }
    const [python] = await pythonTimings(service, [{ name: 'spans', sql: query.compile().sql, ...service.range }], 3)
    const best = (values: readonly number[] = []) => Math.min(...values)
    console.info(
      `300,000 spans, best of three: rows here ${best(seconds).toFixed(3)} s; ` +
        `Python: pandas ${best(python?.pandas).toFixed(3)} s, Arrow ${best(python?.arrow).toFixed(3)} s, ` +
        `rows ${best(python?.pylist).toFixed(3)} s`,
    )
    expect(best(seconds)).toBeLessThan(best(python?.pylist))
  })
})
