import type { InsertRow } from '../../../src/embedded/index.js'
import { type BuiltinViewSets, LogLevel, Timestamp } from '../../../src/index.js'

type Rows = { readonly [K in keyof BuiltinViewSets]: InsertRow<BuiltinViewSets[K]> }

export const processId = '11111111-1111-4111-8111-111111111111'
export const streamId = '22222222-2222-4222-8222-222222222222'
const noon = Timestamp.from('2026-11-23T12:00:00Z')

export const process: Rows['processes'] = {
  process_id: processId,
  exe: 'game',
  insert_time: noon,
  last_update_time: noon,
  start_time: noon,
}

export const stream: Rows['streams'] = {
  stream_id: streamId,
  process_id: processId,
  tags: ['cpu'],
  insert_time: noon,
  last_update_time: noon,
}

export const logEntry = (change: Partial<Rows['log_entries']> = {}): Rows['log_entries'] => ({
  process_id: processId,
  stream_id: streamId,
  block_id: '33333333-3333-4333-8333-333333333333',
  insert_time: noon,
  exe: 'game',
  username: 'player',
  computer: 'desk',
  time: noon,
  target: 'engine',
  level: LogLevel.Info,
  msg: 'a message',
  properties: { attempt: '1' },
  process_properties: {},
  audience: 'public',
  ...change,
})

export const span = (change: Partial<Rows['thread_spans']> = {}): Rows['thread_spans'] => ({
  id: 1,
  parent: -1,
  depth: 1,
  hash: 7,
  begin: noon,
  end: noon.epochNanoseconds + 16_000_000n,
  duration: 16_000_000,
  name: 'frame',
  target: 'engine',
  filename: 'frame.rs',
  line: 12,
  properties: {},
  ...change,
})
