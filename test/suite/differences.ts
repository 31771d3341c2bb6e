import { fromBinary } from '@bufbuild/protobuf'
import { expect } from 'vitest'
import {
  FlightDescriptor_DescriptorType,
  FlightDescriptorSchema,
  type FlightInfo,
  FlightInfoSchema,
} from '../../src/flight/generated/flight_pb.js'
import { CommandStatementQuerySchema } from '../../src/flight/generated/flight_sql_pb.js'
import type { MicromegasDatabase, MicromegasKysely } from '../../src/index.js'
import { FlightCaller, flight, message, packed } from '../support/flight-caller.js'
import type { SuiteIds } from './case.js'

type Handle = MicromegasKysely<MicromegasDatabase>

/** Something that the embedded service does otherwise than the real one. */
export interface Difference {
  /** What the embedded service does. */
  readonly embedded: string
  readonly reason: string
  /** Queries and functions of the suite whose answers differ by it. */
  readonly cases?: readonly string[]
  /** Columns of those answers that differ; the others are the same. Default: all. */
  readonly columns?: readonly string[]
  /** Fails where the embedded service does it no longer. */
  onEmbedded(db: Handle, ids: SuiteIds, url: string): Promise<void>
  /** Fails where the real service does it too. */
  onService(db: Handle, ids: SuiteIds, url: string): Promise<void>
}

const missing = { code: expect.stringMatching(/^(?:not_found|invalid_query)$/) }

/** A function that is not there. */
function absent(sql: (ids: SuiteIds) => string): Pick<Difference, 'onEmbedded' | 'onService'> {
  return {
    onEmbedded: async (db, ids) => {
      await expect(db.client.query(sql(ids))).rejects.toMatchObject(missing)
    },
    onService: async (db, ids) => {
      expect(await db.client.query(sql(ids))).not.toHaveLength(0)
    },
  }
}

const plan = async (db: Handle): Promise<string> =>
  JSON.stringify(await db.client.query('explain select msg from log_entries'))

