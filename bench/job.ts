import type { Target } from './target.ts'

/** What a process is to measure, again and again. */
export interface Job {
  /** Id of the contender; in Python, its name there. */
  readonly contender: string
  readonly target: Target
  readonly sql: string
  /** For what may be too slow for the whole result: a part of it. */
  readonly part?: ResultPart
  /** How many times the query is asked in one measurement. */
  readonly count: number
  readonly concurrency: number
}

/** A part of a result, and what it takes to extrapolate from it. */
export interface ResultPart {
  readonly sql: string
  /** How many rows it has, at most. */
  readonly rows: number
  /** The query with one row: what it costs however many rows there are. */
  readonly oneRowSql: string
}

/** How much of a result is asked for. */
export type Amount = 'whole' | 'part'

/** One measurement. */
export interface Measurement {
  readonly milliseconds: number
  /** Processor time of the measuring process, all of its threads, in user and system mode. */
  readonly cpuMilliseconds: number
  /** Absent where nothing is decoded. */
  readonly rows?: number
  readonly bytes?: number
  /** What `oneRowSql` took, where a part was asked for. */
  readonly oneRow?: { readonly milliseconds: number; readonly cpuMilliseconds: number }
}

/** What a process answers. */
export type Answer = Measurement | { readonly error: string }
