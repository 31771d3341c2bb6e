import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isLoopback, parseUrl } from '../../../src/driver/config/url.js'
import { MicromegasError } from '../../../src/errors.js'

describe('a url', () => {
  it.each([
    ['grpc://localhost:50051', { host: 'localhost', port: 50051, secure: false }],
    ['grpc://localhost', { host: 'localhost', port: 50051, secure: false }],
    ['grpc+tls://lake.example.com:443', { host: 'lake.example.com', port: 443, secure: true }],
    ['grpc+tls://lake.example.com', { host: 'lake.example.com', port: 50051, secure: true }],
    ['http://127.0.0.1:8080/', { host: '127.0.0.1', port: 8080, secure: false }],
    ['http://127.0.0.1:80', { host: '127.0.0.1', port: 80, secure: false }],
    ['https://lake.example.com', { host: 'lake.example.com', port: 443, secure: true }],
    ['https://lake.example.com:443/', { host: 'lake.example.com', port: 443, secure: true }],
    ['grpc://[::1]:9000', { host: '[::1]', port: 9000, secure: false }],
    ['http://[2001:db8::1]:80', { host: '[2001:db8::1]', port: 80, secure: false }],
    ['GRPC://LOCALHOST:1', { host: 'localhost', port: 1, secure: false }],
  ])('%s names a host, a port, and whether there is TLS', (url, endpoint) => {
    expect(parseUrl(url)).toEqual(endpoint)
  })

  it.each([
    ['localhost:50051', 'has an unsupported scheme'],
    ['127.0.0.1:50051', 'is not a valid URL'],
    ['', 'is not a valid URL'],
    ['ftp://localhost', 'has an unsupported scheme'],
    ['grpc://', 'no host'],
    ['grpc://user:hunter2@localhost', 'credentials'],
    ['https://hunter2@localhost', 'credentials'],
    ['grpc://localhost/lake', 'path'],
    ['grpc://localhost?token=hunter2', 'query'],
    ['grpc://localhost#hunter2', 'fragment'],
    ['grpc://localhost:99999', 'is not a valid URL'],
    ['grpc://localhost:0', 'port 0'],
  ])('%s is refused', (url, reason) => {
    expect(() => parseUrl(url)).toThrow(reason)
  })

  it('is refused with invalid_argument and without repeating it, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.string()), (text) => {
        const url = `hunter2${text}`
        try {
          parseUrl(url)
        } catch (error) {
          expect(error).toBeInstanceOf(MicromegasError)
          expect(error).toHaveProperty('code', 'invalid_argument')
          expect(String(error)).not.toContain('hunter2')
        }
      }),
    )
  })

  it('that is not a string is refused', () => {
    // @ts-expect-error a url is a string
    expect(() => parseUrl(undefined)).toThrow('is not a valid URL')
  })
})

describe('loopback', () => {
  it.each(['localhost', 'lake.localhost', '127.0.0.1', '127.1.2.3', '[::1]'])('%s is this machine', (host) => {
    expect(isLoopback(host)).toBe(true)
  })

  it.each(['example.com', '10.0.0.1', '127.0.0.1.example.com', 'localhost.example.com', '[::2]', '0.0.0.0'])(
    '%s may be another machine',
    (host) => {
      expect(isLoopback(host)).toBe(false)
    },
  )
})
