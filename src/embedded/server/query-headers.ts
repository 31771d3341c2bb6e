import type { Metadata } from '@grpc/grpc-js'
import type { TimeRange } from '../../types/time-range.js'
import { Timestamp } from '../../types/timestamp.js'
import { invalidArgument } from './call-failure.js'

/** The options of a query in the metadata of its DoGet call. */
export interface QueryHeaders {
  readonly range: Pick<TimeRange, 'begin' | 'end'> | undefined
  readonly limit: number | undefined
  readonly preserveDictionary: boolean
}

/** Returns the value of a header, or nothing if it is absent. */
export function header(metadata: Metadata, name: string): string | undefined {
  const [value] = metadata.get(name)
  return value === undefined ? undefined : value.toString()
}

/**
 * Reads the headers as the service does: a range with only one end is ignored.
 *
 * @throws {CallFailure} INVALID_ARGUMENT for a malformed time
 */
export function queryHeaders(metadata: Metadata): Omit<QueryHeaders, 'limit'> {
  const begin = header(metadata, 'query_range_begin')
  const end = header(metadata, 'query_range_end')
  return {
    range: begin && end ? { begin: time('query_range_begin', begin), end: time('query_range_end', end) } : undefined,
    preserveDictionary: header(metadata, 'preserve_dictionary')?.toLowerCase() === 'true',
  }
}

function time(name: string, text: string): Timestamp {
  try {
    return Timestamp.from(text)
  } catch {
    throw invalidArgument(`Unable to parse ${name} as a rfc3339 datetime: input contains invalid characters`)
  }
}

/**
 * Reads the header `limit`.
 *
 * @throws {CallFailure} INVALID_ARGUMENT for a limit that is not a whole number
 */
export function limitHeader(metadata: Metadata): number | undefined {
  const text = header(metadata, 'limit')
  if (text === undefined) return undefined
  if (text === '') throw invalidArgument('error parsing limit: cannot parse integer from empty string')
  if (!/^\+?\d+$/.test(text)) throw invalidArgument('error parsing limit: invalid digit found in string')
  return Number(text)
}
