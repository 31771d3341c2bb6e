import { tokenRule } from '../../flight/token.js'
import { checkOneOf, refuseUnknownOptions, type SupportedOptions } from '../../types/options.js'
import { completeTypeOptions } from '../../types/type-options.js'
import type { EndUser } from './attribution.js'
import type { ConnectionConfig, RetryConfig, TlsConfig } from './config.js'
import { isAuth } from './credentials.js'
import { invalidConfig } from './invalid-config.js'
import { checkTlsMaterial } from './tls-material.js'
import { type Endpoint, isInsecure, parseUrl } from './url.js'

/** The options of a connection: what a configuration that extends them adds its own to. */
export const connectionOptionNames: SupportedOptions<ConnectionConfig> = {
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

const tlsOptionNames: SupportedOptions<TlsConfig> = { ca: true, cert: true, key: true, serverName: true }

const retryOptionNames: SupportedOptions<RetryConfig> = {
  attempts: true,
  initialDelay: true,
  maxDelay: true,
  budget: true,
}

const userOptionNames: SupportedOptions<EndUser> = { id: true, email: true, name: true }

/**
 * Checks every option that can be checked without connecting. Messages repeat no value: it may be a secret.
 *
 * @throws `invalid_argument` for unknown options, values that are not valid, and options that contradict each other;
 * `unsupported` for types that this runtime lacks
 */
export function checkConfig(config: ConnectionConfig): void {
  refuseUnknownOptions('Configuration', config, connectionOptionNames)
  const endpoint = parseUrl(config.url)
  checkTls(config, endpoint.secure)
  checkAuth(config, endpoint)
  checkTimeout('timeout', config.timeout)
  checkPositive('maxRows', config.maxRows)
  checkRetry(config.retry)
  checkOneOf('Configuration', 'tickets', config.tickets, ['direct', 'flight-info'])
  checkTimeRange(config.timeRange)
  completeTypeOptions('Configuration', config.types)
  checkChannelOptions(config.channelOptions)
  if (config.user !== undefined) refuseUnknownOptions('Configuration', config.user, userOptionNames, 'user')
}

function checkTls({ tls }: ConnectionConfig, secure: boolean): void {
  if (tls === undefined) return
  refuseUnknownOptions('Configuration', tls, tlsOptionNames, 'tls')
  if (!secure)
    throw invalidConfig('tls is set, but the url is plaintext', 'Use grpc+tls:// or https://, or remove tls.')
  if ((tls.cert === undefined) !== (tls.key === undefined)) {
    throw invalidConfig(
      'tls.cert and tls.key must be set together',
      'Set both to present a client certificate, or neither.',
    )
  }
  for (const name of ['ca', 'cert', 'key'] as const) {
    const pem = tls[name]
    if (pem !== undefined && !isPem(pem)) {
      throw invalidConfig(`tls.${name} must be PEM text`, 'Pass the contents of the file, not its path.')
    }
  }
  checkTlsMaterial(tls)
  if (tls.serverName !== undefined && (typeof tls.serverName !== 'string' || tls.serverName === '')) {
    throw invalidConfig('tls.serverName must be a non-empty string')
  }
}

function isPem(value: unknown): boolean {
  const text = value instanceof Uint8Array ? new TextDecoder().decode(value) : value
  return typeof text === 'string' && text.includes('-----BEGIN ')
}

function checkAuth({ auth, allowInsecureCredentials }: ConnectionConfig, { host, secure }: Endpoint): void {
  if (allowInsecureCredentials !== undefined && typeof allowInsecureCredentials !== 'boolean') {
    throw invalidConfig('allowInsecureCredentials must be true or false')
  }
  if (auth === undefined) return
  if (!isAuth(auth))
    throw invalidConfig('auth must be a token, a token provider, or a function that returns either', tokenRule)
  if (isInsecure(host, secure) && allowInsecureCredentials !== true) {
    throw invalidConfig(
      `auth would send credentials in plaintext to ${host}`,
      'Use grpc+tls://, or set allowInsecureCredentials if the network is trusted.',
    )
  }
}

function checkRetry(retry: RetryConfig | false | undefined): void {
  if (retry === undefined || retry === false) return
  refuseUnknownOptions('Configuration', retry, retryOptionNames, 'retry')
  for (const name of Object.keys(retryOptionNames) as (keyof RetryConfig)[]) {
    checkPositive(`retry.${name}`, retry[name])
  }
}

function checkTimeRange(timeRange: ConnectionConfig['timeRange']): void {
  if (timeRange === undefined) return
  const isObject = (typeof timeRange === 'object' || typeof timeRange === 'function') && timeRange !== null
  if (!isObject || !('kind' in timeRange || 'range' in timeRange)) {
    throw invalidConfig('timeRange must be a time range', "Use during(begin, end), last('1 hour') or unbounded.")
  }
}

function checkChannelOptions(options: ConnectionConfig['channelOptions']): void {
  if (options === undefined) return
  if (typeof options !== 'object' || options === null) throw invalidConfig('channelOptions must be an object')
  const wrong = Object.entries(options).find(([, value]) => typeof value !== 'string' && typeof value !== 'number')
  if (wrong !== undefined) throw invalidConfig(`channelOptions['${wrong[0]}'] must be a string or a number`)
}

/** @throws `invalid_argument` for anything but a positive safe integer */
export function checkPositive(option: string, value: number | undefined): void {
  if (value !== undefined && (!Number.isSafeInteger(value) || value <= 0)) {
    throw invalidConfig(`${option} must be a positive integer`)
  }
}

/** The longest delay in milliseconds that a timer of the runtime keeps. */
const longestTimer = 2_147_483_647

/** @throws `invalid_argument` for anything but a positive number of milliseconds that a timer can keep */
export function checkTimeout(option: string, value: number | undefined): void {
  checkPositive(option, value)
  if (value !== undefined && value > longestTimer) {
    throw invalidConfig(`${option} must be at most ${longestTimer} ms`, 'Leave it out for no limit.')
  }
}
