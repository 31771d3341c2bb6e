import { column as c } from '../../types/column.js'
import type { LogLevel } from '../log-level.js'
import { makeViewSet } from '../view-set.js'
import { audience, dictionary } from './shared-columns.js'

/** Numbers of log entries per minute, process, level and target. Computed from log_entries, and the last to be complete. */
export const log_stats = makeViewSet('log_stats', {
  description: 'numbers of log entries per minute',
  instances: ['global'],
  timeColumns: ['time_bin'],
  service: { schemaHash: '4a9bf1a76cf1203f', derived: true },
  columns: {
    time_bin: c.timestamp().nullable().describe('begin of the minute'),
    process_id: dictionary().describe('uuid of the process'),
    level: c.int32().as<LogLevel>().describe('severity, 1 fatal to 6 trace: see LogLevel'),
    target: dictionary().describe('module or category'),
    count: c.int64().nullable().describe('number of entries'),
    audience: audience().nullable(),
  },
})
