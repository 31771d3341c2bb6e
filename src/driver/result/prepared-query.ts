import type { CallerIdentity } from '../config/caller-identity.js'
import type { CallOptions, QueryRequest } from '../query/query-request.js'
import type { FlightClients } from '../transport/flight-clients.js'
import type { RetryPolicy } from '../transport/retry.js'

/**
 * Everything that is needed to run a query, decided when the query is executed and never changed: a result stream takes it
 * and asks nobody else. Only what depends on the moment of sending is left open: `last(…)`, and the token of each call.
 */
export interface PreparedQuery {
  /** The statement, and its time range or the configuration's. */
  readonly request: QueryRequest
  /** The limits of the query, or the configuration's. */
  readonly limits: CallOptions
  /** Who asks. */
  readonly identity: CallerIdentity
  /** Where to ask. */
  readonly clients: FlightClients
  /** Whether the service hands out the tickets of the result, or accepts the statement itself as its ticket. */
  readonly tickets: 'direct' | 'flight-info'
  /** When to ask again. */
  readonly retry: RetryPolicy
  /** Aborts when the connection is closed, which ends the query. */
  readonly closed: AbortSignal
}
