import { LogStatistics } from './log-statistics.js'
import type { SampledProcess, SampledStream, SampledThread } from './process.js'
import type { AsyncSpan, LogMessage, NetSpan, Recorder, TraceSpan } from './recorder.js'

export interface Extent {
  readonly begin: number
  end: number
}

/**
 * Counts what a simulation would record. Run ahead of the simulation proper, because the first rows depend on its end:
 * the begin follows from the end, and each thread's root span covers all of the thread.
 */
export class Plan implements Recorder {
  /** The first begin and the last end of each thread's spans. */
  readonly threads = new Map<string, Extent>()
  /** The end of the last event. */
  end = 0
  #events = 0
  #blocks = 0
  readonly #streams = new Set<SampledStream>()
  readonly #processes = new Set<SampledProcess>()
  readonly #recording = new Set<SampledStream>()
  readonly #logStatistics = new LogStatistics(0)
  #logCounts = 0

  /** Rows of all view sets together. */
  get rows(): number {
    const metadata = this.#processes.size + this.#streams.size + this.#blocks + this.#recording.size
    return this.#events + this.threads.size + metadata + this.#logCounts + this.#logStatistics.size
  }

  /** Counts the blocks and the log counts that a service has of the time before. */
  send(before: number): void {
    this.#blocks += this.#recording.size
    this.#recording.clear()
    this.#logCounts += this.#logStatistics.take(before).length
  }

  threadSpan(thread: SampledThread, _site: unknown, begin: number, end: number, depth: number): void {
    this.#events++
    if (depth > 1) return
    this.#record(thread, end, 0)
    const extent = this.threads.get(thread.streamId)
    if (extent === undefined) this.threads.set(thread.streamId, { begin, end })
    else extent.end = end
  }

  log(process: SampledProcess, time: number, message: LogMessage): void {
    this.#record(process.log, time)
    this.#logStatistics.add(process, time, message)
  }

  measure(process: SampledProcess, time: number): void {
    this.#record(process.metrics, time)
  }

  asyncSpan(process: SampledProcess, { end }: AsyncSpan): void {
    this.#record(process.async, end, 2)
  }

  netSpan(process: SampledProcess, { end }: NetSpan): void {
    this.#record(process.net, end)
  }

  traceSpan(process: SampledProcess, { end }: TraceSpan): void {
    this.#record(process.trace, end)
  }

  image(process: SampledProcess, time: number): void {
    this.#record(process.image, time)
  }

  #record(stream: SampledStream, end: number, rows = 1): void {
    this.#events += rows
    this.#recording.add(stream)
    this.#streams.add(stream)
    this.#processes.add(stream.process)
    if (end > this.end) this.end = end
  }
}
