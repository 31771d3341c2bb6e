/** Why the engine refused a declaration or rows. */
export type RefusalReason =
  | 'invalid_argument'
  | 'invalid_arrow'
  | 'invalid_declaration'
  | 'invalid_instance'
  | 'null_in_required_column'
  | 'schema_mismatch'
  | 'unknown_view_set'

/** A refusal as plain data: as the module throws it, and as a thread passes it on. */
export interface Refusal {
  readonly reason: RefusalReason
  readonly message: string
  readonly column?: string | undefined
  readonly help?: string | undefined
}

/** The engine refused a declaration or rows. Nothing has changed. */
export class EngineRefusal extends Error {
  override readonly name = 'EngineRefusal'
  readonly reason: RefusalReason
  /** The column at fault, where the refusal is about one. */
  readonly column: string | undefined
  /** What to do about it, if there is advice. */
  readonly help: string | undefined

  constructor({ reason, message, column, help }: Refusal) {
    super(message)
    this.reason = reason
    this.column = column
    this.help = help
  }
}

/** How the module begins the text of a panic. */
const panicPrefix = 'engine panic: '

/** How the engine broke. */
export type CrashKind = 'out_of_memory' | 'panic' | 'stack_overflow' | 'trap'

/** The engine broke. No engine of its thread can be used again. */
export class EngineCrash extends Error {
  override readonly name = 'EngineCrash'
  readonly kind: CrashKind

  constructor(kind: CrashKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.kind = kind
  }
}

/** Classifies what a call into the module threw: one of the module's own messages, V8's stack limit, or a trap. */
export function asCrash(thrown: unknown): EngineCrash {
  if (thrown instanceof EngineCrash) return thrown
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  if (message === 'engine out of memory')
    return new EngineCrash('out_of_memory', 'The engine ran out of memory.', thrown)
  if (thrown instanceof RangeError) return new EngineCrash('stack_overflow', 'The query is nested too deeply.', thrown)
  if (message.startsWith(panicPrefix)) {
    return new EngineCrash('panic', `The engine panicked: ${message.slice(panicPrefix.length)}`, thrown)
  }
  return new EngineCrash('trap', `The engine trapped: ${message}`, thrown)
}
