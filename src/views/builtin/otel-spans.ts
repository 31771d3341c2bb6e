import { column as c } from '../../types/column.js'
import type { OtelSpanEvent, OtelSpanKind, OtelSpanLink, OtelSpanStatus } from '../kinds.js'
import { makeViewSet } from '../view-set.js'
import { dictionary, origin, properties } from './shared-columns.js'

/** Spans of OpenTelemetry traces. */
export const otel_spans = makeViewSet('otel_spans', {
  description: 'spans of OpenTelemetry traces',
  instances: ['process'],
  timeColumns: ['start_time', 'end_time'],
  service: {
    schemaHash: '01',
    prerequisite: 'process',
    globalRefusal: 'OtelSpansView does not support global view access',
  },
  columns: {
    ...origin,
    exe: c.utf8().describe('program: service.namespace/service.name'),
    username: c.utf8().describe('user that ran the program'),
    computer: c.utf8().describe('computer that ran the program'),
    process_properties: properties().describe('properties of the process'),
    trace_id: c.fixedSizeBinary(16),
    span_id: c.fixedSizeBinary(8),
    parent_span_id: c.fixedSizeBinary(8).nullable().describe('null at the root of a trace'),
    start_time: c.timestamp(),
    end_time: c.timestamp(),
    duration: c.int64().describe('unit: ns'),
    name: dictionary(),
    kind: dictionary().as<OtelSpanKind>(),
    status: dictionary().as<OtelSpanStatus>(),
    status_message: c.utf8().nullable(),
    properties: properties().describe('attributes of the span, and otel.scope.*'),
    events: c.jsonb<readonly OtelSpanEvent[]>('binary').describe('events of the span; time in ns'),
    links: c.jsonb<readonly OtelSpanLink[]>('binary').describe('links to other spans; ids in hex'),
  },
})
