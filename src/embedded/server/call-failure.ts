import { status } from '@grpc/grpc-js'

/** Ends a call with a gRPC status. */
export class CallFailure extends Error {
  readonly code: status
  readonly details: string

  constructor(code: status, details: string) {
    super(details)
    this.code = code
    this.details = details
  }
}

/** Makes the failure for a request that is not valid. */
export const invalidArgument = (details: string): CallFailure => new CallFailure(status.INVALID_ARGUMENT, details)

/** Makes the failure of what the service does not have either. */
export const notImplemented = (what: string): CallFailure =>
  new CallFailure(status.UNIMPLEMENTED, `not implemented: ${what}`)

/** Returns the failure with which a call ends after a handler threw. */
export function asCallFailure(error: unknown): CallFailure {
  if (error instanceof CallFailure) return error
  return new CallFailure(status.INTERNAL, error instanceof Error ? error.message : String(error))
}
