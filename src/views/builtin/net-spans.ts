import { column as c } from '../../types/column.js'
import type { NetSpanKind } from '../kinds.js'
import { makeViewSet } from '../view-set.js'
import { dictionary } from './shared-columns.js'

/** Spans of Unreal's network replication, measured in bits. */
export const net_spans = makeViewSet('net_spans', {
  description: 'spans of network replication',
  instances: ['process'],
  timeColumns: ['begin_time', 'end_time'],
  service: {
    schemaHash: '02',
    prerequisite: 'process in range',
    globalRefusal: 'NetSpansView does not support global view access',
  },
  columns: {
    process_id: dictionary().describe('uuid of the process'),
    stream_id: dictionary().describe('uuid of the stream'),
    span_id: c.int64(),
    parent_span_id: c.int64().describe('-1 at the root'),
    depth: c.uint32().describe('nesting'),
    kind: dictionary().as<NetSpanKind>().describe('connection, object, property or rpc'),
    name: dictionary(),
    connection_name: dictionary(),
    is_outgoing: c.boolean(),
    begin_bits: c.int64().describe('unit: bits'),
    end_bits: c.int64().describe('unit: bits'),
    bit_size: c.int64().describe('unit: bits'),
    begin_time: c.timestamp(),
    end_time: c.timestamp(),
  },
})
