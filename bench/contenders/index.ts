import type { ContenderEntry } from '../contender.ts'

const results = ['spans', 'logs', 'measures', 'blocks', 'aggregate']
const bulk = ['spans', 'logs', 'measures', 'blocks']
/** Rows that take a slow contender about a second. */
const few = { spans: 20_000, logs: 20_000, measures: 20_000 }

/** Enough rows for garbage collection to show, for contenders that take seconds for all of them. */
const many = { spans: 50_000, logs: 50_000, measures: 50_000 }
/** As `few`, for contenders that wait for a window of 64 KiB. */
const fewer = { spans: 2_000, logs: 2_000, measures: 2_000, blocks: 1_000 }

const flightSql = () => import('./gizmosql.ts')
const ours = () => import('./ours.ts')

/** The ways to get a result. The first one is the measure of the others. */
export const contenders: readonly ContenderEntry[] = [
  {
    id: 'receipt',
    label: 'grpc-js, nothing decoded',
    section: 'receipt',
    load: async () => {
      const { ownWindow, receipt } = await import('./receipt.ts')
      return receipt(ownWindow)
    },
  },
  {
    id: 'receipt-default-window',
    label: 'grpc-js, nothing decoded, its default window',
    section: 'receipt',
    rowLimits: { ...few, blocks: fewer.blocks },
    queries: bulk,
    load: async () => (await import('./receipt.ts')).receipt(undefined),
  },
  { id: 'batches', label: '`batches`', section: 'ours', queries: results, load: async () => (await ours()).batches },
  { id: 'table', label: '`table`', section: 'ours', queries: results, load: async () => (await ours()).table },
  {
    id: 'columnar',
    label: '`columnar`',
    section: 'ours',
    queries: results,
    load: async () => (await ours()).columnar,
  },
  {
    id: 'columnar-codes',
    label: "`columnar`, codes `'dictionaries'`",
    section: 'ours',
    queries: results,
    load: async () => (await ours()).columnarCodes,
  },
  { id: 'rows', label: '`query`', section: 'ours', load: async () => (await ours()).rows() },
  {
    id: 'rows-number',
    label: "`query`, int64 `'number'`",
    section: 'ours',
    queries: results,
    load: async () => (await ours()).rows({ int64: 'number' }),
  },
  {
    id: 'rows-date',
    label: "`query`, timestamp `'date'`",
    section: 'ours',
    queries: results,
    load: async () => (await ours()).rows({ timestamp: 'date' }),
  },
  {
    id: 'rows-number-date',
    label: "`query`, `'number'` and `'date'`",
    section: 'ours',
    queries: results,
    load: async () => (await ours()).rows({ int64: 'number', timestamp: 'date' }),
  },
  {
    id: 'rows-string',
    label: "`query`, both `'string'`",
    section: 'ours',
    queries: results,
    load: async () => (await ours()).rows({ int64: 'string', timestamp: 'string' }),
  },
  { id: 'chunks', label: '`chunks`', section: 'ours', queries: results, load: async () => (await ours()).chunks },
  { id: 'stream', label: '`stream`', section: 'ours', queries: results, load: async () => (await ours()).stream },
  {
    id: 'arrow-rows',
    label: 'apache-arrow `toArray()`, `toJSON()` over `table`',
    section: 'npm',
    rowLimits: many,
    queries: bulk,
    load: async () => (await ours()).arrowRows,
  },
  {
    id: 'gizmosql',
    label: '@gizmodata/gizmosql-client',
    section: 'npm',
    rowLimits: fewer,
    queries: ['spans', 'logs', 'measures', 'points-sequential', 'points-concurrent'],
    load: async () => (await flightSql()).flightSqlClient({ name: '@gizmodata/gizmosql-client', rows: false }),
  },
  {
    id: 'gizmosql-rows',
    label: '@gizmodata/gizmosql-client, rows',
    section: 'npm',
    rowLimits: fewer,
    queries: ['spans', 'logs', 'measures'],
    load: async () => (await flightSql()).flightSqlClient({ name: '@gizmodata/gizmosql-client', rows: true }),
  },
  {
    id: 'gizmosql-window',
    label: '@gizmodata/gizmosql-client, rows, its window enlarged',
    section: 'npm',
    rowLimits: few,
    queries: ['spans', 'logs', 'measures'],
    load: async () =>
      (await flightSql()).flightSqlClient({ name: '@gizmodata/gizmosql-client', rows: true, window: true }),
  },
  {
    id: 'firetiger-rows',
    label: '@firetiger-oss/flight-sql-client, rows',
    section: 'npm',
    rowLimits: fewer,
    queries: ['spans', 'logs', 'measures'],
    load: async () => (await flightSql()).flightSqlClient({ name: '@firetiger-oss/flight-sql-client', rows: true }),
  },
  {
    id: 'firetiger-window',
    label: '@firetiger-oss/flight-sql-client, rows, its window enlarged',
    section: 'npm',
    rowLimits: few,
    queries: ['spans', 'logs', 'measures'],
    load: async () =>
      (await flightSql()).flightSqlClient({ name: '@firetiger-oss/flight-sql-client', rows: true, window: true }),
  },
  { id: 'python-pandas', label: 'micromegas `query` (pandas)', section: 'python', python: 'pandas' },
  {
    id: 'python-arrow',
    label: 'micromegas `query_arrow`',
    section: 'python',
    python: 'arrow',
    queries: results,
  },
  {
    id: 'python-pylist',
    label: 'micromegas `query_arrow().to_pylist()`',
    section: 'python',
    python: 'pylist',
    rowLimits: few,
    queries: results,
  },
  { id: 'python-flight', label: 'pyarrow.flight', section: 'python', python: 'flight', queries: results },
  {
    id: 'python-adbc',
    label: 'ADBC Flight SQL',
    section: 'python',
    python: 'adbc',
    queries: ['spans'],
    failsBecause:
      'it rejects results whose schema differs from that of their FlightInfo, which the service leaves empty',
  },
]

