/**
 * What went wrong, as a closed union: a program can `match(error.code)` exhaustively.
 *
 * | code | meaning |
 * |---|---|
 * | `invalid_query` | the service refused the statement: syntax, an unknown column or function, a type error, a value that cannot be computed with |
 * | `invalid_argument` | a value, option or declaration that cannot work, mostly found before anything is sent |
 * | `time_range_required` | the query reads a view set with a time column and no time range was given |
 * | `row_limit` | the result has more rows than `maxRows` allows |
 * | `unauthenticated` | no credentials, or credentials that the service does not know |
 * | `permission_denied` | the caller may not do this |
 * | `not_found` | a table, view set, process or stream that does not exist or that the caller may not see |
 * | `already_exists` | the definition of a materialized view is there already |
 * | `resource_exhausted` | the query needs more memory or disk than the service grants |
 * | `query_denied` | an administrator's deny rule matched; `ruleId` names it |
 * | `unavailable` | the service cannot be reached, or one of its stores is down |
 * | `deadline_exceeded` | the `timeout` passed |
 * | `cancelled` | the caller aborted, or the client was closed |
 * | `unsupported` | the engine, the service or this client has no such feature |
 * | `protocol` | bytes that are no valid Flight, Arrow or JSONB, or not of the declared type |
 * | `internal` | the service failed in a way that is not the caller's doing |
 */
export type MicromegasErrorCode =
  | 'invalid_query'
  | 'invalid_argument'
  | 'time_range_required'
  | 'row_limit'
  | 'unauthenticated'
  | 'permission_denied'
  | 'not_found'
  | 'already_exists'
  | 'resource_exhausted'
  | 'query_denied'
  | 'unavailable'
  | 'deadline_exceeded'
  | 'cancelled'
  | 'unsupported'
  | 'protocol'
  | 'internal'

/** The parts of a {@link MicromegasError} besides its code and message. All are optional. */
export interface MicromegasErrorDetails {
  /** Where the service was when it failed, in its own words, such as `error building dataframe`. */
  readonly stage?: string | undefined
  /** The service's id of the failed query: the key of its record in the service's audit log. */
  readonly queryId?: string | undefined
  /** 1-based line of {@link sql} that the service points at. */
  readonly line?: number | undefined
  /** 1-based column of that line. */
  readonly column?: number | undefined
  /** `note:` lines of the engine's diagnostics. */
  readonly notes?: readonly string[] | undefined
  /** What to do about it: the engine's `help:` lines, or this package's own advice. */
  readonly help?: string | undefined
  /** The deny rule that matched, for `query_denied`. */
  readonly ruleId?: string | undefined
  /** Whether the same call may succeed later without a change. */
  readonly retryable?: boolean | undefined
  /** The SQL text that was sent. Kept non-enumerable: it contains values, and an error that is logged must not leak them. */
  readonly sql?: string | undefined
  readonly cause?: unknown
}

/**
 * The one error class of this package. The message holds neither SQL text nor credentials.
 *
 * @example
 * ```ts
 * try {
 *   await query.execute()
 * } catch (error) {
 *   if (error instanceof MicromegasError && error.code === 'time_range_required') …
 * }
 * ```
 */
export class MicromegasError extends Error {
  override readonly name = 'MicromegasError'
  readonly code: MicromegasErrorCode
  readonly stage: string | undefined
  readonly queryId: string | undefined
  readonly line: number | undefined
  readonly column: number | undefined
  readonly notes: readonly string[]
  readonly help: string | undefined
  readonly ruleId: string | undefined
  readonly retryable: boolean
  /** The SQL text that was sent; not enumerable. */
  declare readonly sql: string | undefined

  constructor(code: MicromegasErrorCode, message: string, details: MicromegasErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.stage = details.stage
    this.queryId = details.queryId
    this.line = details.line
    this.column = details.column
    this.notes = details.notes ?? []
    this.help = details.help
    this.ruleId = details.ruleId
    this.retryable = details.retryable ?? false
    Object.defineProperty(this, 'sql', { value: details.sql, enumerable: false })
  }
}
