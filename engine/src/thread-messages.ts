/** The messages between an engine's thread and its owner. */
import type { Engine, EngineOptions } from './engine.ts'
import type { CrashKind, Refusal } from './errors.ts'
import type { EngineModule } from './module.ts'
import type { Progress, QueryOptions } from './query.ts'

/** Methods of the engine that are answered at once. */
export type CallName = 'declare' | 'append' | 'clear' | 'tables' | 'sqlInfo' | 'memory'
export type CallArguments<K extends CallName> = Parameters<Engine[K]>
export type CallResult<K extends CallName> = ReturnType<Engine[K]>

/** A method with its arguments. */
export type Call = { [K in CallName]: { readonly name: K; readonly args: CallArguments<K> } }[CallName]

/** The statement of a cursor; without options it is planned only. */
export interface OpenedQuery {
  readonly sql: string
  readonly options: QueryOptions | undefined
  /** How many hand-overs may be on their way or unread. */
  readonly credit: number
}

/** From the owner to the thread. The answers carry the same id. */
export type Request =
  | { readonly kind: 'call'; readonly id: number; readonly call: Call }
  | { readonly kind: 'open'; readonly id: number; readonly query: OpenedQuery }
  | { readonly kind: 'more'; readonly id: number }
  | { readonly kind: 'close'; readonly id: number }

/** From the thread to the owner. */
export type Answer =
  | { readonly kind: 'result'; readonly id: number; readonly value: CallResult<CallName> }
  | { readonly kind: 'refusal'; readonly id: number; readonly refusal: Refusal }
  | { readonly kind: 'progress'; readonly id: number; readonly progress: Progress }
  | { readonly kind: 'crash'; readonly crash: { readonly kind: CrashKind; readonly message: string } }

/** The data that a thread starts with. */
export interface ThreadData {
  readonly module: EngineModule
  readonly options: EngineOptions
}
