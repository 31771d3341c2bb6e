import { MicromegasError } from '../../errors.js'

/** Gives the token of each call. Asked every time, so that it can refresh; one answer serves all calls that wait for it. */
export interface TokenProvider {
  /**
   * A token, with or without `Bearer ` before it.
   *
   * @param signal aborts when the client is closed
   */
  getToken(signal?: AbortSignal): string | Promise<string>
}

/** A token, something that gives one, or a factory of either that is called for each query. */
export type Auth = string | TokenProvider | (() => string | TokenProvider | Promise<string | TokenProvider>)

/** The `authorization` value of each call. Tokens stay in here: no message and no error ever holds one. */
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
   * `Bearer <token>`. Calls that come while an answer is awaited share it.
   *
   * @throws `unauthenticated` when the provider fails or gives no usable token
   */
  authorization(): Promise<string> {
    this.#pending ??= this.#ask().finally(() => {
      this.#pending = undefined
    })
    return this.#pending
  }

  async #ask(): Promise<string> {
    let given: unknown
    try {
      given = typeof this.#auth === 'function' ? await this.#auth() : this.#auth
      if (isProvider(given)) given = await given.getToken(this.#closed)
    } catch (cause) {
      throw new MicromegasError('unauthenticated', 'The provider of credentials failed.', { cause })
    }
    const token = tokenOf(given)
    if (token === undefined) {
      throw new MicromegasError('unauthenticated', `The provider of credentials gave no token: ${tokenRule}.`)
    }
    return `Bearer ${token}`
  }
}

export const tokenRule = 'a token is printable ASCII without blanks, and not empty'

function isProvider(given: unknown): given is TokenProvider {
  return typeof given === 'object' && given !== null && 'getToken' in given && typeof given.getToken === 'function'
}

/** Whether this can be asked for tokens at all. */
export function isAuth(given: unknown): given is Auth {
  return typeof given === 'function' || isProvider(given) || tokenOf(given) !== undefined
}

/** The bare token in a text, such as a file's; nothing for what no token can be. */
function tokenOf(given: unknown): string | undefined {
  if (typeof given !== 'string') return undefined
  const token = given.replace(/^\s*Bearer /i, '').trim()
  return /^[\x21-\x7e]+$/.test(token) ? token : undefined
}
