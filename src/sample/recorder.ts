import type { Properties } from '../types/properties.js'
import type { NetSpanKind, OtelSpanEvent, OtelSpanKind, OtelSpanLink, OtelSpanStatus } from '../views/kinds.js'
import type { LogLevel } from '../views/log-level.js'
import type { CallSite } from './call-site.js'
import type { SampledProcess, SampledThread } from './process.js'

/** A place in a program that logs. */
export interface LogMessage {
  readonly level: LogLevel
  readonly target: string
  /** Makes the text from two numbers, which not every message uses. */
  readonly text: (first: number, second: number) => string
}

/** A metric of a program. */
export interface Metric {
  readonly target: string
  readonly name: string
  readonly unit: string
  readonly properties: Properties
}

export interface AsyncSpan {
  readonly site: CallSite
  readonly begin: number
  readonly end: number
  readonly spanId: number
  readonly parentSpanId: number
  readonly depth: number
}

export interface NetSpan {
  readonly spanId: number
  readonly parentSpanId: number
  readonly depth: number
  readonly kind: NetSpanKind
  readonly name: string
  readonly connection: string
  readonly isOutgoing: boolean
  readonly beginBits: number
  readonly endBits: number
  readonly begin: number
  readonly end: number
}

/** The event of a span, with its time since the begin of the telemetry. */
export interface TraceEvent extends Pick<OtelSpanEvent, 'name' | 'attributes'> {
  readonly time: number
}

export interface TraceSpan {
  readonly traceId: Uint8Array
  readonly spanId: Uint8Array
  readonly parentSpanId: Uint8Array | null
  readonly begin: number
  readonly end: number
  readonly name: string
  readonly kind: OtelSpanKind
  readonly status: OtelSpanStatus
  readonly statusMessage: string | null
  readonly attributes: Properties
  readonly events: readonly TraceEvent[]
  readonly links: readonly OtelSpanLink[]
}

/**
 * Receives what happens in the simulated programs. Times are nanoseconds since the begin of the telemetry. Each thread
 * and each network stream reports in order of time; the others report in any order, but never before the simulation's
 * present.
 */
export interface Recorder {
  threadSpan(
    thread: SampledThread,
    site: CallSite,
    begin: number,
    end: number,
    depth: number,
    id: number,
    parent: number,
  ): void
  log(
    process: SampledProcess,
    time: number,
    message: LogMessage,
    first?: number,
    second?: number,
    properties?: Properties,
  ): void
  measure(process: SampledProcess, time: number, metric: Metric, value: number): void
  asyncSpan(process: SampledProcess, span: AsyncSpan): void
  netSpan(process: SampledProcess, span: NetSpan): void
  traceSpan(process: SampledProcess, span: TraceSpan): void
  image(process: SampledProcess, time: number, name: string): void
}
