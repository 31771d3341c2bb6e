import type { Target } from './target.ts'

interface Common {
  readonly id: string
  /** Heading of its column. */
  readonly title: string
  /** What it asks for, in the legend. */
  readonly description: string
  readonly sql: (target: Target) => string
}

/** One query, whose whole result is read. */
export interface ResultQuery extends Common {
  readonly kind: 'result'
}

/** Many small queries, of a few rows each. */
export interface PointQueries extends Common {
  readonly kind: 'points'
  readonly count: number
  /** Number of queries in flight at once. */
  readonly concurrency: number
}

export type BenchQuery = ResultQuery | PointQueries

/** Each block is repeated, up to a number of rows: some telemetry has few blocks, some has many. */
const blockRepetitions = 200
const blockRows = 10_000

const spansOf = ({ streamId }: Target) => `view_instance('thread_spans', '${streamId}')`
const oneEntryOf = ({ processId }: Target) =>
  `SELECT time, level, target, msg FROM log_entries WHERE process_id = '${processId}' LIMIT 1`

/** The queries of a run, one column each. */
export const queries: readonly BenchQuery[] = [
  {
    id: 'spans',
    title: 'spans',
    description: 'all columns of the spans of one thread: integers, timestamps, dictionaries',
    kind: 'result',
    sql: (target) => `SELECT * FROM ${spansOf(target)}`,
  },
  {
    id: 'logs',
    title: 'log entries',
    description: 'all columns of the log entries: messages, and properties, which are JSONB',
    kind: 'result',
    sql: ({ processId }) => `SELECT * FROM log_entries WHERE process_id = '${processId}' AND target LIKE 'game::%'`,
  },
  {
    id: 'measures',
    title: 'measures',
    description: 'all columns of the measures',
    kind: 'result',
    sql: ({ processId }) => `SELECT * FROM measures WHERE process_id = '${processId}'`,
  },
  {
    id: 'blocks',
    title: 'blocks',
    description: `all columns of the blocks, each block ${blockRepetitions} times, ${blockRows} rows at most: wide rows with lists and binary`,
    kind: 'result',
    sql: ({ processId }) =>
      `SELECT blocks.* FROM blocks, unnest(range(0, ${blockRepetitions})) AS repetitions(repetition) ` +
      `WHERE process_id = '${processId}' LIMIT ${blockRows}`,
  },
  {
    id: 'aggregate',
    title: 'aggregate',
    description: 'count, sum, mean and 99th percentile of the spans by name: the time is the service’s',
    kind: 'result',
    sql: (target) =>
      'SELECT name, count(*) AS spans, sum(duration) AS total, avg(duration) AS mean, ' +
      `approx_percentile_cont(duration, 0.99) AS p99 FROM ${spansOf(target)} GROUP BY name ORDER BY total DESC`,
  },
  {
    id: 'points-sequential',
    title: '40 points in turn',
    description: 'one log entry of a process, 40 queries one after the other',
    kind: 'points',
    count: 40,
    concurrency: 1,
    sql: oneEntryOf,
  },
  {
    id: 'points-concurrent',
    title: '1,000 points, 50 at once',
    description: 'the same, 1,000 queries, 50 at once',
    kind: 'points',
    count: 1000,
    concurrency: 50,
    sql: oneEntryOf,
  },
]

/** The queries that `contenders/compile.ts` compiles, by name. They are not sent. */
export const compileQueries = (['select', 'join'] as const).map(
  (name): ResultQuery => ({
    id: name,
    title: name,
    description: name === 'select' ? 'one table, two conditions' : 'three tables joined, grouped, four conditions',
    kind: 'result',
    sql: () => name,
  }),
)

export function isCompileQuery(name: string): name is 'select' | 'join' {
  return compileQueries.some(({ id }) => id === name)
}
