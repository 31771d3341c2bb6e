/**
 * Says what went wrong, as a closed union: a program can `match(error.code)` exhaustively.
 *
 * | code | meaning |
 * |---|---|
 * | `invalid_query` | the service rejected the statement: syntax, an unknown column or function, a type error, a value that cannot be computed with |
 * | `invalid_argument` | a value, option or declaration is not valid; mostly found before anything is sent |
 * | `time_range_required` | the query reads a view set that has a time column, and no time range was set |
 * | `row_limit` | the result has more rows than `maxRows` allows |
 * | `unauthenticated` | credentials are missing, or the service does not know them |
 * | `permission_denied` | the caller is not allowed to do this |
 * | `not_found` | a table, view set, process or stream does not exist, or the caller may not see it |
 * | `already_exists` | a materialized view of this name is already defined |
 * | `resource_exhausted` | the query needs more memory or disk than the service grants |
 * | `query_denied` | an administrator's deny rule matched; `ruleId` names it |
 * | `unavailable` | the service cannot be reached, or one of its stores is down |
 * | `deadline_exceeded` | the `timeout` passed |
 * | `cancelled` | the caller aborted the query, or the client was closed |
 * | `unsupported` | the engine, the service or this client lacks the feature |
 * | `protocol` | received bytes are not valid Flight, Arrow or JSONB, or not of the declared type |
 * | `internal` | the service failed, and the caller is not to blame |
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
  /** Whether the same call may succeed later without a change. Default: `false`. */
  readonly retryable?: boolean | undefined
  /** The SQL text that was sent. Kept non-enumerable: it contains values, and an error that is logged must not leak them. */
  readonly sql?: string | undefined
  readonly cause?: unknown
}

/**
 * The one error class of this package. `message` says what is wrong and `help` what to do about it; neither contains SQL
 * text or credentials. `console.log(error)` and `JSON.stringify(error)` show the parts that are present, without `sql`.
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
  declare readonly code: MicromegasErrorCode
  declare readonly stage: string | undefined
  declare readonly queryId: string | undefined
  declare readonly line: number | undefined
  declare readonly column: number | undefined
  declare readonly notes: readonly string[]
  declare readonly help: string | undefined
  declare readonly ruleId: string | undefined
  declare readonly retryable: boolean
  /** The SQL text that was sent; not enumerable. */
  declare readonly sql: string | undefined

  constructor(code: MicromegasErrorCode, message: string, details: MicromegasErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    const { notes = [], retryable = false, sql } = details
    this.code = code
    // Only what is present is enumerable: the rest would print as `undefined` in every log.
    for (const part of ['help', 'stage', 'line', 'column', 'queryId', 'ruleId'] as const) {
      define(this, part, details[part], details[part] !== undefined)
    }
    define(this, 'notes', notes, notes.length > 0)
    this.retryable = retryable
    define(this, 'sql', sql, false)
  }

  // On the prototype, where the stack finds it while the error is being made.
  override get name(): 'MicromegasError' {
    return 'MicromegasError'
  }

  /** Returns name, code, message and the other parts that are present, for `JSON.stringify`; neither `sql` nor `cause`. */
  toJSON(): object {
    const { name, code, message } = this
    return Object.assign({ name, code, message }, this)
  }
}

function define(error: MicromegasError, part: keyof MicromegasErrorDetails, value: unknown, enumerable: boolean): void {
  Object.defineProperty(error, part, { value, enumerable })
}

/**
 * Makes the `invalid_argument` error for a value, option or declaration that is not valid.
 *
 * @param message says what is wrong
 * @param help says what to do about it, without repeating the message
 */
export function invalidArgument(message: string, help?: string): MicromegasError {
  return new MicromegasError('invalid_argument', message, { help })
}
