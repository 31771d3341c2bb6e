/** How a failed gRPC call ended: the shape of the errors of grpc-js. */
export interface CallStatus {
  readonly code: number
  readonly details: string
}

export function isCallStatus(error: unknown): error is CallStatus & Error {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'number' &&
    'details' in error &&
    typeof error.details === 'string'
  )
}
