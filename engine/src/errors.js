// @ts-check

/** @implements {Error} */
export class EngineRefusal extends Error {
  /** @param {{ reason: import('./index.js').RefusalReason, message: string, column?: string }} refusal */
  constructor(refusal) {
    super(refusal.message)
    this.name = 'EngineRefusal'
    this.reason = refusal.reason
    this.column = refusal.column
  }
}

export class EngineCrash extends Error {
  /**
   * @param {import('./index.js').CrashKind} kind
   * @param {string} message
   * @param {unknown} cause
   */
  constructor(kind, message, cause) {
    super(message, { cause })
    this.name = 'EngineCrash'
    this.kind = kind
  }

  /**
   * What a call into the module threw: its own messages, V8's stack limit, or a trap.
   *
   * @param {unknown} thrown
   */
  static from(thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown)
    if (message === 'engine out of memory')
      return new EngineCrash('out_of_memory', 'The engine is out of memory.', thrown)
    if (thrown instanceof RangeError)
      return new EngineCrash('stack_overflow', 'The query is nested too deeply.', thrown)
    if (message.startsWith('engine panic: ')) return new EngineCrash('panic', message, thrown)
    return new EngineCrash('trap', `The engine trapped: ${message}`, thrown)
  }
}
