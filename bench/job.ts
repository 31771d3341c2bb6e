import type { Target } from './target.ts'

/** What a process is to measure, again and again. */
export interface Job {
  /** Id of the contender; in Python, its name there. */
  readonly contender: string
  readonly target: Target
  readonly sql: string
  /** The query with one row: what it costs however many rows there are. Asked where `sql` is a part of a larger result. */
  readonly oneRowSql?: string
  /** How many times the query is asked in one measurement. */
  readonly count: number
  readonly concurrency: number
}

/** One measurement. */
export interface Measurement {
  readonly milliseconds: number
  readonly rows: number
  readonly bytes?: number
  /** The time of `oneRowSql`. */
  readonly oneRowMilliseconds?: number
}

/** What a process answers. */
export type Answer = Measurement | { readonly error: string }
