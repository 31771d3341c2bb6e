import { status } from '@grpc/grpc-js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { grpcStatus } from '../../../src/driver/failures/grpc-status.js'
import { statusError } from '../../../src/driver/failures/status-error.js'
import type { MicromegasErrorCode } from '../../../src/errors.js'

const id = '3a2b115b-b94a-4c29-b544-099d31243adb'

function failed(code: number, details: string) {
  return Object.assign(new Error(`${code}: ${details}`), { code, details })
}

describe('a failed call', () => {
  it.each<[MicromegasErrorCode, number, string]>([
    [
      'invalid_query',
      status.INVALID_ARGUMENT,
      'error building dataframe: SQL error: ParserError("x at Line: 1, Column: 1")',
    ],
    ['invalid_query', status.INVALID_ARGUMENT, 'error building dataframe: Schema error: No field named nope.'],
    [
      'invalid_query',
      status.INVALID_ARGUMENT,
      "error building dataframe: Error during planning: table function 'nope' not found",
    ],
    ['invalid_query', status.INTERNAL, 'error building data stream: Arrow error: Divide by zero error'],
    [
      'invalid_query',
      status.INTERNAL,
      "error creating physical plan: Arrow error: Cast error: Cannot cast string 'a' to value of Int32 type",
    ],
    ['invalid_argument', status.INVALID_ARGUMENT, 'error parsing limit: invalid digit found in string'],
    [
      'not_found',
      status.INVALID_ARGUMENT,
      "error building dataframe: Error during planning: table 'datafusion.public.nope' not found (at line 1, column 15)",
    ],
    [
      'not_found',
      status.INVALID_ARGUMENT,
      'error building dataframe: Error during planning: error making view view set nope not found',
    ],
    ['not_found', status.INVALID_ARGUMENT, 'error creating physical plan: process x not found or not accessible'],
    [
      'not_found',
      status.INTERNAL,
      'error creating physical plan: External error: find_process: select from processes: no rows returned by a query that expected to return at least one row',
    ],
    [
      'not_found',
      status.INTERNAL,
      'error building data stream: External error: find_process_with_latest_timing: Process not found.',
    ],
    ['not_found', status.NOT_FOUND, 'view x not found'],
    ['already_exists', status.ALREADY_EXISTS, 'view x exists'],
    [
      'time_range_required',
      status.INTERNAL,
      'error creating physical plan: External error: query range mandatory for thread spans view',
    ],
    [
      'resource_exhausted',
      status.RESOURCE_EXHAUSTED,
      'error building data stream: Resources exhausted: Additional allocation failed',
    ],
    ['query_denied', status.RESOURCE_EXHAUSTED, 'query denied by rule 7 (reason: x)'],
    ['unsupported', status.UNIMPLEMENTED, 'error building dataframe: This feature is not implemented: x'],
    ['unauthenticated', status.UNAUTHENTICATED, 'invalid token'],
    ['permission_denied', status.PERMISSION_DENIED, 'bulk_ingest requires admin privileges'],
    ['unavailable', status.UNAVAILABLE, 'auth provider unavailable'],
    [
      'unavailable',
      status.UNAVAILABLE,
      'No connection established. Last error: Error: connect ECONNREFUSED 127.0.0.1:1. Resolution note: ',
    ],
    ['unavailable', status.UNAVAILABLE, 'Name resolution failed for target dns:nohost:1'],
    ['unavailable', status.UNAVAILABLE, 'Connection dropped'],
    ['unavailable', status.UNAVAILABLE, 'Received HTTP status code 503'],
    ['protocol', status.UNIMPLEMENTED, 'Received HTTP status code 404'],
    [
      'protocol',
      status.UNAVAILABLE,
      'No connection established. Last error: Protocol error (2026-11-24T10:50:35.637Z). Resolution note: ',
    ],
    [
      'protocol',
      status.UNAVAILABLE,
      'No connection established. Last error: Error: 406DA2DF:error:0A00010B:SSL routines:tls_validate_record_header:wrong version number:x\n. Resolution note: ',
    ],
    [
      'protocol',
      status.UNAVAILABLE,
      'No connection established. Last error: Error: self-signed certificate. Resolution note: ',
    ],
    ['unauthenticated', status.UNAUTHENTICATED, 'Received HTTP status code 401'],
    ['deadline_exceeded', status.DEADLINE_EXCEEDED, 'Deadline exceeded'],
    ['cancelled', status.CANCELLED, 'Cancelled on client'],
    ['internal', status.INTERNAL, 'error executing plan: External error: object store failure'],
    ['internal', status.UNKNOWN, 'panicked'],
  ])('is %s for gRPC status %i: %s', (code, grpcStatus, details) => {
    expect(statusError(failed(grpcStatus, details))).toMatchObject({ code, retryable: code === 'unavailable' })
  })

  it('keeps all parts of the report, and the report itself as its cause', () => {
    const cause = failed(
      status.INVALID_ARGUMENT,
      `error building dataframe: Error during planning: Invalid function 'nope'.\nDid you mean 'now'%3F (at line 1, column 8)\nnote: Possible function 'now'\nhelp: write now (query_id=${id})`,
    )
    const error = statusError(cause, 'select nope()')
    expect(error).toMatchObject({
      code: 'invalid_query',
      stage: 'error building dataframe',
      message: "Error during planning: Invalid function 'nope'.\nDid you mean 'now'?",
      line: 1,
      column: 8,
      notes: ["Possible function 'now'"],
      help: 'write now',
      queryId: id,
      sql: 'select nope()',
      cause,
    })
    expect(Object.keys(error)).not.toContain('sql')
  })

  it('of a connection says what is wrong with it, without the text around it that grpc-js adds', () => {
    const refused = statusError(
      failed(
        status.UNAVAILABLE,
        'No connection established. Last error: Error: connect ECONNREFUSED 127.0.0.1:1. Resolution note: ',
      ),
    )
    expect(refused.message).toBe('The service cannot be reached: connect ECONNREFUSED 127.0.0.1:1.')
    expect(refused.help).toContain('host and port')
  })

  it.each(["table function 'deny_queries' not found", "Invalid function 'remove_query_denial'"])(
    'of an unknown function says that administrators have more of them: %s',
    (text) => {
      const details = `error building dataframe: Error during planning: ${text}`
      expect(statusError(failed(status.INVALID_ARGUMENT, details)).help).toBe(
        'Check the name of the function. Some functions are available to administrators only.',
      )
    },
  )

  it('is told apart by the status codes of gRPC', () => {
    for (const [name, code] of Object.entries(grpcStatus)) {
      const specified = name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()
      expect(status[code], name).toBe(specified)
    }
  })

  it('always has a message', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1, max: 20 }), fc.string(), (code, details) => {
        expect(statusError(failed(code, details)).message).not.toBe('')
      }),
    )
  })
})
