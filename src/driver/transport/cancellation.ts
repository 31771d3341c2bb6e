import { MicromegasError } from '../../errors.js'

/**
 * Everything that may end a call early: the caller's signal, a deadline, the client's close. The first one counts.
 * Whoever makes one disposes of it, which takes back the listener and the timer.
 */
export class Cancellation implements Disposable {
  readonly #controller = new AbortController()
  readonly #signal: AbortSignal | undefined
  readonly #timer: NodeJS.Timeout | undefined
  readonly #onAbort = () => this.cancel(this.#signal?.reason)

  constructor(signal: AbortSignal | undefined, timeout: number | undefined) {
    this.#signal = signal
    if (signal?.aborted) this.cancel(signal.reason)
    else signal?.addEventListener('abort', this.#onAbort, { once: true })
    if (timeout !== undefined) {
      this.#timer = setTimeout(() => this.cancel(deadlineExceeded(timeout)), timeout)
      this.#timer.unref()
    }
  }

  /** Aborts when the call is to end. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  cancel(reason: unknown): void {
    this.#controller.abort(reason)
  }

  /** @throws the reason, if the call is to end */
  throwIfCancelled(): void {
    if (this.signal.aborted) throw this.signal.reason
  }

  /**
   * Awaits a step of the call that does not end by itself when the call does.
   *
   * @throws the reason, if the call is to end before the step has
   */
  async race<T>(step: Promise<T>): Promise<T> {
    try {
      return await untilAborted(step, this.signal)
    } finally {
      this.throwIfCancelled()
    }
  }

  [Symbol.dispose](): void {
    this.#signal?.removeEventListener('abort', this.#onAbort)
    clearTimeout(this.#timer)
  }
}

/** `Promise.race` would keep every step's result until the call has ended. */
function untilAborted<T>(step: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
    step.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}

function deadlineExceeded(timeout: number): MicromegasError {
  return new MicromegasError('deadline_exceeded', `The query took longer than its timeout of ${timeout} ms.`, {
    help: 'Raise `timeout`, narrow the time range, or select fewer columns.',
  })
}
