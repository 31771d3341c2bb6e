import { column as c } from '../../types/column.js'
import { makeViewSet } from '../view-set.js'
import { audience, properties } from './shared-columns.js'

/**
 * Processes: one run of an instrumented program each, visible once one of its blocks is materialized. The engine calls
 * all columns but the id nullable, because the view aggregates blocks; only parent_process_id is null in practice.
 */
export const processes = makeViewSet('processes', {
  description: 'processes',
  instances: ['global'],
  timeColumns: ['insert_time', 'last_update_time'],
  service: { schemaHash: '17d5dc614ae768b2', derived: true },
  columns: {
    process_id: c.utf8().describe('uuid'),
    exe: c.utf8().nullable().describe('program'),
    username: c.utf8().nullable().describe('user that ran the program'),
    realname: c.utf8().nullable().describe('full name of the user'),
    computer: c.utf8().nullable().describe('computer that ran the program'),
    distro: c.utf8().nullable().describe('operating system'),
    cpu_brand: c.utf8().nullable(),
    tsc_frequency: c.int64().nullable().describe('unit: ticks per second'),
    start_time: c.timestamp().nullable(),
    start_ticks: c.int64().nullable().describe('unit: ticks'),
    insert_time: c.timestamp().nullable().describe('when the process arrived at the service'),
    parent_process_id: c.utf8().nullable().describe('uuid; null for root processes and those of OpenTelemetry'),
    properties: properties().nullable(),
    last_update_time: c.timestamp().nullable().describe('when its latest block arrived'),
    last_block_end_ticks: c.int64().nullable().describe('unit: ticks'),
    last_block_end_time: c.timestamp().nullable().describe('when the events of its latest block ended'),
    audience: audience().nullable(),
  },
})
