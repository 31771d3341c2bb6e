import type { HeaderList } from './attribution.js'
import type { Credentials } from './credentials.js'

/** Who makes a call: the headers of its attribution, and its credentials. Immutable, and shared by all queries of a caller. */
export class CallerIdentity {
  readonly #attribution: HeaderList
  readonly #credentials: Credentials | undefined

  constructor(attribution: HeaderList, credentials: Credentials | undefined) {
    this.#attribution = attribution
    this.#credentials = credentials
  }

  /**
   * Makes the headers of one call, anew for each, since tokens refresh.
   *
   * @throws `unauthenticated` when the token provider fails or returns no usable token
   */
  async headers(): Promise<HeaderList> {
    if (this.#credentials === undefined) return this.#attribution
    return [...this.#attribution, ['authorization', await this.#credentials.authorization()]]
  }
}
