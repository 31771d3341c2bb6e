import { MicromegasError } from '../../errors.js'

/**
 * Joins everything that may end a call early: the signals of caller and client, a deadline, an explicit cancel. The first
 * one counts. Its maker disposes of it, which removes the listeners and the timer.
 */
export class Cancellation implements Disposable {
  readonly #controller = new AbortController()
  readonly #timer: NodeJS.Timeout | undefined
  readonly #removeListeners: (() => void)[] = []

  /** @param timeout milliseconds until the call ends with `deadline_exceeded`; without it, there is no deadline */
  constructor(signals: readonly (AbortSignal | undefined)[], timeout: number | undefined) {
    for (const signal of signals) if (signal !== undefined) this.#follow(signal)
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
    for (const remove of this.#removeListeners) remove()
    clearTimeout(this.#timer)
  }

  #follow(signal: AbortSignal): void {
    const onAbort = () => this.cancel(signal.reason)
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
    this.#removeListeners.push(() => signal.removeEventListener('abort', onAbort))
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
  return new MicromegasError('deadline_exceeded', `The query exceeded its timeout of ${timeout} ms.`, {
    help: 'Raise timeout, narrow the time range, or select fewer columns.',
  })
}
