import type { ClientReadableStream } from '@grpc/grpc-js'

/**
 * Pulls messages from a server stream one by one. While nobody pulls, grpc-js reads no further than its own buffer of
 * sixteen messages, and HTTP/2 flow control makes the server wait.
 */
export class MessageReader<M> {
  readonly #call: ClientReadableStream<M>
  #ended = false
  #error: Error | undefined
  #wake: (() => void) | undefined

  constructor(call: ClientReadableStream<M>) {
    this.#call = call
    const wake = () => {
      const waiting = this.#wake
      this.#wake = undefined
      waiting?.()
    }
    // From the first tick: a call that fails or is cancelled without an error listener ends the process.
    call.on('error', (error: Error) => {
      this.#error ??= error
      wake()
    })
    call.on('end', () => {
      this.#ended = true
      wake()
    })
    call.on('readable', wake)
  }

  /** Returns the next message; nothing at the end. Rejects with the error of the call, after the messages before it. */
  async next(): Promise<M | undefined> {
    for (;;) {
      const message: M | null = this.#call.read()
      if (message !== null) return message
      if (this.#error !== undefined) throw this.#error
      if (this.#ended) return undefined
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  /** Ends the call, on the server too; a read that waits fails. */
  cancel(): void {
    this.#call.cancel()
  }
}
