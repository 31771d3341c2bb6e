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

/** Something that the embedded service does differently from the real one. */
export interface Difference {
  /** What the embedded service does. */
  readonly embedded: string
  readonly reason: string
  /** Cases of the suite whose answers differ because of it. */
  readonly cases?: readonly string[]
  /** The columns of those answers that differ. Default: all. */
  readonly columns?: readonly string[]
  /** Whether the embedded service lacks what the cases need, so that they cannot run on it. */
  readonly isLacking?: true
  /** Fails if the embedded service no longer does it. */
  onEmbedded(db: Handle, ids: SuiteIds, url: string): Promise<void>
  /** Fails if the real service does it, too. */
  onService(db: Handle, ids: SuiteIds, url: string): Promise<void>
}

const missing = { code: expect.stringMatching(/^(?:not_found|invalid_query)$/) }

/** A function that the embedded service lacks. */
function absent(sql: (ids: SuiteIds) => string): Pick<Difference, 'isLacking' | 'onEmbedded' | 'onService'> {
  return {
    isLacking: true,
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

/** All known differences: the suite fails when one of them is no longer true. At most fifteen. */
export const differences: readonly Difference[] = [
  {
    embedded: 'does not offer perfetto_trace_chunks',
    reason: 'traces are written by the server, not by the function crate',
    cases: ['reads a trace of a process in chunks'],
    ...absent(
      ({ process }) =>
        `select chunk_id from perfetto_trace_chunks('${process}', 'both', now() - interval '1 hour', now()) limit 1`,
    ),
  },
  {
    embedded: 'does not offer get_payload and parse_block',
    reason: 'it stores rows, not the payloads that the service parses',
    cases: ['returns the payload of a block'],
    ...absent(() => 'select get_payload(process_id, stream_id, block_id) as payload from blocks limit 1'),
  },
  {
    embedded: 'does not offer functions for administrators',
    reason: 'it has neither partitions to retire or materialize nor deny rules',
    ...absent(() => `select * from (select count(*) from list_query_denials())`),
  },
  {
    embedded: 'lists one partition per view set or instance, without a file',
    reason: 'rows are kept in memory, as they were inserted',
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
    embedded: 'explains different physical plans',
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
    embedded: 'lists the grants of a new lake to every caller',
    reason: 'all rows belong to one audience, which everybody may read',
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
    reason: "log entries are the tests' own; `queries` returns the queries that were sent",
    onEmbedded: async (db) => {
      expect(await audit(db)).toHaveLength(0)
    },
    onService: async (db) => {
      expect(await audit(db)).toHaveLength(1)
    },
  },
  {
    embedded: 'does not support DDL for materialized views',
    reason: 'its view sets are declared when it starts',
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
    embedded: 'returns other estimates, within the same error, from approx_distinct and approx_percentile_cont',
    reason: "estimates depend on the processor's hash instructions and on the partitioning of rows",
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
    embedded: 'answers GetFlightInfo for a statement with its descriptor and without a schema',
    reason: "pyarrow and ADBC refuse the service's answer, an empty schema without a descriptor",
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
    reason: 'WebAssembly has one thread; the order of rows without `order by` may differ, too',
    onEmbedded: async (db) => {
      expect(await partitions(db)).toBe('1')
    },
    onService: async (db) => {
      expect(await partitions(db)).not.toBe('1')
    },
  },
]

/** The estimate for a hundred thousand distinct numbers, with the hash of WebAssembly. */
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

/** Returns the known difference that changes the answers to a case. */
export function differenceOf(name: string): Difference | undefined {
  return differences.find(({ cases = [] }) => cases.includes(name))
}
