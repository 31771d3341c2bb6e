import type { TimeRangeSpec } from '../../types/time-range.js'
import type { TypeOptions } from '../../types/type-options.js'
import type { AttributionConfig } from './attribution.js'
import type { Auth } from './credentials.js'

/** TLS of a `grpc+tls` or `https` URL. Certificates and keys are PEM. */
export interface TlsConfig {
  /**
   * Certificate authorities to trust instead of Node's. Default: those of Node. A server certificate that none of them
   * signed is a `protocol` error.
   */
  readonly ca?: string | Uint8Array
  /** The client's certificate chain; requires `key`. Default: none. */
  readonly cert?: string | Uint8Array
  /** The client's private key; requires `cert`. Default: none. */
  readonly key?: string | Uint8Array
  /** The name that the server's certificate must be valid for. Default: the host of the URL. */
  readonly serverName?: string
}

/** When and how often a query is sent again: only after `unavailable`, and only before its first message. */
export interface RetryConfig {
  /** How often a query is sent at most, the first time included. Default: 4. */
  readonly attempts?: number
  /** Milliseconds before the second attempt, doubled for each one after it; half of it is random. Default: 100. */
  readonly initialDelay?: number
  /** The longest delay between attempts, in milliseconds. Default: 2,000. */
  readonly maxDelay?: number
  /**
   * How many retries all queries of the client together may make in ten seconds. Once it is spent, a query fails at its
   * first attempt, so that a service that is down is not flooded. Default: 20.
   */
  readonly budget?: number
}

/** How to reach a service, and how to query it. */
export interface ConnectionConfig extends AttributionConfig {
  /**
   * `grpc://host:port` (plaintext) or `grpc+tls://host:port`; `http` and `https` are synonyms. Default port: 50051, with
   * `https` 443. A path, a query string and credentials are refused. Nothing is opened before the first query.
   */
  readonly url: string
  /**
   * A token, a provider `{ getToken() }`, or a function that returns either. Asked on each query, once for all queries that
   * wait. Tokens are never logged and never part of an error; a provider that fails is an `unauthenticated` error.
   * Default: none.
   */
  readonly auth?: Auth
  /** Default: Node's certificate authorities and no client certificate. Refused with a plaintext URL. */
  readonly tls?: TlsConfig
  /**
   * Allows credentials in plaintext to a host other than this machine, where anyone on the path can read them.
   * Default: `false`, and such a configuration is refused.
   */
  readonly allowInsecureCredentials?: boolean
  /**
   * Milliseconds that a query may take from its start to its last row, the reader's own time and retries included. After
   * that it ends with `deadline_exceeded`, on the server too. At most 2,147,483,647. Default: no limit.
   */
  readonly timeout?: number
  /** Default: four attempts. `false`: one attempt. */
  readonly retry?: RetryConfig | false
  /**
   * The most rows that a query may return. A longer result fails with `row_limit` and is never cut: to cut it on purpose,
   * use the query's own `limit`. The service is asked for one row more, so that it stops early. Default: no limit.
   */
  readonly maxRows?: number
  /**
   * `'direct'` (default): one round trip, which Micromegas supports. `'flight-info'`: asks for the endpoints first and reads
   * each of them at its location, as other Flight SQL services expect; costs one more round trip.
   */
  readonly tickets?: 'direct' | 'flight-info'
  /**
   * The time range of queries that have none of their own, such as `during(last('1 hour'))`. Default: none; queries over
   * view sets with a time column are then refused.
   */
  readonly timeRange?: TimeRangeSpec | { readonly range: TimeRangeSpec }
  /** Which TypeScript types stand for Arrow types. Default: the exact ones. */
  readonly types?: TypeOptions
  /**
   * Further options of `@grpc/grpc-js` channels, over those that this package sets. A smaller
   * `grpc-node.flow_control_window` bounds what a stream with a slow reader may hold, and slows fast readers down.
   */
  readonly channelOptions?: Readonly<Record<string, string | number>>
}
