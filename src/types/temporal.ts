import { MicromegasError } from '../errors.js'

/**
 * Anything that knows its nanoseconds since 1970-01-01T00:00:00Z: a `Timestamp`, a `Temporal.Instant`.
 * Structural, because TypeScript 5.9 and Node 24 know no global `Temporal`.
 */
export interface InstantLike {
  readonly epochNanoseconds: bigint
}

/** The static members of `Temporal.Instant` that are used here. */
export interface TemporalInstants {
  fromEpochNanoseconds(epochNanoseconds: bigint): InstantLike
}

/**
 * Returns the runtime's `Temporal.Instant`.
 *
 * @throws `unsupported` if the runtime has no `Temporal`
 */
export function temporalInstants(): TemporalInstants {
  const { Temporal } = globalThis as { Temporal?: { Instant?: TemporalInstants } }
  if (Temporal?.Instant === undefined) {
    throw new MicromegasError('unsupported', 'This runtime has no Temporal.', {
      help: "Run on Node 26 or later, or keep the default, types: { timestamp: 'timestamp' }: a Timestamp has the members of Temporal.Instant.",
    })
  }
  return Temporal.Instant
}
