import type { SampledProcess } from './process.js'
import type { LogMessage } from './recorder.js'
import { MINUTE } from './time.js'

export interface LogCount {
  /** Minutes since the one in which the telemetry begins. */
  readonly minute: number
  readonly process: SampledProcess
  readonly level: LogMessage['level']
  readonly target: string
  count: number
}

/** Counts log entries per minute, process, level and target. */
export class LogStatistics {
  readonly #sinceMinute: number
  readonly #counts = new Map<string, LogCount>()

  /** @param sinceMinute nanoseconds from the begin of a minute to that of the telemetry */
  constructor(sinceMinute: number) {
    this.#sinceMinute = sinceMinute
  }

  get size(): number {
    return this.#counts.size
  }

  add(process: SampledProcess, time: number, { level, target }: LogMessage): void {
    const minute = Math.floor((this.#sinceMinute + time) / MINUTE)
    const key = `${minute} ${process.processId} ${level} ${target}`
    const known = this.#counts.get(key)
    if (known === undefined) this.#counts.set(key, { minute, process, level, target, count: 1 })
    else known.count++
  }

  /** Takes the counts of the minutes that have ended at a time, in order of time. */
  take(time: number): readonly LogCount[] {
    const ended = [...this.#counts].filter(([, { minute }]) => (minute + 1) * MINUTE - this.#sinceMinute <= time)
    for (const [key] of ended) this.#counts.delete(key)
    return ended.map(([, count]) => count).sort((a, b) => a.minute - b.minute)
  }
}
