import { MicromegasError, type MicromegasErrorCode } from '../../errors.js'
import type { CallStatus } from './call-status.js'
import { type ConnectionFailure, connectionFailure } from './connection-failure.js'
import { type FailureText, parseFailure } from './failure-text.js'
import { grpcStatus } from './grpc-status.js'

/**
 * Makes the error for a call that failed. Its `cause` is what gRPC reported, back-traces of the service included.
 *
 * @param sql the statement that was sent; kept out of the message
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

function codeOf(status: number, failure: FailureText): MicromegasErrorCode {
  switch (status) {
    case grpcStatus.invalidArgument:
      if (isNotFound(failure.message)) return 'not_found'
      return failure.stage === undefined ? 'invalid_argument' : 'invalid_query'
    case grpcStatus.internal:
      return internalCode(failure)
    case grpcStatus.resourceExhausted:
      return failure.ruleId === undefined ? 'resource_exhausted' : 'query_denied'
    case grpcStatus.unimplemented:
      return 'unsupported'
    case grpcStatus.unauthenticated:
      return 'unauthenticated'
    case grpcStatus.permissionDenied:
      return 'permission_denied'
    case grpcStatus.notFound:
      return 'not_found'
    case grpcStatus.alreadyExists:
      return 'already_exists'
    case grpcStatus.deadlineExceeded:
      return 'deadline_exceeded'
    case grpcStatus.cancelled:
      return 'cancelled'
    case grpcStatus.unavailable:
      return 'unavailable'
    default:
      return 'internal'
  }
}

/** Tells whether a table, view set, process or stream does not exist, or the caller may not see it. */
function isNotFound(message: string): boolean {
  return /(?:^|: )table '[^']*' not found$|error making view view set \S+ not found|not found or not accessible/.test(
    message,
  )
}

/** The service uses this one status for its own failures and for many that the query causes. */
function internalCode({ message, stage }: FailureText): MicromegasErrorCode {
  if (message.includes('query range mandatory')) return 'time_range_required'
  if (/find_(?:process|stream)\w*: /.test(message) && /not found|no rows returned/.test(message)) return 'not_found'
  // Values that the engine cannot compute with: a cast, a division by zero, text that is not a timestamp.
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
      return 'Set auth to a token that the service knows.'
    case 'time_range_required':
      return "Add .$call(during(last('1 hour')))."
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
