import { column as c } from '../../types/column.js'
import type { AsyncEventType } from '../kinds.js'
import { makeViewSet } from '../view-set.js'
import { dictionary, properties } from './shared-columns.js'

/** Begins and ends of async spans, one row each: pair them by span_id, or read `processSpans(id, 'async')`. */
export const async_events = makeViewSet('async_events', {
  description: 'begins and ends of async spans',
  instances: ['process'],
  timeColumns: ['time'],
  service: {
    schemaHash: '04',
    prerequisite: 'process in range',
    globalRefusal: 'AsyncEventsView does not support global view access',
  },
  columns: {
    stream_id: dictionary().describe('uuid of the stream'),
    block_id: dictionary().describe('uuid of the block that held the event'),
    time: c.timestamp(),
    event_type: dictionary().as<AsyncEventType>().describe('begin or end'),
    span_id: c.int64(),
    parent_span_id: c.int64(),
    depth: c.uint32().describe('nesting'),
    hash: c.uint32().describe('hash of the call site'),
    name: dictionary().describe('function or scope'),
    filename: dictionary().describe('source file'),
    target: dictionary().describe('module or category'),
    line: c.uint32().describe('line of the source file'),
    properties: properties().describe('properties of the span'),
  },
})
