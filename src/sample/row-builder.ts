import type { Properties } from '../types/properties.js'
import { Timestamp } from '../types/timestamp.js'
import type { AsyncEventType } from '../views/kinds.js'
import type { Block } from './blocks.js'
import type { CallSite } from './call-site.js'
import type { LogCount } from './log-statistics.js'
import type { SampledProcess, SampledStream, SampledThread } from './process.js'
import type { AsyncSpan, LogMessage, Metric, NetSpan, TraceSpan } from './recorder.js'
import type { SampleRow } from './rows.js'
import { MINUTE } from './time.js'

const AUDIENCE = 'public'
const noProperties: Properties = {}
/** Empty, since payloads are not kept and need no decoding. */
const noMetadata = new Uint8Array(0)
/** Bytes of a block's payload: its frame, and those of each event after compression. */
const PAYLOAD_FRAME = 96
const PAYLOAD_PER_EVENT = 11

export interface LoggedEntry {
  readonly time: number
  readonly stream: SampledStream
  readonly message: LogMessage
  readonly first: number
  readonly second: number
  readonly properties: Properties | undefined
}

export interface MeasuredValue {
  readonly time: number
  readonly stream: SampledStream
  readonly metric: Metric
  readonly value: number
}

export interface AsyncEvent {
  readonly time: number
  readonly stream: SampledStream
  readonly type: AsyncEventType
  readonly span: AsyncSpan
}

export interface TracedSpan {
  /** The begin of the span. */
  readonly time: number
  readonly stream: SampledStream
  readonly span: TraceSpan
}

export interface TakenImage {
  readonly time: number
  readonly stream: SampledStream
  readonly name: string
  readonly data: Uint8Array
}

/** Makes complete rows from recorded events. */
export class RowBuilder {
  readonly #begin: bigint
  /** Nanoseconds from the begin of a minute to that of the telemetry. */
  readonly sinceMinute: number

  /** @param begin nanoseconds since 1970 when the telemetry begins */
  constructor(begin: bigint) {
    this.#begin = begin
    this.sinceMinute = Number(((begin % BigInt(MINUTE)) + BigInt(MINUTE)) % BigInt(MINUTE))
  }

