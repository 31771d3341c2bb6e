import { MicromegasError } from '../../errors.js'
import { resolveTimeRange, type TimeRange } from '../../types/time-range.js'
import { Timestamp } from '../../types/timestamp.js'
import type { HeaderList } from '../config/attribution.js'
import type { QueryRequest } from './query-request.js'

/**
 * Makes the headers of a query that is about to be sent: its time range as of now, its row limit, and that dictionaries are
 * kept. Made once per query, so that all its calls ask for the same range.
 *
 * @throws `unsupported` for a query with parameters; `time_range_required` for one that lacks its time range
 */
export function queryHeaders(request: QueryRequest, maxRows: number | undefined): HeaderList {
  refuseParameters(request)
  const range = resolvedRange(request)
  const headers: [string, string][] = [['preserve_dictionary', 'true']]
  // Both or none: with only one of them, the service reads everything.
  if (range !== undefined) {
    headers.push(['query_range_begin', range.begin.toString()], ['query_range_end', range.end.toString()])
  }
  // One row more than allowed: its arrival tells a result that is too long from one that just fits.
  if (maxRows !== undefined && limitable.test(request.sql)) headers.push(['limit', String(maxRows + 1)])
  return headers
}

/** Statements that the service can limit: it refuses to limit an `explain`. */
const limitable = /^[\s(]*(?:select|with|values)\b/i

/** Parameters come from a compiler other than this package's. */
function refuseParameters({ parameters = [] }: QueryRequest): void {
  if (parameters.length === 0) return
  throw new MicromegasError(
    'unsupported',
    `The query has ${parameters.length} parameter${parameters.length === 1 ? '' : 's'}, and the service takes none.`,
    { help: 'Build the query on a handle of this package, or with its sql template: they write values as literals.' },
  )
}

/** Returns the range to send; nothing for a query that is unbounded on purpose, or SQL text without a range. */
function resolvedRange({ timeRange, plan }: QueryRequest): TimeRange | undefined {
  const { rangeRequiredBy = [], neverUnbounded = [] } = plan ?? {}
  if (timeRange === undefined && rangeRequiredBy.length > 0) {
    throw new MicromegasError(
      'time_range_required',
      `The query reads ${listed(rangeRequiredBy)} without a time range.`,
      {
        help:
          "Add .$call(during(last('1 hour'))), or set timeRange in the configuration. " +
          'To read everything on purpose, add .$call(unbounded).',
      },
    )
  }
  if (timeRange?.kind === 'unbounded' && neverUnbounded.length > 0) {
    throw new MicromegasError(
      'time_range_required',
      `The query reads ${listed(neverUnbounded)} unbounded, but the service requires a time range for that.`,
      { help: "Replace unbounded by a time range: .$call(during(last('1 hour')))." },
    )
  }
  return timeRange === undefined ? undefined : resolveTimeRange(timeRange, Timestamp.from(new Date()))
}

function listed(names: readonly string[]): string {
  return [...new Set(names)].join(', ')
}
