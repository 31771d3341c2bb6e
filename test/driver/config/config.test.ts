import { describe, expect, it } from 'vitest'
import { during, unbounded } from '../../../src/dialect/time-range-modifier.js'
import { checkConfig } from '../../../src/driver/config/check-config.js'
import type { ConnectionConfig } from '../../../src/driver/config/config.js'
import { FlightSqlConnection } from '../../../src/driver/connection.js'
import { last } from '../../../src/types/time-range.js'
import { certificate, privateKey } from '../support/certificate.js'

const url = 'grpc://localhost:50051'
const secure = 'grpc+tls://lake.example.com'

/** What a program in JavaScript, or one with a cast, may pass. */
const untyped = (config: object) => config as ConnectionConfig

describe('a configuration', () => {
  it.each<[string, ConnectionConfig]>([
    ['a url alone', { url }],
    [
      'options that are undefined',
      untyped({ url, auth: undefined, tls: undefined, retry: undefined, timeRange: undefined }),
    ],
    ['a token to this machine', { url, auth: 'secret' }],
    ['a token over TLS', { url: secure, auth: () => 'secret' }],
    ['a token over a trusted network', { url: 'grpc://10.0.0.1:1', auth: 'secret', allowInsecureCredentials: true }],
    [
      'certificates',
      { url: secure, tls: { ca: certificate, cert: certificate, key: privateKey, serverName: 'flight.test' } },
    ],
    ['certificates as bytes', { url: secure, tls: { ca: new TextEncoder().encode(certificate) } }],
    ['limits', { url, timeout: 1_000, maxRows: 1, retry: { attempts: 1, initialDelay: 1, maxDelay: 1, budget: 1 } }],
    ['no retries', { url, retry: false }],
    ['a default range', { url, timeRange: last('1 hour') }],
    ['a default range as a query takes it', { url, timeRange: during(last('1 hour')) }],
    ['no range on purpose', { url, timeRange: unbounded }],
    ['types', { url, types: { int64: 'number', timestamp: 'date' } }],
    [
      'options of the channel',
      { url, channelOptions: { 'grpc.keepalive_time_ms': 30_000, 'grpc.http_connect_target': 'x' } },
    ],
  ])('may have %s', (_, config) => {
    expect(() => new FlightSqlConnection(config)).not.toThrow()
  })

  it.each<[string, object, string]>([
    ['an unknown key', { url, tokn: 'x' }, 'unknown option "tokn"; supported options: url, auth,'],
    ['an unknown key of tls', { url: secure, tls: { certificate: 'x' } }, 'unknown option "tls.certificate"'],
    ['an unknown key of retry', { url, retry: { times: 3 } }, 'unknown option "retry.times"'],
    ['an unknown key of types', { url, types: { bigint: 'x' } }, 'unknown option "types.bigint"'],
    ['an unknown key of user', { url, user: { mail: 'x' } }, 'unknown option "user.mail"'],
    ['no url', {}, 'the url is not a valid URL'],
    ['TLS over plaintext', { url, tls: {} }, 'tls is set, but the url is plaintext'],
    [
      'a certificate without its key',
      { url: secure, tls: { cert: certificate } },
      'tls.cert and tls.key must be set together',
    ],
    [
      'a key without its certificate',
      { url: secure, tls: { key: privateKey } },
      'tls.cert and tls.key must be set together',
    ],
    ['the path of a certificate', { url: secure, tls: { ca: '/etc/ca.pem' } }, 'tls.ca must be PEM'],
    [
      'a key of another certificate',
      { url: secure, tls: { cert: certificate, key: privateKey.replace('M', 'N') } },
      'TLS cannot use',
    ],
    [
      'a token over plaintext',
      { url: 'http://lake.example.com', auth: 'hunter2' },
      'auth would send credentials in plaintext to lake.example.com',
    ],
    ['a token with a space', { url, auth: 'hunter 2' }, 'auth must be'],
    ['an empty token', { url, auth: '' }, 'auth must be'],
    ['a provider without getToken', { url, auth: { token: 'hunter2' } }, 'auth must be'],
    ['a timeout of zero', { url, timeout: 0 }, 'timeout must be a positive integer'],
    ['a timeout longer than timers last', { url, timeout: 2 ** 31 }, 'timeout must be at most 2147483647 ms'],
    ['half a row', { url, maxRows: 0.5 }, 'maxRows must be a positive integer'],
    ['retries as a number', { url, retry: 3 }, 'retry must be an object'],
    ['no attempt at all', { url, retry: { attempts: 0 } }, 'retry.attempts must be a positive integer'],
    ['an unsupported kind of tickets', { url, tickets: 'both' }, "tickets must be one of 'direct', 'flight-info'"],
    ['a range as text', { url, timeRange: '1 hour' }, 'timeRange must be'],
    [
      'an unsupported type',
      { url, types: { int64: 'float' } },
      "types.int64 must be one of 'bigint', 'number', 'string'",
    ],
    [
      'a switch that is not a boolean',
      { url, allowInsecureCredentials: 'yes' },
      'allowInsecureCredentials must be true or false',
    ],
    ['an option of the channel that is an object', { url, channelOptions: { a: {} } }, "channelOptions['a'] must be"],
    ['an entrypoint that a header cannot carry', { url, clientEntrypoint: 'ü' }, 'clientEntrypoint must be'],
  ])('with %s is refused by name', (_, config, reason) => {
    const refused = () => new FlightSqlConnection(untyped(config))
    expect(refused).toThrow(expect.objectContaining({ code: 'invalid_argument' }))
    expect(refused).toThrow(`Configuration: ${reason}`)
    expect(refused).not.toThrow('hunter')
    expect(refused).not.toThrow('BEGIN')
  })

  it('with Temporal is refused on a runtime without it', () => {
    const hasTemporal = 'Temporal' in globalThis
    const check = () => checkConfig({ url, types: { timestamp: 'temporal' } })
    if (hasTemporal) expect(check).not.toThrow()
    else expect(check).toThrow(expect.objectContaining({ code: 'unsupported' }))
  })

  it('that is not an object is refused', () => {
    expect(() => checkConfig(null as never)).toThrow('Configuration: expected an object of options.')
  })

  it('lists all options when it refuses an unknown one', () => {
    expect(() => checkConfig(untyped({ url, nonsense: 1 }))).toThrow(
      'Configuration: unknown option "nonsense"; supported options: url, auth, tls, allowInsecureCredentials, timeout, ' +
        'retry, maxRows, tickets, timeRange, types, channelOptions, clientEntrypoint, clientAgent, clientSession, user.',
    )
    expect(() => checkConfig(untyped({ url: secure, tls: { certificate: 'x' } }))).toThrow(
      'Configuration: unknown option "tls.certificate"; supported options: tls.ca, tls.cert, tls.key, tls.serverName.',
    )
  })

  it('says what to do apart from what is wrong', () => {
    expect(() => checkConfig({ url, tls: {} })).toThrow(
      expect.objectContaining({
        message: 'Configuration: tls is set, but the url is plaintext.',
        help: 'Use grpc+tls:// or https://, or remove tls.',
      }),
    )
  })

  it('is checked by the compiler where it is literal', () => {
    // @ts-expect-error an unknown option
    expect(() => checkConfig({ url, tokn: 'x' })).toThrow('tokn')
    // @ts-expect-error a cut of results is not offered
    expect(() => checkConfig({ url, tickets: 'both' })).toThrow('tickets')
  })
})
