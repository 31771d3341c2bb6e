import { column as c } from '../../types/column.js'
import { makeViewSet } from '../view-set.js'
import { dictionary, properties } from './shared-columns.js'

/** Spans of one thread: nested calls. The service refuses to read them without a time range. */
export const thread_spans = makeViewSet('thread_spans', {
  description: 'spans of one thread',
  instances: ['stream'],
  timeColumns: ['begin', 'end'],
  rangeMandatory: true,
  service: {
    schemaHash: '04',
    prerequisite: 'stream',
    orderedBy: 'begin',
    globalRefusal: 'the global view is not implemented for thread spans',
  },
  columns: {
    id: c.int64().describe('number of the span within its stream; -1 for the synthetic root'),
    parent: c.int64().describe('id of the span that encloses it; 0 for the root itself'),
    depth: c.uint32().describe('nesting; 0 is a synthetic span named after the thread, top-level calls are at 1'),
    hash: c.uint32().describe('hash of the call site'),
    begin: c.timestamp(),
    end: c.timestamp(),
    duration: c.int64().describe('unit: ns'),
    name: dictionary().describe('function or scope'),
    target: dictionary().describe('module or category'),
    filename: dictionary().describe('source file'),
    line: c.uint32().describe('line of the source file'),
    properties: properties().describe('properties of the span'),
  },
})
