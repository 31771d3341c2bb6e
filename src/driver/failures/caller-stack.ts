import { MicromegasError } from '../../errors.js'

/** Frames of this package and of Kysely between a call of the program and the place where its error is made. */
const framesBetween = 15

/**
 * The error with the stack of whoever calls `below`. An error that is made in an event handler has no frame of the program,
 * and one that is made deep in here fills the ten lines of a stack with frames of this package. Called in an async function
 * after an `await`, this gives the chain of `await`s that leads to it, the program's line among them.
 *
 * @param below the innermost function whose frame is of no interest; its callers are shown
 */
export function withCallerStack(error: unknown, below: Function = withCallerStack): unknown {
  if (!(error instanceof MicromegasError)) return error
  const copy = new MicromegasError(error.code, error.message, error)
  const { stackTraceLimit } = Error
  if (stackTraceLimit > 0) Error.stackTraceLimit = stackTraceLimit + framesBetween
  Error.captureStackTrace(copy, below)
  Error.stackTraceLimit = stackTraceLimit
  return copy
}
