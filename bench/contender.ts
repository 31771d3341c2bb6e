import type { Target } from './target.ts'

/** What a contender received. */
export interface Outcome {
  /** Absent if nothing is decoded. */
  readonly rows?: number
  /** Bytes of all messages, if they are counted. */
  readonly bytes?: number
  /** What a caller would hold now. It is kept alive until the clock has been read. */
  readonly result?: unknown
}

/** Gets the result of a query in one way, to be measured in a process of its own. */
export interface Contender {
  /** Runs before each measurement, and is not measured. */
  prepare?(sql: string): Promise<void>
  /** Resolves when all data is in its final form. */
  ask(sql: string): Promise<Outcome>
  close(): Promise<void>
}

export type ContenderFactory = (target: Target) => Promise<Contender> | Contender

/** The part of the table that lists a contender. */
export type Section = 'receipt' | 'ours' | 'npm' | 'python'

export interface ContenderEntry {
  readonly id: string
  /** Heading of its row. */
  readonly label: string
  readonly section: Section
  /** Creates it, if it is JavaScript. Loaded only in the process that measures it. */
  readonly load?: () => Promise<ContenderFactory>
  /** Its name in `python/worker.py`, if it is Python. */
  readonly python?: string
  /** Rows to ask for, by query, if it turns out to be slow. The time for all rows is then extrapolated. */
  readonly rowLimits?: Readonly<Record<string, number>>
  /** Why it fails, for the legend. */
  readonly failsBecause?: string
  /** Ids of the queries that it takes part in. Default: all. */
  readonly queries?: readonly string[]
}
