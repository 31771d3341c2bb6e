import { env } from 'node:process'
import { invalidConfig } from './invalid-config.js'

/** The person on whose behalf a backend queries. The service checks it against the token, or records it beside an API key. */
export interface EndUser {
  readonly id?: string
  readonly email?: string
  readonly name?: string
}

/**
 * Who is asking: recorded in the service's audit log, and what its deny rules match on. The client itself is always recorded
 * as `typescript`.
 */
export interface AttributionConfig {
  /**
   * What the query belongs to, such as `nightly-report`. Printable ASCII, at most 64 characters. Default: the environment
   * variable `MICROMEGAS_CLIENT_ENTRYPOINT`, else `script`.
   */
  readonly clientEntrypoint?: string
  /**
   * Who drives the program, such as the name of a coding agent. Printable ASCII, at most 64 characters. Default: the
   * environment variable `MICROMEGAS_CLIENT_AGENT`, else `claude-code` if that agent runs the program, else `none`.
   */
  readonly clientAgent?: string
  /**
   * Groups the queries of one session. Printable ASCII, at most 64 characters. Default: the session of the agent that
   * runs the program, else a UUID per client.
   */
  readonly clientSession?: string
  /** Default: whoever the token stands for. */
  readonly user?: EndUser
}

/** Names and values of HTTP headers. */
export type HeaderList = readonly (readonly [name: string, value: string])[]

/**
 * Makes the headers that say who is asking.
 *
 * @throws `invalid_argument` for a value that a header cannot carry
 */
export function attributionHeaders(config: AttributionConfig): HeaderList {
  const { user = {} } = config
  const headers: (readonly [string, string | undefined])[] = [
    ['x-client-type', 'typescript'],
    ['x-client-agent', checked('clientAgent', config.clientAgent) ?? agentFromEnvironment()],
    [
      'x-client-entrypoint',
      checked('clientEntrypoint', config.clientEntrypoint) ??
        fromEnvironment('MICROMEGAS_CLIENT_ENTRYPOINT') ??
        'script',
    ],
    [
      'x-client-session',
      checked('clientSession', config.clientSession) ??
        fromEnvironment('CLAUDE_CODE_SESSION_ID') ??
        crypto.randomUUID(),
    ],
    ['x-user-id', encoded('user.id', user.id)],
    ['x-user-email', encoded('user.email', user.email)],
    ['x-user-name', encoded('user.name', user.name)],
  ]
  return headers.filter((header): header is readonly [string, string] => header[1] !== undefined)
}

const headerText = /^[\x21-\x7e](?:[\x20-\x7e]{0,62}[\x21-\x7e])?$/

function checked(option: string, value: string | undefined): string | undefined {
  if (value === undefined || (typeof value === 'string' && headerText.test(value))) return value
  throw invalidConfig(`${option} must be 1 to 64 characters of printable ASCII, without a space at either end`)
}

/** Reads a variable that the service's own clients read too. Like them, ignores a value that a header cannot carry. */
function fromEnvironment(name: string): string | undefined {
  const value = env[name]
  return value !== undefined && headerText.test(value) ? value : undefined
}

function agentFromEnvironment(): string {
  return fromEnvironment('MICROMEGAS_CLIENT_AGENT') ?? (env.CLAUDECODE ? 'claude-code' : 'none')
}

/** Percent-encodes UTF-8, which the service decodes in these headers. */
function encoded(option: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'string' || value === '' || !value.isWellFormed()) {
    throw invalidConfig(`${option} must be a non-empty string of valid Unicode`)
  }
  return encodeURIComponent(value)
}
