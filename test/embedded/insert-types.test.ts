import { describe, it } from 'vitest'
import { type EmbeddedService, type InsertRow, startEmbedded } from '../../src/embedded/index.js'
import { builtinViewSets, column, defineViewSet, defineViewSets } from '../../src/index.js'
import { logEntry, span, streamId } from './support/rows.js'

declare const service: EmbeddedService
const never = (_: () => unknown) => {}

const frame_times = defineViewSet('frame_times', {
  instances: ['global', 'process'],
  timeColumns: ['time'],
  columns: {
    time: column.timestamp(),
    ms: column.float64().nullable(),
    'ci.job': column.int64(),
    p: column.jsonb<{ route: string }>(),
  },
})
const viewSets = defineViewSets({ ...builtinViewSets, frame_times })
declare const own: EmbeddedService<typeof viewSets.sets>
const frame = { time: 1n, ci_job: 1, p: { route: '/' } } satisfies InsertRow<typeof frame_times>

describe('the compiler', () => {
  it('accepts rows of declared view sets', () => {
    never(() => service.insert('log_entries', [logEntry()]))
    never(() => service.insert('thread_spans', [span()], streamId))
    never(() => own.insert('frame_times', [frame, { ...frame, ms: null, time: new Date(), ci_job: 1n }]))
    never(() => own.insert('log_entries', [logEntry()]))
    never(() => startEmbedded({ viewSets, data: { frame_times: [frame], thread_spans: { [streamId]: [span()] } } }))
  })

  it('rejects wrong columns and values', () => {
    // @ts-expect-error no such column
    never(() => own.insert('frame_times', [{ ...frame, fps: 60 }]))
    // @ts-expect-error a column is missing
    never(() => own.insert('frame_times', [{ time: 1n, p: { route: '/' } }]))
    // @ts-expect-error dotted names are underscored
    never(() => own.insert('frame_times', [{ time: 1n, 'ci.job': 1, p: { route: '/' } }]))
    // @ts-expect-error not null
    never(() => own.insert('frame_times', [{ ...frame, time: null }]))
    // @ts-expect-error a number is not a time
    never(() => own.insert('frame_times', [{ ...frame, time: 5 }]))
    // @ts-expect-error the type of the JSON
    never(() => own.insert('frame_times', [{ ...frame, p: { path: '/' } }]))
    // @ts-expect-error a wrong level
    never(() => service.insert('log_entries', [logEntry({ level: 'info' })]))
  })

  it('rejects unknown view sets, missing instance ids and superfluous ones', () => {
    // @ts-expect-error no such view set
    never(() => service.insert('frame_times', [frame]))
    // @ts-expect-error thread spans do not carry their stream
    never(() => service.insert('thread_spans', [span()]))
    // @ts-expect-error log entries carry their process
    never(() => service.insert('log_entries', [logEntry()], streamId))
    // @ts-expect-error no such option
    never(() => startEmbedded({ prot: 5 }))
    // @ts-expect-error thread spans stand under their stream
    never(() => startEmbedded({ data: { thread_spans: [span()] } }))
  })
})
