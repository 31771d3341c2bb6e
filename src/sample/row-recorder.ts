import type { Properties } from '../types/properties.js'
import { AsyncEventType } from '../views/kinds.js'
import { type Block, Blocks } from './blocks.js'
import type { CallSite } from './call-site.js'
import { EventQueue } from './event-queue.js'
import { LogStatistics } from './log-statistics.js'
import type { Extent } from './plan.js'
import type { SampledProcess, SampledStream, SampledThread } from './process.js'
import type { Random } from './random.js'
import type { AsyncSpan, LogMessage, Metric, NetSpan, Recorder, TraceSpan } from './recorder.js'
import type { AsyncEvent, LoggedEntry, MeasuredValue, RowBuilder, TakenImage, TracedSpan } from './row-builder.js'
import { chunksOf, type SampledViewSet, type SampleRow, type SampleRows } from './rows.js'
import { thumbnail } from './thumbnail.js'

interface StreamEvent {
  readonly time: number
  readonly stream: SampledStream
}

/** An event and the block that it is sent in. */
type Due<T> = readonly [T, Block]

function* chunks<V extends SampledViewSet>(
  viewSet: V,
  rows: readonly SampleRow<V>[],
  instance?: string,
): Generator<SampleRows> {
  for (const chunk of chunksOf(rows)) {
    yield { viewSet, ...(instance !== undefined && { instance }), rows: chunk } as unknown as SampleRows
  }
}

/**
 * Turns recorded events into rows. Holds the events that have not been sent yet: those of one period, and those recorded
 * ahead of their time.
 */
export class RowRecorder implements Recorder {
  readonly #rows: RowBuilder
  readonly #threadExtents: ReadonlyMap<string, Extent>
  readonly #blocks: Blocks
  readonly #logStatistics: LogStatistics
  readonly #threadSpans = new Map<SampledThread, SampleRow<'thread_spans'>[]>()
  readonly #netSpans = new Map<SampledStream, SampleRow<'net_spans'>[]>()
  readonly #logEntries = new EventQueue<LoggedEntry>()
  readonly #measures = new EventQueue<MeasuredValue>()
  readonly #asyncEvents = new EventQueue<AsyncEvent>()
  readonly #traceSpans = new EventQueue<TracedSpan>()
  readonly #images = new EventQueue<TakenImage>()

  /** @param threadExtents the first begin and the last end of each thread's spans, over all periods */
  constructor(rows: RowBuilder, random: Random, threadExtents: ReadonlyMap<string, Extent>) {
    this.#rows = rows
    this.#threadExtents = threadExtents
    this.#blocks = new Blocks(random)
    this.#logStatistics = new LogStatistics(rows.sinceMinute)
  }

  threadSpan(
    thread: SampledThread,
    site: CallSite,
    begin: number,
    end: number,
    depth: number,
    id: number,
    parent: number,
  ): void {
    const block = this.#blocks.add(thread, begin, end, 2)
    let rows = this.#threadSpans.get(thread)
    if (rows === undefined) {
      rows = block.objectOffset === 0 ? [this.#threadRoot(thread)] : []
      this.#threadSpans.set(thread, rows)
    }
    rows.push(this.#rows.threadSpan(site, begin, end, depth, id, parent))
  }

  log(
    process: SampledProcess,
    time: number,
    message: LogMessage,
    first = 0,
    second = 0,
    properties?: Properties,
  ): void {
    this.#logEntries.push({ time, stream: process.log, message, first, second, properties })
    this.#logStatistics.add(process, time, message)
  }

  measure(process: SampledProcess, time: number, metric: Metric, value: number): void {
    this.#measures.push({ time, stream: process.metrics, metric, value })
  }

  asyncSpan(process: SampledProcess, span: AsyncSpan): void {
    this.#asyncEvents.push({ time: span.begin, stream: process.async, type: AsyncEventType.Begin, span })
    this.#asyncEvents.push({ time: span.end, stream: process.async, type: AsyncEventType.End, span })
  }

  netSpan({ net }: SampledProcess, span: NetSpan): void {
    this.#blocks.add(net, span.begin, span.end, 2)
    const rows = this.#netSpans.get(net)
    if (rows === undefined) this.#netSpans.set(net, [this.#rows.netSpan(net, span)])
    else rows.push(this.#rows.netSpan(net, span))
  }

  traceSpan(process: SampledProcess, span: TraceSpan): void {
    this.#traceSpans.push({ time: span.begin, stream: process.trace, span })
  }

  image(process: SampledProcess, time: number, name: string): void {
    this.#images.push({ time, stream: process.image, name, data: thumbnail(time) })
  }

  /** Sends the events before a time. */
  *send(before: number): Generator<SampleRows> {
    const logEntries = this.#due(this.#logEntries, before)
    const measures = this.#due(this.#measures, before)
    const asyncEvents = this.#due(this.#asyncEvents, before)
    const traceSpans = this.#due(this.#traceSpans, before, ({ span }) => span.end)
    const images = this.#due(this.#images, before)
    const blocks = this.#blocks.close()

    yield* chunks(
      'log_entries',
      logEntries.map((due) => this.#rows.logEntry(...due)),
    )
    yield* chunks(
      'measures',
      measures.map((due) => this.#rows.measure(...due)),
    )
    for (const [thread, rows] of this.#threadSpans) yield* chunks('thread_spans', rows, thread.streamId)
    this.#threadSpans.clear()
    for (const [stream, events] of Map.groupBy(asyncEvents, ([{ stream }]) => stream)) {
      yield* chunks(
        'async_events',
        events.map((due) => this.#rows.asyncEvent(...due)),
        stream.process.processId,
      )
    }
    for (const rows of this.#netSpans.values()) yield* chunks('net_spans', rows)
    this.#netSpans.clear()
    yield* chunks(
      'otel_spans',
      traceSpans.map((due) => this.#rows.traceSpan(...due)),
    )
    yield* chunks(
      'images',
      images.map((due) => this.#rows.image(...due)),
    )
    yield* chunks(
      'blocks',
      blocks.map((block) => this.#rows.block(block)),
    )
    yield* chunks(
      'log_stats',
      this.#logStatistics.take(before).map((count) => this.#rows.logCount(count)),
    )
  }

  /** Sends the streams and processes, which the service derives from all blocks, in the order of their arrival. */
  *sendMetadata(): Generator<SampleRows> {
    const known = [...this.#blocks.latest].sort(([a], [b]) => a.insertOffset - b.insertOffset)
    yield* chunks(
      'streams',
      known.map(([stream, latest]) => this.#rows.stream(stream, latest)),
    )
    const latestOfProcess = new Map<SampledProcess, Block>()
    for (const [{ process }, block] of known) {
      const latest = latestOfProcess.get(process)
      if (latest === undefined || latest.arrival < block.arrival) latestOfProcess.set(process, block)
    }
    yield* chunks(
      'processes',
      [...latestOfProcess]
        .sort(([a], [b]) => a.insertOffset - b.insertOffset)
        .map(([process, latest]) => this.#rows.process(process, latest)),
    )
  }

  /** Takes the events that are due, and puts them into the blocks of their streams. */
  #due<T extends StreamEvent>(queue: EventQueue<T>, before: number, endOf = (event: T) => event.time): Due<T>[] {
    return queue
      .take(before)
      .map((event) => [event, this.#blocks.add(event.stream, event.time, endOf(event), 1)] as const)
  }

  #threadRoot(thread: SampledThread): SampleRow<'thread_spans'> {
    const extent = this.#threadExtents.get(thread.streamId) as Extent
    return this.#rows.threadRoot(thread, extent.begin, extent.end)
  }
}
