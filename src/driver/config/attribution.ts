import { randomUUID } from 'node:crypto'
import { env } from 'node:process'
import { MicromegasError } from '../../errors.js'

/** The person on whose behalf a backend queries. The service checks it against the token, or records it beside the key. */
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
   * How the query came about, such as `nightly-report`. Printable ASCII, at most 64 characters. Default: the environment's
   * `MICROMEGAS_CLIENT_ENTRYPOINT`, else `script`.
   */
  readonly clientEntrypoint?: string
  /**
   * Who drives the program, such as the name of a coding agent. Printable ASCII, at most 64 characters. Default: the
   * environment's `MICROMEGAS_CLIENT_AGENT`, else `claude-code` where that agent runs the program, else `none`.
   */
  readonly clientAgent?: string
  /**
   * Groups the queries of one session. Printable ASCII, at most 64 characters. Default: that of the agent that runs the
   * program, else a uuid per client.
   */
  readonly clientSession?: string
  /** Default: whoever the token stands for. */
  readonly user?: EndUser
}

export type Headers = readonly (readonly [name: string, value: string])[]

/** @throws `invalid_argument` for a value that no header can hold */
export function attributionHeaders(config: AttributionConfig): Headers {
  const { user = {} } = config
  const headers: (readonly [string, string | undefined])[] = [
    ['x-client-type', 'typescript'],
    ['x-client-agent', given('clientAgent', config.clientAgent) ?? agentOfEnvironment()],
    [
      'x-client-entrypoint',
      given('clientEntrypoint', config.clientEntrypoint) ?? ofEnvironment('MICROMEGAS_CLIENT_ENTRYPOINT') ?? 'script',
    ],
    [
      'x-client-session',
      given('clientSession', config.clientSession) ?? ofEnvironment('CLAUDE_CODE_SESSION_ID') ?? randomUUID(),
    ],
    ['x-user-id', encoded('user.id', user.id)],
    ['x-user-email', encoded('user.email', user.email)],
    ['x-user-name', encoded('user.name', user.name)],
  ]
  return headers.filter((header): header is readonly [string, string] => header[1] !== undefined)
}

const safe = /^[\x21-\x7e](?:[\x20-\x7e]{0,62}[\x21-\x7e])?$/

function given(option: string, value: string | undefined): string | undefined {
  if (value === undefined || (typeof value === 'string' && safe.test(value))) return value
  throw new MicromegasError(
    'invalid_argument',
    `Configuration: ${option} must be 1 to 64 characters of printable ASCII, without a blank at either end.`,
  )
}

/** The variables that the service's own clients read too. What no header can hold counts as absent there. */
function ofEnvironment(name: string): string | undefined {
  const value = env[name]
  return value !== undefined && safe.test(value) ? value : undefined
}

function agentOfEnvironment(): string {
  return ofEnvironment('MICROMEGAS_CLIENT_AGENT') ?? (env.CLAUDECODE ? 'claude-code' : 'none')
}

/** The service decodes percent-encoded UTF-8 in these. */
function encoded(option: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'string' || value === '' || !value.isWellFormed()) {
    throw new MicromegasError('invalid_argument', `Configuration: ${option} must be text, and not empty.`)
  }
  return encodeURIComponent(value)
}