const decoders = () => import('./decoders.ts')

/** The ways to decode record batches that have arrived to rows. */
export const decoderContenders: readonly ContenderEntry[] = [
  {
    id: 'decoder',
    label: 'the decoder, default options',
    section: 'ours',
    queries: bulk,
    load: async () => (await decoders()).ours({ int64: 'bigint', timestamp: 'timestamp' }),
  },
  {
    id: 'decoder-number-date',
    label: "the decoder, `'number'` and `'date'`",
    section: 'ours',
    queries: bulk,
    load: async () => (await decoders()).ours({ int64: 'number', timestamp: 'date' }),
  },
  {
    id: 'decoder-hand-written',
    label: 'written by hand for this schema, default options',
    section: 'receipt',
    queries: ['spans', 'logs'],
    load: async () => (await decoders()).handWritten,
  },
  {
    id: 'decoder-arrow',
    label: 'apache-arrow `toArray()`, `toJSON()`',
    section: 'npm',
    queries: bulk,
    load: async () => (await decoders()).arrow,
  },
]

const bytes = () => import('./arrow-bytes.ts')

/** The ways to decode a received Arrow IPC stream to rows. */
export const arrowRowContenders: readonly ContenderEntry[] = [
  {
    id: 'bytes-rows',
    label: '`readRows`',
    section: 'ours',
    queries: bulk,
    load: async () => (await bytes()).rows(),
  },
  {
    id: 'bytes-rows-number-date',
    label: "`readRows`, `'number'` and `'date'`",
    section: 'ours',
    queries: bulk,
    load: async () => (await bytes()).rows({ int64: 'number', timestamp: 'date' }),
  },
  {
    id: 'bytes-rows-flechette',
    label: '@uwdata/flechette `tableFromIPC()`, `toArray()`: rounded numbers, JSONB as bytes',
    section: 'npm',
    queries: bulk,
    load: async () => (await bytes()).flechetteRows(),
  },
  {
    id: 'bytes-rows-flechette-exact',
    label: 'the same with `useBigInt`: exact integers',
    section: 'npm',
    queries: bulk,
    load: async () => (await bytes()).flechetteRows({ useBigInt: true }),
  },
  {
    id: 'bytes-rows-apache',
    label: 'apache-arrow `tableFromIPC()`, `toArray()`, `toJSON()`: JSONB as bytes',
    section: 'npm',
    queries: bulk,
    load: async () => (await bytes()).arrowRows,
  },
]

/** The ways to decode a received Arrow IPC stream to columns. */
export const arrowColumnContenders: readonly ContenderEntry[] = [
  {
    id: 'bytes-columns',
    label: '`readColumnar`',
    section: 'ours',
    queries: bulk,
    load: async () => (await bytes()).columnar,
  },
  {
    id: 'bytes-columns-codes',
    label: "`readColumnar`, codes `'dictionaries'`",
    section: 'ours',
    queries: bulk,
    load: async () => (await bytes()).columnarCodes,
  },
  {
    id: 'bytes-columns-flechette',
    label: '@uwdata/flechette `tableFromIPC()`, `toColumns()`: rounded numbers, JSONB as bytes',
    section: 'npm',
    queries: bulk,
    load: async () => (await bytes()).flechetteColumns,
  },
  {
    id: 'bytes-columns-apache',
    label: 'apache-arrow `tableFromIPC()`, `toArray()` of each column: JSONB as bytes',
    section: 'npm',
    queries: bulk,
    load: async () => (await bytes()).arrowColumns,
  },
]

const compilers = () => import('./compile.ts')

/** Dialects of Kysely that build and compile the same queries. */
export const compileContenders: readonly ContenderEntry[] = [
  {
    id: 'postgres',
    label: 'Kysely’s Postgres dialect',
    section: 'npm',
    load: async () => (await compilers()).postgres,
  },
  { id: 'compile', label: 'this dialect', section: 'ours', load: async () => (await compilers()).ours },
]

/** Every contender that a process can measure. */
export const everyContender = [
  ...contenders,
  ...decoderContenders,
  ...arrowRowContenders,
  ...arrowColumnContenders,
  ...compileContenders,
]

/** Flight SQL clients from npm that do not work with the service, and why. */
export const leftOut: Readonly<Record<string, string>> = {
  '@lancedb/arrow-flight-sql-client 0.3.0': 'it begins with a handshake, which the service does not implement',
  '@lakehouse-rs/flight-sql-client 0.0.10': 'it prepares every statement, and the service does not run prepared ones',
  '@spiceai/spice 3.2.0': 'its ticket is the bare SQL text, which the service rejects; it then falls back to HTTP',
  '@apache-arrow/adbc-driver-manager': 'it is not published to npm',
}
