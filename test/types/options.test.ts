import { describe, expect, it } from 'vitest'
import { refuseUnknownOptions, type SupportedOptions } from '../../src/types/options.js'

interface Options {
  readonly host?: string
  readonly port?: number
}

const supported: SupportedOptions<Options> = { host: true, port: true }

describe('options', () => {
  it('are accepted if all are supported, undefined ones included', () => {
    for (const options of [{}, { host: 'x' }, { host: undefined, port: 1 }]) {
      expect(() => refuseUnknownOptions('Server', options, supported)).not.toThrow()
    }
  })

  it('that are unknown are rejected by name, with a list of the supported ones', () => {
    expect(() => refuseUnknownOptions('Server', { port: 1, hots: 'x' }, supported)).toThrow(
      expect.objectContaining({
        code: 'invalid_argument',
        message: 'Server: unknown option "hots"; supported options: host, port.',
      }),
    )
  })

  it('inside other options are named by their path', () => {
    expect(() => refuseUnknownOptions('Server', { hots: 'x' }, supported, 'proxy')).toThrow(
      'Server: unknown option "proxy.hots"; supported options: proxy.host, proxy.port.',
    )
  })

  it('named like members of every object are unknown, too', () => {
    expect(() => refuseUnknownOptions('Server', { toString: 1 }, supported)).toThrow('unknown option "toString"')
  })

  it.each([null, 'text', 1])('are rejected if they are %j instead of an object', (options) => {
    expect(() => refuseUnknownOptions('Server', options, supported)).toThrow('Server: expected an object of options.')
    expect(() => refuseUnknownOptions('Server', options, supported, 'proxy')).toThrow(
      'Server: proxy must be an object.',
    )
  })
})
