import { MicromegasError } from '../../errors.js'
import { isToken, tokenRule } from '../../flight/token.js'

/** Provides the token of each call. Asked every time, so that it can refresh; one answer serves all calls that wait for it. */
export interface TokenProvider {
  /**
   * Returns a token, with or without the prefix `Bearer `.
   *
   * @param signal aborts when the client is closed
   */
  getToken(signal?: AbortSignal): string | Promise<string>
}

/** A token, a provider of tokens, or a function that returns either and is called for each query. */
export type Auth = string | TokenProvider | (() => string | TokenProvider | Promise<string | TokenProvider>)

/** Makes the `authorization` header of each call. Tokens stay in here: no message and no error ever contains one. */
export class Credentials {
  readonly #auth: Auth
  readonly #closed: AbortSignal
  #pending: Promise<string> | undefined

  /** @param closed aborts when no token is needed any more */
  constructor(auth: Auth, closed: AbortSignal) {
    this.#auth = auth
    this.#closed = closed
  }

  /**
   * Returns `Bearer <token>`. Calls made while an answer is awaited share it.
   *
   * @throws `unauthenticated` when the provider fails or returns no usable token
   */
  authorization(): Promise<string> {
    this.#pending ??= this.#ask().finally(() => {
      this.#pending = undefined
    })
    return this.#pending
  }

  async #ask(): Promise<string> {
    let answer: unknown
    try {
      answer = typeof this.#auth === 'function' ? await this.#auth() : this.#auth
      if (isProvider(answer)) answer = await answer.getToken(this.#closed)
    } catch (cause) {
      throw new MicromegasError('unauthenticated', 'The token provider failed.', {
        help: 'See the cause of this error for what it threw.',
        cause,
      })
    }
    const token = tokenOf(answer)
    if (token === undefined) {
      throw new MicromegasError('unauthenticated', 'The token provider returned a value that is not a token.', {
        help: tokenRule,
      })
    }
    return `Bearer ${token}`
  }
}

function isProvider(value: unknown): value is TokenProvider {
  return typeof value === 'object' && value !== null && 'getToken' in value && typeof value.getToken === 'function'
}

/** Tells whether this can be asked for tokens at all. */
export function isAuth(value: unknown): value is Auth {
  return typeof value === 'function' || isProvider(value) || tokenOf(value) !== undefined
}

/** The bare token in a text, such as the contents of a file; nothing for what cannot be a token. */
function tokenOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const token = value.replace(/^\s*Bearer /i, '').trim()
  return isToken(token) ? token : undefined
}
