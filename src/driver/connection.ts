import type { ChannelCredentials, Metadata } from '@grpc/grpc-js'
import { MicromegasError } from '../errors.js'
import { schemaMessageOf, statementDescriptor, statementTicket } from '../flight/tickets.js'
import type { TimeRangeSpec } from '../types/time-range.js'
import { type CompleteTypeOptions, completeTypeOptions } from '../types/type-options.js'
import { attributionHeaders, type HeaderList } from './config/attribution.js'
import { checkConfig, checkPositive, checkTimeout } from './config/check-config.js'
import type { ConnectionConfig } from './config/config.js'
import { Credentials } from './config/credentials.js'
import { type Endpoint, isInsecure, parseUrl } from './config/url.js'
import { type CallOptions, type QueryRequest, rangeToSend, refuseParameters, requestHeaders } from './request.js'
import { FlightResultStream } from './result/flight-result-stream.js'
import type { QueryStream } from './result/query-stream.js'
import type { ResultParts } from './result/result-messages.js'
import { openChannel, tlsCredentials } from './transport/channel.js'
import { FlightClient, metadataOf } from './transport/flight-client.js'
import { type Location, readLocations } from './transport/locations.js'
import { RetryPolicy } from './transport/retry.js'

/** What runs queries: the part of a connection that the dialect and the client ask for. */
export interface QueryConnection {
  /** Which TypeScript values stand for Arrow types. */
  readonly types: CompleteTypeOptions
  /**
   * The record batches of a query. Nothing is sent before the first pull, and what may not be sent fails there.
   *
   * @throws `invalid_argument` for options that cannot be
   */
  execute(request: QueryRequest, options?: CallOptions): QueryStream
  /** Ends all queries with `cancelled` and closes the channel. */
  close(): Promise<void>
}

/** Owns the channel, the credentials and the options of a client. The channel opens at the first query. */
export class FlightSqlConnection implements QueryConnection {
  readonly types: CompleteTypeOptions
  readonly #config: ConnectionConfig
  readonly #service: Endpoint
  readonly #timeRange: TimeRangeSpec | undefined
  readonly #attribution: HeaderList
  readonly #tls: ChannelCredentials | undefined
  readonly #credentials: Credentials | undefined
  readonly #retry: RetryPolicy
  /** One channel per host: that of the service itself, and those that its endpoints name. */
  readonly #clients = new Map<string, FlightClient>()
  readonly #streams = new Set<QueryStream>()
  readonly #closed = new AbortController()

  /** @throws `invalid_argument` for a configuration that cannot work */
  constructor(config: ConnectionConfig) {
    checkConfig(config)
    this.#config = config
    this.#service = parseUrl(config.url)
    this.types = completeTypeOptions('Configuration', config.types)
    this.#timeRange =
      config.timeRange === undefined || 'kind' in config.timeRange ? config.timeRange : config.timeRange.range
    this.#attribution = attributionHeaders(config)
    this.#tls = this.#service.secure ? tlsCredentials(config.tls) : undefined
    this.#credentials = config.auth === undefined ? undefined : new Credentials(config.auth, this.#closed.signal)
    this.#retry = new RetryPolicy(config.retry)
  }

  execute(request: QueryRequest, options: CallOptions = {}): QueryStream {
    const { signal, timeout = this.#config.timeout, maxRows = this.#config.maxRows } = options
    checkTimeout('timeout', timeout)
    checkPositive('maxRows', maxRows)
    let headers: HeaderList = []
    return new FlightResultStream(
      {
        sql: request.sql,
        retry: this.#retry,
        started: (stream) => {
          this.#refuseClosed()
          refuseParameters(request)
          // Once for the query: all its calls, the repeated ones too, ask for the same range.
          headers = requestHeaders(request.sql, rangeToSend(request, this.#timeRange), maxRows)
          this.#streams.add(stream)
        },
        locate: (ended) => this.#locate(request.sql, headers, ended),
        metadata: () => this.#metadata(headers),
        finished: (stream) => this.#streams.delete(stream),
      },
      { signal, timeout, maxRows },
    )
  }

  async close(): Promise<void> {
    const reason = new MicromegasError('cancelled', 'The client was closed while the query ran.')
    this.#closed.abort(reason)
    for (const stream of this.#streams) stream.cancel(reason)
    for (const client of this.#clients.values()) client.close()
    this.#clients.clear()
  }

  #refuseClosed(): void {
    if (this.#closed.signal.aborted) throw new MicromegasError('cancelled', 'The client is closed.')
  }

  async #locate(sql: string, headers: HeaderList, ended: AbortSignal): Promise<ResultParts> {
    const service = this.#client(this.#service)
    if (this.#config.tickets !== 'flight-info') {
      return { parts: [{ locations: [service], ticket: statementTicket(sql) }] }
    }
    const info = await service.getFlightInfo(statementDescriptor(sql), await this.#metadata(headers), ended)
    const parts = info.endpoint.map(({ ticket, location }) => {
      if (ticket === undefined) throw new MicromegasError('protocol', 'A part of the result has no ticket.')
      const locations = readLocations(location.map(({ uri }) => uri)).map((place) => this.#clientAt(place))
      return { locations, ticket: ticket.ticket }
    })
    // Micromegas sends a schema without fields, which is not that of the result; the parts bring their own.
    return { parts, schemaMessage: parts.length === 0 ? schemaMessageOf(info.schema) : undefined }
  }

  #clientAt(place: Location): FlightClient {
    if (place === 'same') return this.#client(this.#service)
    if (
      this.#credentials !== undefined &&
      isInsecure(place.host, place.secure) &&
      this.#config.allowInsecureCredentials !== true
    ) {
      throw new MicromegasError(
        'invalid_argument',
        `The service hands out a part of the result at ${place.host}, where the credentials would go in plaintext.`,
        { help: 'Set allowInsecureCredentials if the network is trusted.' },
      )
    }
    return this.#client(place)
  }

  #client(place: Endpoint): FlightClient {
    this.#refuseClosed()
    const key = `${place.secure ? 'tls' : 'tcp'} ${place.host}:${place.port}`
    const known = this.#clients.get(key)
    if (known !== undefined) return known
    // The name that was given is that of the service's own certificate.
    const serverName = place.host === this.#service.host ? this.#config.tls?.serverName : undefined
    const tls = place.secure ? { credentials: this.#tls ?? tlsCredentials(undefined), serverName } : undefined
    const client = new FlightClient(openChannel(place, tls, this.#config.channelOptions))
    this.#clients.set(key, client)
    return client
  }

  async #metadata(headers: HeaderList): Promise<Metadata> {
    const metadata = metadataOf([...this.#attribution, ...headers])
    if (this.#credentials !== undefined) metadata.set('authorization', await this.#credentials.authorization())
    return metadata
  }
}
