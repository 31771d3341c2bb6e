import type { Target } from './target.ts'

/** What one answer was. */
export interface Outcome {
  /** Absent where nothing is decoded. */
  readonly rows?: number
  /** Bytes of all messages, where they are counted. */
  readonly bytes?: number
  /** What the caller of that client would hold now: kept until the clock has been read. */
  readonly result?: unknown
}

/** A way to get the result of a query, ready to be measured in a process of its own. */
export interface Contender {
  /** Made before each measurement, outside of its time. */
  prepare?(sql: string): Promise<void>
  /** Returns when all data is in its final form. */
  ask(sql: string): Promise<Outcome>
  close(): Promise<void>
}

export type ContenderFactory = (target: Target) => Promise<Contender> | Contender

/** Where a contender stands in the tables. */
export type Section = 'receipt' | 'ours' | 'npm' | 'python'

export interface ContenderEntry {
  readonly id: string
  /** Its row's heading. */
  readonly label: string
  readonly section: Section
  /** In JavaScript: what makes it. Loaded only in the process that measures it. */
  readonly load?: () => Promise<ContenderFactory>
  /** In Python: its name in `python/worker.py`. */
  readonly python?: string
  /** It is so slow that it is asked for so many rows, by query, and its time counted per row. */
  readonly rowLimits?: Readonly<Record<string, number>>
  /** Why it fails, where it is known to; for the legend. */
  readonly failsBecause?: string
  /** The ids of the queries that it takes part in; all when absent. */
  readonly queries?: readonly string[]
}
