import { MicromegasError } from '../../errors.js'
import type { RetryConfig } from '../config/config.js'

/**
 * Decides whether a call that failed before its first message is made again, and when. All queries of a client share one,
 * and its budget: when a service is down, its clients must not multiply its load.
 */
export class RetryPolicy {
  readonly #attempts: number
  readonly #initialDelay: number
  readonly #maxDelay: number
  readonly #budget: number
  #left: number
  #countedAt = 0

  constructor(config: RetryConfig | false | undefined) {
    const {
      attempts = 4,
      initialDelay = 100,
      maxDelay = 2_000,
      budget = 20,
    } = config === false ? { attempts: 1 } : (config ?? {})
    this.#attempts = attempts
    this.#initialDelay = initialDelay
    this.#maxDelay = maxDelay
    this.#budget = budget
    this.#left = budget
  }

  /**
   * Returns the milliseconds to wait before the next attempt, with jitter, so that many clients do not come back at once;
   * nothing if the call must not be made again.
   *
   * @param attempt the number of attempts so far
   * @param now milliseconds of any monotonic clock
   */
  delayAfter(attempt: number, error: unknown, now: number = performance.now()): number | undefined {
    const retryable = error instanceof MicromegasError && error.code === 'unavailable'
    if (!retryable || attempt >= this.#attempts || !this.#spend(now)) return undefined
    const ceiling = Math.min(this.#initialDelay * 2 ** (attempt - 1), this.#maxDelay)
    return Math.round(ceiling * (0.5 + Math.random() / 2))
  }

  /** Takes one retry from the budget, which refills evenly within ten seconds. */
  #spend(now: number): boolean {
    this.#left = Math.min(this.#budget, this.#left + ((now - this.#countedAt) * this.#budget) / 10_000)
    this.#countedAt = now
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }
}
