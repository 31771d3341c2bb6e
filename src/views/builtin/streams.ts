import { column as c } from '../../types/column.js'
import { makeViewSet } from '../view-set.js'
import { audience, properties } from './shared-columns.js'

/**
 * Streams: sequences of events inside of a process. The engine calls all columns but the id nullable, because the view
 * aggregates blocks.
 */
export const streams = makeViewSet('streams', {
  description: 'streams',
  instances: ['global'],
  timeColumns: ['insert_time', 'last_update_time'],
  service: { schemaHash: '3d8e9b0ce425fad5', derived: true },
  columns: {
    stream_id: c.utf8().describe('uuid'),
    process_id: c.utf8().nullable().describe('uuid of the process'),
    dependencies_metadata: c.binary().nullable().describe('how to decode payloads'),
    objects_metadata: c.binary().nullable().describe('how to decode payloads'),
    tags: c
      .list(c.utf8(), { itemName: 'tag' })
      .nullable()
      .describe('what it holds: log, metrics, cpu, net, image or trace'),
    properties: properties().nullable(),
    insert_time: c.timestamp().nullable().describe('when the stream arrived at the service'),
    format: c.utf8().nullable().describe('encoding of payloads, such as micromegas-transit or otlp/v1/logs'),
    last_update_time: c.timestamp().nullable().describe('when its latest block arrived'),
    audience: audience().nullable(),
  },
})
