import { type Metadata, status } from '@grpc/grpc-js'
import { invalidArgument } from '../../errors.js'
import { isToken, tokenRule } from '../../flight/token.js'
import { refuseUnknownOptions, type SupportedOptions } from '../../types/options.js'
import { CallFailure } from './call-failure.js'

/** The tokens that the service accepts. Without them everybody may do everything, as without authentication on the service. */
export interface EmbeddedAuth {
  /** Tokens of callers who may read. */
  readonly tokens?: readonly string[]
  /** Tokens of administrators, who may also ingest. */
  readonly adminTokens?: readonly string[]
}

export interface Caller {
  readonly isAdmin: boolean
}

const authOptionNames = { tokens: true, adminTokens: true } satisfies SupportedOptions<EmbeddedAuth>

const bearer = 'Bearer '

/** Identifies callers by the token of their `authorization` header. */
export class Authentication {
  readonly #callers: ReadonlyMap<string, Caller> | undefined

  /** @throws `invalid_argument` for unknown options, and for tokens that no header can hold */
  constructor(auth: EmbeddedAuth | undefined) {
    if (auth === undefined) return
    refuseUnknownOptions('startEmbedded', auth, authOptionNames, 'auth')
    const { tokens = [], adminTokens = [] } = auth
    for (const token of [...tokens, ...adminTokens]) {
      if (!isToken(token)) throw invalidArgument('startEmbedded: auth contains a value that is not a token.', tokenRule)
    }
    this.#callers = new Map<string, Caller>([
      ...tokens.map((token): [string, Caller] => [token, { isAdmin: false }]),
      ...adminTokens.map((token): [string, Caller] => [token, { isAdmin: true }]),
    ])
  }

  /**
   * Returns the caller of a request.
   *
   * @throws {CallFailure} UNAUTHENTICATED, in the words of the service, which do not tell what was wrong
   */
  caller(metadata: Metadata): Caller {
    if (this.#callers === undefined) return { isAdmin: true }
    const [header = ''] = metadata.get('authorization')
    const text = String(header)
    const caller = text.startsWith(bearer) ? this.#callers.get(text.slice(bearer.length)) : undefined
    if (caller === undefined) throw new CallFailure(status.UNAUTHENTICATED, 'invalid token')
    return caller
  }
}
