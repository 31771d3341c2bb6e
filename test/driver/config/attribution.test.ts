import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type AttributionConfig, attributionHeaders } from '../../../src/driver/config/attribution.js'

const headersOf = (config: AttributionConfig = {}) => Object.fromEntries(attributionHeaders(config))

beforeEach(() => {
  for (const name of [
    'MICROMEGAS_CLIENT_AGENT',
    'MICROMEGAS_CLIENT_ENTRYPOINT',
    'CLAUDECODE',
    'CLAUDE_CODE_SESSION_ID',
  ]) {
    vi.stubEnv(name, undefined)
  }
})
afterEach(() => void vi.unstubAllEnvs())

describe('attribution', () => {
  it('says typescript, no agent, a script, and a session of its own for each client', () => {
    const first = headersOf()
    expect(first).toEqual({
      'x-client-type': 'typescript',
      'x-client-agent': 'none',
      'x-client-entrypoint': 'script',
      'x-client-session': expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    expect(headersOf()['x-client-session']).not.toBe(first['x-client-session'])
  })

  it('follows the environment as the other clients of the service do', () => {
    vi.stubEnv('CLAUDECODE', '1')
    vi.stubEnv('CLAUDE_CODE_SESSION_ID', 'session-1')
    expect(headersOf()).toMatchObject({ 'x-client-agent': 'claude-code', 'x-client-session': 'session-1' })
    vi.stubEnv('MICROMEGAS_CLIENT_AGENT', 'robot')
    vi.stubEnv('MICROMEGAS_CLIENT_ENTRYPOINT', 'cron')
    expect(headersOf()).toMatchObject({ 'x-client-agent': 'robot', 'x-client-entrypoint': 'cron' })
  })

  it('ignores variables that a header cannot carry', () => {
    vi.stubEnv('MICROMEGAS_CLIENT_AGENT', 'zwölf')
    vi.stubEnv('MICROMEGAS_CLIENT_ENTRYPOINT', 'x'.repeat(65))
    expect(headersOf()).toMatchObject({ 'x-client-agent': 'none', 'x-client-entrypoint': 'script' })
  })

  it('says what the configuration says, before the environment', () => {
    vi.stubEnv('MICROMEGAS_CLIENT_ENTRYPOINT', 'cron')
    const config = { clientEntrypoint: 'nightly report', clientAgent: 'me', clientSession: 's' }
    expect(headersOf(config)).toMatchObject({
      'x-client-entrypoint': 'nightly report',
      'x-client-agent': 'me',
      'x-client-session': 's',
    })
  })

  it('carries the end user percent-encoded', () => {
    const user = { id: '42', email: 'zoë@example.com', name: '100% Zoë\nx' }
    const headers = headersOf({ user })
    const values = [headers['x-user-id'], headers['x-user-email'], headers['x-user-name']]
    expect(values.map((value) => decodeURIComponent(value ?? ''))).toEqual(Object.values(user))
    expect(values.join()).toMatch(/^[\x21-\x7e]+$/)
  })

  it.each<[keyof AttributionConfig, string]>([
    ['clientEntrypoint', ''],
    ['clientEntrypoint', 'x'.repeat(65)],
    ['clientAgent', 'zwölf'],
    ['clientAgent', ' '],
    ['clientSession', 'a\nb'],
  ])('refuses a %s of %j by name', (option, value) => {
    expect(() => attributionHeaders({ [option]: value })).toThrow(`Configuration: ${option} must be`)
  })

  it.each(['', '\ud800'])('refuses a user name of %j', (name) => {
    expect(() => attributionHeaders({ user: { name } })).toThrow('Configuration: user.name must be')
  })
})
