import { type BuiltinViewSets, LogLevel } from 'kysely-micromegas'
import type { InsertRow } from 'kysely-micromegas/embedded'

export type LogEntry = InsertRow<BuiltinViewSets['log_entries']>

/** A log entry; tests say what matters to them. */
export function logEntry(change: Partial<LogEntry>): LogEntry {
  return {
    process_id: '11111111-1111-4111-8111-111111111111',
    stream_id: '22222222-2222-4222-8222-222222222222',
    block_id: '33333333-3333-4333-8333-333333333333',
    insert_time: '2026-11-23T12:00:01Z',
    time: '2026-11-23T12:00:00Z',
    exe: 'shop',
    username: 'www',
    computer: 'web-1',
    target: 'http',
    level: LogLevel.Info,
    msg: 'GET /',
    properties: {},
    process_properties: {},
    audience: 'public',
    ...change,
  }
}