  timestamp(time: number): Timestamp {
    return Timestamp.fromEpochNanoseconds(this.#begin + BigInt(time))
  }

  threadSpan(site: CallSite, begin: number, end: number, depth: number, id: number, parent: number) {
    return {
      id: BigInt(id),
      parent: BigInt(parent),
      depth,
      hash: site.hash,
      begin: this.timestamp(begin),
      end: this.timestamp(end),
      duration: BigInt(end - begin),
      name: site.name,
      target: site.target,
      filename: site.filename,
      line: site.line,
      properties: noProperties,
    } satisfies SampleRow<'thread_spans'>
  }

  /** Makes the synthetic span that is named after the thread and encloses all of its spans. */
  threadRoot({ name }: SampledThread, begin: number, end: number): SampleRow<'thread_spans'> {
    return this.threadSpan({ name, target: '', filename: '', line: 0, hash: 0 }, begin, end, 0, -1, 0)
  }

  netSpan(stream: SampledStream, span: NetSpan): SampleRow<'net_spans'> {
    return {
      process_id: stream.process.processId,
      stream_id: stream.streamId,
      span_id: BigInt(span.spanId),
      parent_span_id: BigInt(span.parentSpanId),
      depth: span.depth,
      kind: span.kind,
      name: span.name,
      connection_name: span.connection,
      is_outgoing: span.isOutgoing,
      begin_bits: BigInt(span.beginBits),
      end_bits: BigInt(span.endBits),
      bit_size: BigInt(span.endBits - span.beginBits),
      begin_time: this.timestamp(span.begin),
      end_time: this.timestamp(span.end),
    }
  }

  logEntry(entry: LoggedEntry, block: Block): SampleRow<'log_entries'> {
    const { processId, description } = entry.stream.process
    return {
      process_id: processId,
      stream_id: entry.stream.streamId,
      block_id: block.blockId,
      insert_time: this.timestamp(block.arrival),
      exe: description.exe,
      username: description.username,
      computer: description.computer,
      time: this.timestamp(entry.time),
      target: entry.message.target,
      level: entry.message.level,
      msg: entry.message.text(entry.first, entry.second),
      properties: entry.properties ?? noProperties,
      process_properties: description.properties,
      audience: AUDIENCE,
    }
  }

  measure({ time, stream, metric, value }: MeasuredValue, block: Block): SampleRow<'measures'> {
    const { processId, description } = stream.process
    return {
      process_id: processId,
      stream_id: stream.streamId,
      block_id: block.blockId,
      insert_time: this.timestamp(block.arrival),
      exe: description.exe,
      username: description.username,
      computer: description.computer,
      time: this.timestamp(time),
      target: metric.target,
      name: metric.name,
      unit: metric.unit,
      value,
      properties: metric.properties,
      process_properties: description.properties,
      audience: AUDIENCE,
    }
  }

  asyncEvent({ time, stream, type, span }: AsyncEvent, block: Block): SampleRow<'async_events'> {
    const { site } = span
    return {
      stream_id: stream.streamId,
      block_id: block.blockId,
      time: this.timestamp(time),
      event_type: type,
      span_id: BigInt(span.spanId),
      parent_span_id: BigInt(span.parentSpanId),
      depth: span.depth,
      hash: site.hash,
      name: site.name,
      filename: site.filename,
      target: site.target,
      line: site.line,
      properties: noProperties,
    }
  }

  traceSpan({ stream, span }: TracedSpan, block: Block): SampleRow<'otel_spans'> {
    const { processId, description } = stream.process
    return {
      process_id: processId,
      stream_id: stream.streamId,
      block_id: block.blockId,
      insert_time: this.timestamp(block.arrival),
      exe: description.exe,
      username: description.username,
      computer: description.computer,
      process_properties: description.properties,
      trace_id: span.traceId,
      span_id: span.spanId,
      parent_span_id: span.parentSpanId,
      start_time: this.timestamp(span.begin),
      end_time: this.timestamp(span.end),
      duration: BigInt(span.end - span.begin),
      name: span.name,
      kind: span.kind,
      status: span.status,
      status_message: span.statusMessage,
      properties: span.attributes,
      events: span.events.map(({ time, name, attributes }) => ({
        time: this.timestamp(time).epochNanoseconds,
        name,
        attributes,
      })),
      links: span.links,
    }
  }

  image({ time, stream, name, data }: TakenImage, block: Block): SampleRow<'images'> {
    const { processId, description } = stream.process
    return {
      process_id: processId,
      stream_id: stream.streamId,
      block_id: block.blockId,
      insert_time: this.timestamp(block.arrival),
      exe: description.exe,
      username: description.username,
      computer: description.computer,
      time: this.timestamp(time),
      name,
      format: 'bmp',
      payload_size: BigInt(data.length),
      data,
    }
  }

  block(block: Block): SampleRow<'blocks'> {
    const { stream } = block
    const { process } = stream
    const { description } = process
    return {
      block_id: block.blockId,
      stream_id: stream.streamId,
      process_id: process.processId,
      begin_time: this.timestamp(block.begin),
      begin_ticks: this.#ticks(process, block.begin),
      end_time: this.timestamp(block.end),
      end_ticks: this.#ticks(process, block.end),
      nb_objects: block.objects,
      object_offset: BigInt(block.objectOffset),
      payload_size: BigInt(PAYLOAD_FRAME + PAYLOAD_PER_EVENT * block.objects),
      insert_time: this.timestamp(block.arrival),
      streams_dependencies_metadata: noMetadata,
      streams_objects_metadata: noMetadata,
      streams_tags: stream.tags,
      streams_properties: stream.properties,
      streams_insert_time: this.timestamp(stream.insertOffset),
      streams_format: stream.format,
      processes_start_time: this.timestamp(process.startOffset),
      processes_start_ticks: this.#ticks(process, process.startOffset),
      processes_tsc_frequency: description.tscFrequency,
      processes_exe: description.exe,
      processes_username: description.username,
      processes_realname: description.realname,
      processes_computer: description.computer,
      processes_distro: description.distro,
      processes_cpu_brand: description.cpuBrand,
      processes_insert_time: this.timestamp(process.insertOffset),
      processes_parent_process_id: null,
      processes_properties: description.properties,
      audience: AUDIENCE,
    }
  }

  stream(stream: SampledStream, latest: Block): SampleRow<'streams'> {
    return {
      stream_id: stream.streamId,
      process_id: stream.process.processId,
      dependencies_metadata: noMetadata,
      objects_metadata: noMetadata,
      tags: stream.tags,
      properties: stream.properties,
      insert_time: this.timestamp(stream.insertOffset),
      format: stream.format,
      last_update_time: this.timestamp(latest.arrival),
      audience: AUDIENCE,
    }
  }

  /** @param latest the block of the process that arrived last */
  process(process: SampledProcess, latest: Block): SampleRow<'processes'> {
    const { description } = process
    return {
      process_id: process.processId,
      exe: description.exe,
      username: description.username,
      realname: description.realname,
      computer: description.computer,
      distro: description.distro,
      cpu_brand: description.cpuBrand,
      tsc_frequency: description.tscFrequency,
      start_time: this.timestamp(process.startOffset),
      start_ticks: this.#ticks(process, process.startOffset),
      insert_time: this.timestamp(process.insertOffset),
      parent_process_id: null,
      properties: description.properties,
      last_update_time: this.timestamp(latest.arrival),
      last_block_end_ticks: this.#ticks(process, latest.end),
      last_block_end_time: this.timestamp(latest.end),
      audience: AUDIENCE,
    }
  }

  logCount({ minute, process, level, target, count }: LogCount): SampleRow<'log_stats'> {
    return {
      time_bin: this.timestamp(minute * MINUTE - this.sinceMinute),
      process_id: process.processId,
      level,
      target,
      count: BigInt(count),
      audience: AUDIENCE,
    }
  }

  #ticks(process: SampledProcess, time: number): bigint {
    const { tscFrequency, instrumentation } = process.description
    if (instrumentation === 'opentelemetry') return this.timestamp(time).epochNanoseconds
    return process.startTicks + (BigInt(time - process.startOffset) * tscFrequency) / 1_000_000_000n
  }
}
