import { status } from '@grpc/grpc-js'
import { MicromegasError, type MicromegasErrorCode } from '../../errors.js'
import type { CallStatus } from './call-status.js'
import { type ConnectionFailure, connectionFailure } from './connection-failure.js'
import { type FailureText, parseFailure } from './failure-text.js'

/**
 * The error for a call that failed. What gRPC reported, back-traces of the service included, is its `cause`.
 *
 * @param sql what was sent; kept off the message
 */
export function statusError(failed: CallStatus & Error, sql?: string): MicromegasError {
  const failure = parseFailure(failed.details, sql)
  const failedConnection = connectionFailure(failed)
  const { code, message, help } = failedConnection ?? serviceFailure(failed, failure)
  return new MicromegasError(code, message, {
    ...failure,
    help: failure.help ?? help,
    retryable: code === 'unavailable',
    sql,
    cause: failed,
  })
}

function serviceFailure(failed: CallStatus, failure: FailureText): ConnectionFailure {
  const code = codeOf(failed.code, failure)
  return {
    code,
    message:
      failure.message === '' ? `The service failed without a message (gRPC status ${failed.code}).` : failure.message,
    help: adviceFor(code, failure),
  }
}

function codeOf(grpcStatus: number, failure: FailureText): MicromegasErrorCode {
  switch (grpcStatus) {
    case status.INVALID_ARGUMENT:
      if (isNotFound(failure.message)) return 'not_found'
      return failure.stage === undefined ? 'invalid_argument' : 'invalid_query'
    case status.INTERNAL:
      return internalCode(failure)
    case status.RESOURCE_EXHAUSTED:
      return failure.ruleId === undefined ? 'resource_exhausted' : 'query_denied'
    case status.UNIMPLEMENTED:
      return 'unsupported'
    case status.UNAUTHENTICATED:
      return 'unauthenticated'
    case status.PERMISSION_DENIED:
      return 'permission_denied'
    case status.NOT_FOUND:
      return 'not_found'
    case status.ALREADY_EXISTS:
      return 'already_exists'
    case status.DEADLINE_EXCEEDED:
      return 'deadline_exceeded'
    case status.CANCELLED:
      return 'cancelled'
    case status.UNAVAILABLE:
      return 'unavailable'
    default:
      return 'internal'
  }
}

/** A table, a view set, and a process or stream that does not exist or that the caller may not see. */
function isNotFound(message: string): boolean {
  return /(?:^|: )table '[^']*' not found$|error making view view set \S+ not found|not found or not accessible/.test(
    message,
  )
}

/** The service has this one status for its own failures and for much that is the query's doing. */
function internalCode({ message, stage }: FailureText): MicromegasErrorCode {
  if (message.includes('query range mandatory')) return 'time_range_required'
  if (/find_(?:process|stream)\w*: /.test(message) && /not found|no rows returned/.test(message)) return 'not_found'
  // Values that the engine cannot compute with: a cast, a division by zero, a text that is no timestamp.
  if (
    stage !== undefined &&
    /^Arrow error: (?:Cast|Parser|Divide by zero|Arithmetic overflow|Compute) error/.test(message)
  ) {
    return 'invalid_query'
  }
  return 'internal'
}

/** Functions of administrators are unknown functions to everybody else. */
const unknownFunction = /(?:table function '[^']*' not found|Invalid function '[^']*')/

function adviceFor(code: MicromegasErrorCode, { message }: FailureText): string | undefined {
  switch (code) {
    case 'unauthenticated':
      return 'Check `auth`: the service wants a token that it knows.'
    case 'time_range_required':
      return "Add a time range: .$call(during(last('1 hour')))."
    case 'resource_exhausted':
      return 'Narrow the time range, select fewer columns, or aggregate in the query.'
    case 'invalid_query':
      return unknownFunction.test(message)
        ? 'Check the name of the function. Some functions are available to administrators only.'
        : undefined
    default:
      return undefined
  }
}
