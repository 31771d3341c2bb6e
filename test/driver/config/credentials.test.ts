import { describe, expect, it, vi } from 'vitest'
import { type Auth, Credentials, isAuth } from '../../../src/driver/config/credentials.js'
import { MicromegasError } from '../../../src/errors.js'

const open = new AbortController().signal
const authorization = (auth: Auth) => new Credentials(auth, open).authorization()

describe('credentials', () => {
  it.each<[string, Auth]>([
    ['a token', 'secret'],
    ['a token with its prefix', 'Bearer secret'],
    ['a token as read from a file', '  secret\n'],
    ['a provider', { getToken: () => 'secret' }],
    ['a provider that waits', { getToken: async () => 'Bearer secret' }],
    ['a factory of a token', () => 'secret'],
    ['a factory of a token that waits', async () => 'secret'],
    ['a factory of a provider', async () => ({ getToken: async () => 'secret' })],
  ])('%s becomes the authorization of a call', async (_, auth) => {
    expect(await authorization(auth)).toBe('Bearer secret')
  })

  it('are asked for on every call', async () => {
    let asked = 0
    const credentials = new Credentials({ getToken: () => `token-${++asked}` }, open)
    expect(await credentials.authorization()).toBe('Bearer token-1')
    expect(await credentials.authorization()).toBe('Bearer token-2')
  })

  it('are asked for once by all calls that wait', async () => {
    let asked = 0
    const answer = Promise.withResolvers<string>()
    const credentials = new Credentials(() => {
      asked++
      return { getToken: () => answer.promise }
    }, open)
    const calls = [credentials.authorization(), credentials.authorization(), credentials.authorization()]
    answer.resolve('secret')
    expect(await Promise.all(calls)).toEqual(['Bearer secret', 'Bearer secret', 'Bearer secret'])
    expect(asked).toBe(1)
  })

  it('are asked for again after the provider failed', async () => {
    let asked = 0
    const credentials = new Credentials(() => {
      if (++asked === 1) throw new Error('no network')
      return 'secret'
    }, open)
    await expect(credentials.authorization()).rejects.toMatchObject({
      code: 'unauthenticated',
      message: 'The token provider failed.',
      cause: expect.objectContaining({ message: 'no network' }),
    })
    expect(await credentials.authorization()).toBe('Bearer secret')
  })

  it('pass the provider a signal that aborts when the client is closed', async () => {
    const closed = new AbortController()
    const getToken = vi.fn((_closed?: AbortSignal) => 'secret')
    await new Credentials({ getToken }, closed.signal).authorization()
    closed.abort()
    expect(getToken.mock.calls[0]?.[0]?.aborted).toBe(true)
  })

  it.each(['', ' ', 'Bearer ', 'two words', 'zwölf', 'line\nbreak', 'nul\0', undefined, null, 12, {}])(
    'reject %j, and no error contains it',
    async (token) => {
      const error = await authorization(() => token as string).catch((error: unknown) => error)
      expect(error).toBeInstanceOf(MicromegasError)
      expect(error).toHaveProperty('code', 'unauthenticated')
      if (typeof token === 'string' && token.trim().length > 3) expect(String(error)).not.toContain(token)
      if (typeof token !== 'undefined') expect(isAuth(token)).toBe(false)
    },
  )
})
