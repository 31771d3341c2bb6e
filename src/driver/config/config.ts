import { MicromegasError } from '../../errors.js'
import type { TimeRangeSpec } from '../../types/time-range.js'
import { temporal } from '../../types/timestamp.js'
import type { TypeOptions } from '../../types/type-options.js'
import type { AttributionConfig } from './attribution.js'
import { type Auth, isAuth, tokenRule } from './credentials.js'
import { type Endpoint, isLoopback, parseUrl } from './url.js'

/** TLS of a `grpc+tls` or `https` URL. Certificates and keys are PEM. */
export interface TlsConfig {
  /** Roots to trust, in place of Node's. Default: those of Node. A server that none of them vouches for is a `protocol` error. */
  readonly ca?: string | Uint8Array
  /** The client's certificate chain; needs `key`. Default: none. */
  readonly cert?: string | Uint8Array
  /** The client's private key; needs `cert`. Default: none. */
  readonly key?: string | Uint8Array
  /** The name the server's certificate is checked against. Default: the host of the URL. */
  readonly serverName?: string
}

/** When and how often a query is sent again: only after `unavailable`, only before its first message. */
export interface RetryConfig {
  /** How often a query is sent at most, the first time included. Default: 4. */
  readonly attempts?: number
  /** Milliseconds before the second attempt, doubled for each one after it; half of it is random. Default: 100. */
  readonly initialDelay?: number
  /** Milliseconds that no delay exceeds. Default: 2,000. */
  readonly maxDelay?: number
  /**
   * How many retries all queries of the client together may make in ten seconds. Beyond it a query fails at its first
   * attempt: a service that is down gets no flood. Default: 20.
   */
  readonly budget?: number
}

/** How to reach a service, and how to ask it. */
export interface ConnectionConfig extends AttributionConfig {
  /**
   * `grpc://host:port` (plain), `grpc+tls://host:port`; `http` and `https` are synonyms. Default port: 50051, of `https` 443.
   * Has no path, no query and no credentials. Nothing is opened before the first query.
   */
  readonly url: string
  /**
   * A token, a provider `{ getToken() }`, or a factory of either. Asked on each query, once for all that wait. Default: none.
   * What it gives is never logged and is on no error; a provider that fails is an `unauthenticated` error.
   */
  readonly auth?: Auth
  /** Default: the roots of Node, no client certificate. Refused with a plaintext URL. */
  readonly tls?: TlsConfig
  /**
   * Sends credentials over plaintext to a host that is not this machine, where anybody on the way can read them.
   * Default: `false`, such a configuration is refused.
   */
  readonly allowInsecureCredentials?: boolean
  /**
   * Milliseconds that a query may take from its start to its last row, the reader's own time and retries included; then it
   * is ended, on the server too, with `deadline_exceeded`. Default: no limit. At most 2,147,483,647.
   */
  readonly timeout?: number
  /** Default: four attempts. `false`: one. */
  readonly retry?: RetryConfig | false
  /**
   * The most rows that a query may give: one with more fails with `row_limit` and is never cut. The service is asked for one
   * row more, so that it stops early. Default: no limit. A cut is what the query's own `limit` is for.
   */
  readonly maxRows?: number
  /**
   * `'direct'` (default): one round trip, understood by Micromegas. `'flight-info'`: asks for the endpoints first and
   * reads every one of them at its location, as other Flight SQL services want it; costs one round trip more.
   */
  readonly tickets?: 'direct' | 'flight-info'
  /**
   * The time range of queries that have none of their own, such as `during(last('1 hour'))`. Default: none, queries over
   * view sets with a time column are refused without one.
   */
  readonly timeRange?: TimeRangeSpec | { readonly range: TimeRangeSpec }
  /** Which TypeScript values stand for Arrow types. Default: the exact ones. */
  readonly types?: TypeOptions
  /**
   * Further options of `@grpc/grpc-js` channels, over those that this package sets. A smaller
   * `grpc-node.flow_control_window` bounds what a stream with a slow reader may hold, and slows fast ones down.
   */
  readonly channelOptions?: Readonly<Record<string, string | number>>
}

/** Every key of {@link ConnectionConfig}; the type makes a forgotten one a compile error. */
const keys: Readonly<Record<keyof ConnectionConfig, true>> = {
  url: true,
  auth: true,
  tls: true,
  allowInsecureCredentials: true,
  timeout: true,
  retry: true,
  maxRows: true,
  tickets: true,
  timeRange: true,
  types: true,
  channelOptions: true,
  clientEntrypoint: true,
  clientAgent: true,
  clientSession: true,
  user: true,
}

/**
 * @throws `invalid_argument` for keys that do not exist, values that cannot be, and options that contradict each other;
 * `unsupported` for types that this runtime lacks. No message repeats a value.
 */
export function checkConfig(config: ConnectionConfig): void {
  refuseUnknown('', config, keys)
  const endpoint = parseUrl(config.url)
  checkTls(config, endpoint.secure)
  checkAuth(config, endpoint)
  checkTimeout('timeout', config.timeout)
  checkPositive('maxRows', config.maxRows)
  checkRetry(config.retry)
  checkOneOf('tickets', config.tickets, ['direct', 'flight-info'])
  checkTimeRange(config.timeRange)
  checkTypes(config.types)
  checkChannelOptions(config.channelOptions)
  if (config.user !== undefined) {
    refuseUnknown('user.', config.user, { id: true, email: true, name: true } satisfies Record<
      keyof NonNullable<ConnectionConfig['user']>,
      true
    >)
  }
}

