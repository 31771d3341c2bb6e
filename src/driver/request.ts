import { MicromegasError } from '../errors.js'
import { resolveTimeRange, type TimeRange, type TimeRangeSpec } from '../types/time-range.js'
import { Timestamp } from '../types/timestamp.js'
import type { QueryPlan } from './compiled-query.js'
import type { HeaderList } from './config/attribution.js'

/** One query, as the connection takes it. */
export interface QueryRequest {
  readonly sql: string
  /** Always empty: the service takes none. */
  readonly parameters?: readonly unknown[] | undefined
  /** The range of the query or its handle; the configuration's default applies where there is none. */
  readonly timeRange?: TimeRangeSpec | undefined
  /** What the compiler knows of the statement. Text without it is never refused for its lack of a range. */
  readonly plan?: QueryPlan | undefined
}

/** Limits of one query, over those of the configuration. */
export interface CallOptions {
  /** Ends the query when it aborts; the query then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds from the start to the last row; then the query ends with `deadline_exceeded`. */
  readonly timeout?: number | undefined
  /** A result with more rows is a `row_limit` error. */
  readonly maxRows?: number | undefined
}

/**
 * The range to send with a query at this moment; nothing for a query that is unbounded on purpose, or plain SQL without one.
 *
 * @throws `time_range_required` for a query that reads a view set with a time column and has no range
 */
export function rangeToSend(request: QueryRequest, byDefault: TimeRangeSpec | undefined): TimeRange | undefined {
  const spec = request.timeRange ?? byDefault
  const readers = request.plan?.rangeRequiredBy ?? []
  if (spec === undefined && readers.length > 0) {
    throw timeRangeRequired(
      `The query reads ${listed(readers)} without a time range.`,
      `Add one: .$call(during(last('1 hour'))), or timeRange in the configuration. To read everything on purpose: .$call(unbounded).`,
    )
  }
  const mandatory = request.plan?.neverUnbounded ?? []
  if (spec?.kind === 'unbounded' && mandatory.length > 0) {
    throw timeRangeRequired(
      `The query reads ${listed(mandatory)}, which the service does not read without a time range.`,
      `Give a time range instead of \`unbounded\`: .$call(during(last('1 hour'))).`,
    )
  }
  return spec === undefined ? undefined : resolveTimeRange(spec, Timestamp.from(new Date()))
}

function timeRangeRequired(message: string, help: string): MicromegasError {
  return new MicromegasError('time_range_required', `${message} ${help}`, { help })
}

function listed(names: readonly string[]): string {
  return [...new Set(names)].join(', ')
}

/** @throws `unsupported` for parameters, which come from a compiler that is not this package's */
export function refuseParameters({ parameters = [] }: QueryRequest): void {
  if (parameters.length === 0) return
  throw new MicromegasError(
    'unsupported',
    `The service takes no query parameters, and this query has ${parameters.length}.`,
    { help: 'Build it on a handle of this package, or with its sql template, which write values as literals.' },
  )
}

/** What the service can put a limit on; it refuses to limit an `explain`. */
const limitable = /^[\s(]*(?:select|with|values)\b/i

/** Headers of a query: its time range, the row limit, and that dictionaries are kept. */
export function requestHeaders(sql: string, range: TimeRange | undefined, maxRows: number | undefined): HeaderList {
  const headers: [string, string][] = [['preserve_dictionary', 'true']]
  // Both or none: with one of them alone the service reads everything.
  if (range !== undefined) {
    headers.push(['query_range_begin', range.begin.toString()], ['query_range_end', range.end.toString()])
  }
  // One row more than allowed: its arrival tells a result that is too long from one that just fits.
  if (maxRows !== undefined && limitable.test(sql)) headers.push(['limit', String(maxRows + 1)])
  return headers
}
