import type { Target } from './target.ts'

/** What a process measures, once per order. */
export interface Job {
  /** Id of the contender; for Python, its name there. */
  readonly contender: string
  readonly target: Target
  readonly sql: string
  /** A part of the result, for contenders that may be too slow for the whole. */
  readonly part?: ResultPart
  /** Number of times the query is asked in one measurement. */
  readonly count: number
  readonly concurrency: number
}

/** A part of a result, and what is needed to extrapolate from it. */
export interface ResultPart {
  readonly sql: string
  /** Number of rows, at most. */
  readonly rows: number
  /** The query with one row, which shows the cost that does not depend on the number of rows. */
  readonly oneRowSql: string
}

/** How much of a result to ask for. */
export type Amount = 'whole' | 'part'

/** One measurement. */
export interface Measurement {
  readonly milliseconds: number
  /** Processor time of the measuring process: all threads, user and system mode. */
  readonly cpuMilliseconds: number
  /** Absent if nothing is decoded. */
  readonly rows?: number
  readonly bytes?: number
  /** The cost of `oneRowSql`, if a part was asked for. */
  readonly oneRow?: { readonly milliseconds: number; readonly cpuMilliseconds: number }
}

/** The answer of a measuring process. */
export type Answer = Measurement | { readonly error: string }