function checkTls({ tls }: ConnectionConfig, secure: boolean): void {
  if (tls === undefined) return
  refuseUnknown('tls.', tls, { ca: true, cert: true, key: true, serverName: true } satisfies Record<
    keyof TlsConfig,
    true
  >)
  if (!secure) throw refuse('tls is given, but the url says plaintext: use grpc+tls://.')
  if ((tls.cert === undefined) !== (tls.key === undefined)) throw refuse('tls.cert and tls.key need each other.')
  for (const name of ['ca', 'cert', 'key'] as const) {
    const pem = tls[name]
    if (pem !== undefined && !isPem(pem)) throw refuse(`tls.${name} must be PEM: its text, not the path of a file.`)
  }
  if (tls.serverName !== undefined && (typeof tls.serverName !== 'string' || tls.serverName === '')) {
    throw refuse('tls.serverName must be a name.')
  }
}

function isPem(given: unknown): boolean {
  const text = given instanceof Uint8Array ? new TextDecoder().decode(given) : given
  return typeof text === 'string' && text.includes('-----BEGIN ')
}

function checkAuth({ auth, allowInsecureCredentials }: ConnectionConfig, { host, secure }: Endpoint): void {
  if (allowInsecureCredentials !== undefined && typeof allowInsecureCredentials !== 'boolean') {
    throw refuse('allowInsecureCredentials must be true or false.')
  }
  if (auth === undefined) return
  if (!isAuth(auth)) throw refuse(`auth must be a token, a provider of tokens or a factory of either; ${tokenRule}.`)
  if (isInsecure(host, secure) && allowInsecureCredentials !== true) {
    throw refuse(
      `auth would send credentials in plaintext to ${host}. Use grpc+tls://, or set allowInsecureCredentials if the network is trusted.`,
    )
  }
}

/** Whether credentials that go there can be read on the way. */
export function isInsecure(host: string, secure: boolean): boolean {
  return !secure && !isLoopback(host)
}

function checkRetry(retry: RetryConfig | false | undefined): void {
  if (retry === undefined || retry === false) return
  const known = { attempts: true, initialDelay: true, maxDelay: true, budget: true } satisfies Record<
    keyof RetryConfig,
    true
  >
  refuseUnknown('retry.', retry, known)
  for (const name of Object.keys(known) as (keyof RetryConfig)[]) checkPositive(`retry.${name}`, retry[name])
}

function checkTimeRange(timeRange: ConnectionConfig['timeRange']): void {
  if (timeRange === undefined) return
  const isObject = (typeof timeRange === 'object' || typeof timeRange === 'function') && timeRange !== null
  if (!isObject || !('kind' in timeRange || 'range' in timeRange)) {
    throw refuse("timeRange must be what during(…) or last(…) gives, or unbounded: for instance last('1 hour').")
  }
}

function checkTypes(types: TypeOptions | undefined): void {
  if (types === undefined) return
  refuseUnknown('types.', types, { int64: true, timestamp: true } satisfies Record<keyof TypeOptions, true>)
  checkOneOf('types.int64', types.int64, ['bigint', 'number', 'string'])
  checkOneOf('types.timestamp', types.timestamp, ['timestamp', 'date', 'temporal', 'string'])
  if (types.timestamp === 'temporal') temporal()
}

function checkChannelOptions(options: ConnectionConfig['channelOptions']): void {
  if (options === undefined) return
  if (typeof options !== 'object' || options === null) throw refuse('channelOptions must be an object.')
  const wrong = Object.entries(options).find(([, value]) => typeof value !== 'string' && typeof value !== 'number')
  if (wrong !== undefined) throw refuse(`channelOptions['${wrong[0]}'] must be a text or a number.`)
}

/** @throws `invalid_argument` naming the first key that is not known */
export function refuseUnknown(prefix: string, given: object, known: Readonly<Record<string, unknown>>): void {
  if (typeof given !== 'object' || given === null) throw refuse(`${prefix.slice(0, -1) || 'it'} must be an object.`)
  const unknown = Object.keys(given).find((key) => !Object.hasOwn(known, key))
  if (unknown !== undefined) {
    throw refuse(`there is no option ${prefix}${unknown}. Known are ${Object.keys(known).join(', ')}.`)
  }
}

/** @throws `invalid_argument` for anything but a positive safe integer */
export function checkPositive(option: string, value: number | undefined): void {
  if (value !== undefined && (!Number.isSafeInteger(value) || value <= 0)) {
    throw refuse(`${option} must be a positive whole number.`)
  }
}

/** The longest delay that a timer of the runtime keeps. */
const longestTimer = 2_147_483_647

/** @throws `invalid_argument` for anything but a positive number of milliseconds that a timer can keep */
export function checkTimeout(option: string, value: number | undefined): void {
  checkPositive(option, value)
  if (value !== undefined && value > longestTimer) {
    throw refuse(`${option} must be at most ${longestTimer} ms; leave it out for no limit.`)
  }
}

function checkOneOf(option: string, value: string | undefined, known: readonly string[]): void {
  if (value !== undefined && !known.includes(value)) {
    throw refuse(`${option} must be one of ${known.map((name) => `'${name}'`).join(', ')}.`)
  }
}

function refuse(reason: string): MicromegasError {
  return new MicromegasError('invalid_argument', `Configuration: ${reason}`)
}
