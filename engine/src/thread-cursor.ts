import type { Progress, RemoteCursor } from './query.ts'

/** The requests of a cursor to its thread. */
export interface CursorRequests {
  /** Allows one more hand-over. */
  more(): void
  close(): void
}

/** The reading end of a cursor in another thread. */
export class ThreadCursor implements RemoteCursor {
  readonly #requests: CursorRequests
  /** Arrived and not read yet. */
  #arrived: Progress[] = []
  #reader: PromiseWithResolvers<Progress> | undefined
  #failure: Error | undefined
  #isOver = false

  constructor(requests: CursorRequests) {
    this.#requests = requests
  }

  next(): Promise<Progress> {
    if (this.#isOver) return Promise.resolve({ done: true, messages: [] })
    const progress = this.#arrived.shift()
    if (progress === undefined && this.#failure !== undefined) return Promise.reject(this.#failure)
    const reader = Promise.withResolvers<Progress>()
    if (progress === undefined) this.#reader = reader
    else this.#handOver(progress, reader)
    return reader.promise
  }

  close(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#arrived = []
    this.#reader?.resolve({ done: true, messages: [] })
    this.#reader = undefined
    this.#requests.close()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  /** Takes what the thread posted. */
  receive(progress: Progress): void {
    const reader = this.#reader
    this.#reader = undefined
    if (reader === undefined) this.#arrived.push(progress)
    else this.#handOver(progress, reader)
  }

  /** Fails the reader: at once, or after what has arrived. */
  fail(error: Error): void {
    this.#failure = error
    this.#reader?.reject(error)
    this.#reader = undefined
  }

  #handOver(progress: Progress, reader: PromiseWithResolvers<Progress>): void {
    if (progress.done) this.#isOver = true
    else this.#requests.more()
    reader.resolve(progress)
  }
}
