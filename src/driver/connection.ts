import { MicromegasError } from '../errors.js'
import type { TimeRangeSpec } from '../types/time-range.js'
import { type CompleteTypeOptions, completeTypeOptions } from '../types/type-options.js'
import { attributionHeaders } from './config/attribution.js'
import { CallerIdentity } from './config/caller-identity.js'
import { checkConfig, checkPositive, checkTimeout } from './config/check-config.js'
import type { ConnectionConfig } from './config/config.js'
import { Credentials } from './config/credentials.js'
import { parseUrl } from './config/url.js'
import { type CallOptions, type QueryRequest, timeRangeOf } from './query/query-request.js'
import { FlightResultStream } from './result/flight-result-stream.js'
import type { PreparedQuery } from './result/prepared-query.js'
import type { QueryStream } from './result/query-stream.js'
import { FlightClients } from './transport/flight-clients.js'
import { RetryPolicy } from './transport/retry.js'

/** Runs queries: the part of a connection that the dialect and the client need. */
export interface QueryConnection {
  /** Which TypeScript types stand for Arrow types. */
  readonly types: CompleteTypeOptions
  /**
   * Returns the record batches of a query. Nothing is sent before the first pull; a query that must not be sent fails there.
   *
   * @throws `invalid_argument` for options that are not valid
   */
  execute(request: QueryRequest, options?: CallOptions): QueryStream
  /** Ends all queries with `cancelled` and closes the channel. */
  close(): Promise<void>
}

/** Owns the channel, the credentials and the options of a client. The channel opens at the first query. */
export class FlightSqlConnection implements QueryConnection {
  readonly types: CompleteTypeOptions
  readonly #limits: CallOptions
  readonly #timeRange: TimeRangeSpec | undefined
  readonly #identity: CallerIdentity
  readonly #clients: FlightClients
  readonly #tickets: 'direct' | 'flight-info'
  readonly #retry: RetryPolicy
  readonly #closed = new AbortController()

  /**
   * Checks the configuration. Connects to nothing.
   *
   * @throws `invalid_argument` for a configuration that is not valid
   */
  constructor(config: ConnectionConfig) {
    checkConfig(config)
    const { auth, tls, channelOptions, allowInsecureCredentials = false } = config
    this.types = completeTypeOptions('Configuration', config.types)
    this.#limits = { timeout: config.timeout, maxRows: config.maxRows }
    this.#timeRange = timeRangeOf(config.timeRange)
    const credentials = auth === undefined ? undefined : new Credentials(auth, this.#closed.signal)
    this.#identity = new CallerIdentity(attributionHeaders(config), credentials)
    this.#clients = new FlightClients({
      service: parseUrl(config.url),
      tls,
      channelOptions,
      protectsCredentials: auth !== undefined && !allowInsecureCredentials,
    })
    this.#tickets = config.tickets ?? 'direct'
    this.#retry = new RetryPolicy(config.retry)
  }

  execute(request: QueryRequest, options: CallOptions = {}): QueryStream {
    return new FlightResultStream(this.#prepare(request, options))
  }

  async close(): Promise<void> {
    this.#closed.abort(new MicromegasError('cancelled', 'The client was closed.'))
    this.#clients.close()
  }

  #prepare(
    { sql, parameters, plan, timeRange = this.#timeRange }: QueryRequest,
    { signal, timeout = this.#limits.timeout, maxRows = this.#limits.maxRows }: CallOptions,
  ): PreparedQuery {
    checkTimeout('timeout', timeout)
    checkPositive('maxRows', maxRows)
    return {
      request: { sql, parameters, plan, timeRange },
      limits: { signal, timeout, maxRows },
      identity: this.#identity,
      clients: this.#clients,
      tickets: this.#tickets,
      retry: this.#retry,
      closed: this.#closed.signal,
    }
  }
}