/** All differences that are known: the suite fails when one of them is no longer true. At most fifteen. */
export const differences: readonly Difference[] = [
  {
    embedded: 'has no perfetto_trace_chunks',
    reason: 'the writer of traces is in the server, not in the function crate',
    cases: ['reads a trace of a process in chunks'],
    ...absent(
      ({ process }) =>
        `select chunk_id from perfetto_trace_chunks('${process}', 'both', now() - interval '1 hour', now()) limit 1`,
    ),
  },
  {
    embedded: 'has no get_payload and no parse_block',
    reason: 'rows are stored as they are read: there are no payloads to parse',
    cases: ['returns the payload of a block'],
    ...absent(() => 'select get_payload(process_id, stream_id, block_id) as payload from blocks limit 1'),
  },
  {
    embedded: 'has none of the functions for administrators',
    reason: 'there is no lake to administer: no partitions to retire or to materialize, no deny rules',
    ...absent(() => `select * from (select count(*) from list_query_denials())`),
  },
  {
    embedded: 'shows one partition for each view set or instance, without a file',
    reason: 'rows lie in memory, as they were inserted',
    cases: ['lists partitions'],
    onEmbedded: async (db) => {
      const rows = await db.client.query('select distinct file_path from list_partitions()')
      expect(rows).toEqual([{ file_path: null }])
    },
    onService: async (db) => {
      const rows = await db.client.query('select file_path from list_partitions() where file_path is not null limit 1')
      expect(rows).toHaveLength(1)
    },
  },
  {
    embedded: 'explains other physical plans',
    reason: 'it reads memory in one thread where the service reads Parquet files in many',
    cases: ['explains a query', 'explains and analyzes a query', 'explains a query in a format'],
    onEmbedded: async (db) => {
      expect(await plan(db)).toContain('DataSourceExec: partitions=')
    },
    onService: async (db) => {
      expect(await plan(db)).not.toContain('DataSourceExec: partitions=')
    },
  },
  {
    embedded: 'grants what a new lake grants, whoever asks',
    reason: 'all rows are of one audience that everybody may read',
    cases: ['lists audience grants'],
    onEmbedded: async (db) => {
      const grants = await db.client.query('select audience, axis, selector from list_audience_grants() order by axis')
      expect(grants).toEqual(['mint', 'read'].map((axis) => ({ audience: 'public', axis, selector: '*' })))
    },
    onService: async (db) => {
      expect(await db.client.query('select created_by from list_audience_grants()')).not.toHaveLength(0)
    },
  },
  {
    embedded: 'does not write its audit into log_entries',
    reason: 'tests ask for the queries that they sent, and their log entries are their own: see `queries`',
    onEmbedded: async (db) => {
      expect(await audit(db)).toHaveLength(0)
    },
    onService: async (db) => {
      expect(await audit(db)).toHaveLength(1)
    },
  },
  {
    embedded: 'has no materialized views by definition',
    reason: 'view sets are declared to it when it starts',
    onEmbedded: async (db) => {
      await expect(db.client.query('drop materialized view if exists nothing_of_this_name')).rejects.toMatchObject({
        code: 'unsupported',
      })
    },
    onService: async (db) => {
      const rows = await db.client.query('drop materialized view if exists nothing_of_this_name')
      expect(rows).toMatchObject([{ status: 'not_found' }])
    },
  },
  {
    embedded: 'estimates otherwise, within the same error: approx_distinct, approx_percentile_cont',
    reason: 'estimates depend on the hash that the processor offers, and on how rows are cut into partitions',
    cases: ['aggregates with the true types of the engine'],
    columns: ['about', 'p90'],
    onEmbedded: async (db) => {
      expect(await estimate(db)).toBe(ESTIMATE)
    },
    onService: async (db) => {
      const real = await estimate(db)
      expect(real).not.toBe(ESTIMATE)
      expect(Math.abs(real - 100_000)).toBeLessThan(5_000)
    },
  },
  {
    embedded: 'answers GetFlightInfo for a statement with its descriptor and no schema',
    reason: 'the answer of the service, an empty schema and no descriptor, is refused by pyarrow and ADBC',
    onEmbedded: async (_db, _ids, url) => {
      expect(await flightInfo(url)).toMatchObject({ schema: new Uint8Array(), flightDescriptor: { type: 2 } })
    },
    onService: async (_db, _ids, url) => {
      const { schema, flightDescriptor } = await flightInfo(url)
      expect([schema.length > 0, flightDescriptor]).toEqual([true, undefined])
    },
  },
  {
    embedded: 'runs queries on one core',
    reason: 'WebAssembly has one thread: the order of rows that no `order by` decides may differ too',
    onEmbedded: async (db) => {
      expect(await partitions(db)).toBe('1')
    },
    onService: async (db) => {
      expect(await partitions(db)).not.toBe('1')
    },
  },
]

/** Of a hundred thousand distinct numbers, by the hash that WebAssembly has. */
const ESTIMATE = 99_825

async function estimate(db: Handle): Promise<number> {
  const [row] = await db.client.query<{ n: bigint }>(
    'select approx_distinct(value) as n from generate_series(1, 100000)',
  )
  return Number(row?.n)
}

async function flightInfo(url: string): Promise<FlightInfo> {
  const cmd = packed(CommandStatementQuerySchema, { query: 'select 1' })
  const descriptor = message(FlightDescriptorSchema, { type: FlightDescriptor_DescriptorType.CMD, cmd })
  using caller = new FlightCaller(url)
  return fromBinary(FlightInfoSchema, await caller.unary(flight('GetFlightInfo'), descriptor))
}

const audit = (db: Handle) =>
  db.client.query(`select msg from log_entries where target = 'flightsql_query_audit' limit 1`)

async function partitions(db: Handle): Promise<unknown> {
  const [row] = await db.client.query<{ value: string }>('show datafusion.execution.target_partitions')
  return row?.value
}

/** The known difference by which the answers to a case differ. */
export function differenceOf(name: string): Difference | undefined {
  return differences.find(({ cases = [] }) => cases.includes(name))
}
