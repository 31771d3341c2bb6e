import type { ServerWritableStream } from '@grpc/grpc-js'
import { asCallFailure } from './call-failure.js'

/** Sends messages to the caller, at the caller's pace. */
export class ResponseStream<R> {
  readonly #call: ServerWritableStream<any, R>
  readonly #gone = Promise.withResolvers<void>()
  #isGone = false

  constructor(call: ServerWritableStream<any, R>) {
    this.#call = call
    call.once('cancelled', () => {
      this.#isGone = true
      this.#gone.resolve()
    })
  }

  /** Resolves when the caller has left; never, if it stays to the end. */
  get gone(): Promise<void> {
    return this.#gone.promise
  }

  /** Whether the caller has ended the call, or the connection is lost. */
  get isGone(): boolean {
    return this.#isGone
  }

  /** Resolves when the next message can be sent. */
  async send(message: R): Promise<void> {
    if (this.#isGone || this.#call.write(message)) return
    const drained = Promise.withResolvers<void>()
    this.#call.once('drain', drained.resolve)
    await Promise.race([drained.promise, this.#gone.promise])
    this.#call.off('drain', drained.resolve)
  }

  end(): void {
    if (!this.#isGone) this.#call.end()
  }

  fail(error: unknown): void {
    if (!this.#isGone) this.#call.emit('error', asCallFailure(error))
  }
}
