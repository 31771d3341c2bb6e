import type { JsonbValue, Properties } from '../types/properties.js'

/** Values of `async_events.event_type`. */
export const AsyncEventType = { Begin: 'begin', End: 'end' } as const
export type AsyncEventType = (typeof AsyncEventType)[keyof typeof AsyncEventType]

/** Values of `net_spans.kind`. */
export const NetSpanKind = { Connection: 'connection', Object: 'object', Property: 'property', Rpc: 'rpc' } as const
export type NetSpanKind = (typeof NetSpanKind)[keyof typeof NetSpanKind]

/** Values of `otel_spans.kind`. */
export const OtelSpanKind = {
  Internal: 'INTERNAL',
  Server: 'SERVER',
  Client: 'CLIENT',
  Producer: 'PRODUCER',
  Consumer: 'CONSUMER',
  Unspecified: 'UNSPECIFIED',
} as const
export type OtelSpanKind = (typeof OtelSpanKind)[keyof typeof OtelSpanKind]

/** Values of `otel_spans.status`. */
export const OtelSpanStatus = { Ok: 'OK', Error: 'ERROR', Unset: 'UNSET' } as const
export type OtelSpanStatus = (typeof OtelSpanStatus)[keyof typeof OtelSpanStatus]

/** An element of `otel_spans.events`. */
export interface OtelSpanEvent {
  /** Nanoseconds since 1970. They exceed 2^53, so they arrive as the option `int64` says. */
  readonly time: JsonbValue
  readonly name: string
  readonly attributes: Properties
}

/** An element of `otel_spans.links`. */
export interface OtelSpanLink {
  /** Hex. */
  readonly trace_id: string
  /** Hex. */
  readonly span_id: string
  readonly attributes: Properties
}

const isValueOf =
  <T>(values: Readonly<Record<string, T>>) =>
  (value: unknown): value is T =>
    Object.values<unknown>(values).includes(value)

/** Tells whether a value is one of {@link AsyncEventType}: the type of the column is a promise about the data. */
export const isAsyncEventType = isValueOf(AsyncEventType)
/** Tells whether a value is one of {@link NetSpanKind}: the type of the column is a promise about the data. */
export const isNetSpanKind = isValueOf(NetSpanKind)
/** Tells whether a value is one of {@link OtelSpanKind}: the type of the column is a promise about the data. */
export const isOtelSpanKind = isValueOf(OtelSpanKind)
/** Tells whether a value is one of {@link OtelSpanStatus}: the type of the column is a promise about the data. */
export const isOtelSpanStatus = isValueOf(OtelSpanStatus)
