import { MicromegasError } from '../../errors.js'

/** Frames of this package and of Kysely between a call of the program and the place where its error is made. */
const framesBetween = 15

/**
 * Returns the error with the stack of the code that called `below`. An error made in an event handler has no frame of the
 * program, and one made deep in this package fills the ten lines of a stack with frames of this package. Called in an async
 * function after an `await`, this captures the chain of `await`s that leads to it, the program's line among them.
 *
 * @param below the innermost function to leave out of the stack; its callers are shown
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
