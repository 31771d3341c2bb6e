import type * as bindings from '../artifact/bindings.js'
import { guarded, isIntact } from './guard.ts'
import type { Cursor, PollOptions, Progress } from './query.ts'

/** A cursor of the module in this thread. */
export class ModuleCursor implements Cursor {
  #cursor: bindings.Cursor | undefined

  constructor(cursor: bindings.Cursor) {
    this.#cursor = cursor
  }

  poll({ milliseconds, bytes }: PollOptions): Progress {
    const cursor = this.#cursor
    if (cursor === undefined) return { done: true, messages: [] }
    const progress = guarded(() => cursor.poll(milliseconds, bytes)) as Progress
    if (progress.done) this.close()
    return progress
  }

  close(): void {
    const cursor = this.#cursor
    this.#cursor = undefined
    if (cursor === undefined || !isIntact()) return
    guarded(() => {
      cursor.stop()
      cursor.free()
    })
  }

  [Symbol.dispose](): void {
    this.close()
  }
}
