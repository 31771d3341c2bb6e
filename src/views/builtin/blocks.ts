import { column as c } from '../../types/column.js'
import { makeViewSet } from '../view-set.js'
import { audience, properties } from './shared-columns.js'

/**
 * Blocks: chunks of a stream's events, the unit of upload, with the columns of their stream and process. The dots are
 * part of the names: `streams.tags` is `streams_tags` in TypeScript.
 */
export const blocks = makeViewSet('blocks', {
  description: 'blocks',
  instances: ['global'],
  timeColumns: ['begin_time', 'insert_time'],
  service: { schemaHash: '05' },
  columns: {
    block_id: c.utf8().describe('uuid'),
    stream_id: c.utf8().describe('uuid of the stream'),
    process_id: c.utf8().describe('uuid of the process'),
    begin_time: c.timestamp().describe('when its events begin'),
    begin_ticks: c.int64().describe('unit: ticks'),
    end_time: c.timestamp().describe('when its events end'),
    end_ticks: c.int64().describe('unit: ticks'),
    nb_objects: c.int32().describe('number of events; an over-estimate for some OpenTelemetry metrics'),
    object_offset: c.int64().describe('position of its first event in the stream'),
    payload_size: c.int64().describe('unit: bytes'),
    insert_time: c.timestamp().describe('when the block arrived at the service'),
    'streams.dependencies_metadata': c.binary().describe('how to decode payloads'),
    'streams.objects_metadata': c.binary().describe('how to decode payloads'),
    'streams.tags': c.list(c.utf8(), { itemName: 'tag' }).nullable().describe('what the stream holds'),
    'streams.properties': properties(),
    'streams.insert_time': c.timestamp().describe('when the stream arrived at the service'),
    'streams.format': c.utf8().describe('encoding of payloads'),
    'processes.start_time': c.timestamp(),
    'processes.start_ticks': c.int64().describe('unit: ticks'),
    'processes.tsc_frequency': c.int64().describe('unit: ticks per second'),
    'processes.exe': c.utf8().describe('program'),
    'processes.username': c.utf8().describe('user that ran the program'),
    'processes.realname': c.utf8().describe('full name of the user'),
    'processes.computer': c.utf8().describe('computer that ran the program'),
    'processes.distro': c.utf8().describe('operating system'),
    'processes.cpu_brand': c.utf8(),
    'processes.insert_time': c.timestamp().describe('when the process arrived at the service'),
    'processes.parent_process_id': c.utf8().nullable().describe('uuid'),
    'processes.properties': properties(),
    audience: audience(),
  },
})
