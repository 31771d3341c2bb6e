import type { Properties } from '../../types/properties.js'
import { toHex } from '../../types/values.js'
import { OtelSpanKind, type OtelSpanLink, OtelSpanStatus } from '../../views/kinds.js'
import type { SampledProcess } from '../process.js'
import type { Random } from '../random.js'
import type { LogMessage, Recorder, TraceEvent } from '../recorder.js'
import { MILLISECOND } from '../time.js'
import { serviceMessages, severityTexts } from './messages.js'
import { type ServiceRole, type TraceShape, totalWeight } from './trace-shape.js'

/** How much shorter than its share a span can be. */
const VARIATION = 0.4
const noEvents: readonly TraceEvent[] = []
const noLinks: readonly OtelSpanLink[] = []

/** A span that has been recorded. */
export interface RecordedSpan {
  readonly traceId: Uint8Array
  readonly spanId: Uint8Array
  readonly end: number
}

interface TraceContext {
  readonly traceId: Uint8Array
  readonly process: SampledProcess
  readonly parentSpanId: Uint8Array | null
  readonly links: readonly OtelSpanLink[]
}

/** Records traces across services, with the logs of those services. */
export class Tracer {
  readonly #services: Readonly<Record<ServiceRole, readonly SampledProcess[]>>
  readonly #random: Random
  readonly #recorder: Recorder
  /** The last message that was published. */
  published: RecordedSpan | undefined

  constructor(services: Readonly<Record<ServiceRole, readonly SampledProcess[]>>, random: Random, recorder: Recorder) {
    this.#services = services
    this.#random = random
    this.#recorder = recorder
  }

  /** Records a trace, if there is a service for it to begin in. */
  trace(shape: TraceShape, begin: number, end: number, fails: boolean, cause?: RecordedSpan): void {
    const process = this.#serviceOf(shape)
    if (process === undefined) return
    const links =
      cause === undefined ? noLinks : [{ trace_id: toHex(cause.traceId), span_id: toHex(cause.spanId), attributes: {} }]
    this.#record(shape, begin, end, fails, { traceId: this.#random.bytes(16), process, parentSpanId: null, links })
  }

  #serviceOf({ role }: TraceShape): SampledProcess | undefined {
    const [first, ...others] = role === undefined ? [] : this.#services[role]
    return first === undefined ? undefined : this.#random.pick([first, ...others])
  }

  #record(shape: TraceShape, begin: number, end: number, fails: boolean, context: TraceContext): void {
    const { process, traceId } = context
    const spanId = this.#random.bytes(8)
    const isFailedQuery = fails && shape.children.length === 0
    const statusMessage = isFailedQuery ? 'canceling statement due to statement timeout' : null
    this.#recorder.traceSpan(process, {
      traceId,
      spanId,
      parentSpanId: context.parentSpanId,
      begin,
      end,
      name: shape.name,
      kind: shape.kind,
      status: fails
        ? OtelSpanStatus.Error
        : shape.kind === OtelSpanKind.Server
          ? OtelSpanStatus.Ok
          : OtelSpanStatus.Unset,
      statusMessage,
      attributes: fails ? shape.failedAttributes : shape.attributes,
      events: isFailedQuery ? [{ time: end, name: 'exception', attributes: exception }] : this.#eventsOf(shape, begin),
      links: context.links,
    })
    this.#log(shape, begin, end, fails, process, traceId, spanId)
    if (shape.kind === OtelSpanKind.Producer) this.published = { traceId, spanId, end }
    this.#recordChildren(shape, begin, end, fails, { ...context, parentSpanId: spanId, links: noLinks })
  }

  #recordChildren(shape: TraceShape, begin: number, end: number, fails: boolean, context: TraceContext): void {
    const random = this.#random
    const total = totalWeight(shape)
    const pause = Math.floor((end - begin) / total / (shape.children.length + 1))
    // The first call out of the service fails, and its callers fail with it.
    const failing = fails ? shape.children.find(({ kind }) => kind !== OtelSpanKind.Internal) : undefined
    let time = begin
    for (const child of shape.children) {
      time += pause
      const share = child.weight * (1 - VARIATION * random.fraction())
      const spent = Math.floor(((end - begin) * share) / total)
      const process = child.role === undefined ? context.process : this.#serviceOf(child)
      if (process !== undefined) this.#record(child, time, time + spent, child === failing, { ...context, process })
      time += spent
    }
  }

  #eventsOf({ name }: TraceShape, begin: number): readonly TraceEvent[] {
    if (!name.startsWith('SELECT') || !this.#random.chance(0.1)) return noEvents
    return [{ time: begin, name: 'cache.miss', attributes: { 'cache.key': `product:${this.#random.integer(1, 500)}` } }]
  }

  #log(
    { kind, attributes, failedAttributes, children }: TraceShape,
    begin: number,
    end: number,
    fails: boolean,
    process: SampledProcess,
    traceId: Uint8Array,
    spanId: Uint8Array,
  ): void {
    const write = (time: number, message: LogMessage, first: number, second = 0) =>
      this.#recorder.log(process, time, message, first, second, logProperties(message, traceId, spanId))
    const duration = (end - begin) / MILLISECOND
    if (kind === OtelSpanKind.Server) {
      const status = (fails ? failedAttributes : attributes)['http.response.status_code']
      write(end, serviceMessages.handled, Number(status), duration)
      if (this.#random.chance(0.3)) write(begin, serviceMessages.cacheMissed, this.#random.integer(1, 500))
    }
    if (fails && children.length === 0) write(end, serviceMessages.failed, duration)
  }
}

const exception = {
  'exception.type': 'DatabaseError',
  'exception.message': 'canceling statement due to statement timeout',
}

function logProperties(message: LogMessage, traceId: Uint8Array, spanId: Uint8Array): Properties {
  return {
    'otel.scope.name': message.target,
    'otel.severity_text': severityTexts[message.level],
    'otel.trace_id': toHex(traceId),
    'otel.span_id': toHex(spanId),
  }
}
