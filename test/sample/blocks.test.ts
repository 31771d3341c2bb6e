import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type SampledViewSet, type SampleOptions, sampleTelemetry } from '../../src/sample/index.js'
import type { Timestamp } from '../../src/types/timestamp.js'
import { anyOptions } from './arbitraries.js'
import { type Collected, collect, now } from './collect.js'

const property = (check: (collected: Collected, options: SampleOptions) => void) =>
  fc.assert(
    fc.property(anyOptions, (options) => check(collect(options), options)),
    { numRuns: 25 },
  )

/** Events of a stream: their begin and end, the number of objects, and the block that they refer to, if any. */
interface StreamEvent {
  readonly stream: string
  readonly begin: Timestamp
  readonly end: Timestamp
  readonly objects: number
  readonly block?: string
}

function eventsOf(collected: Collected): readonly StreamEvent[] {
  const instant = (row: { stream_id: string; block_id: string; time: Timestamp }): StreamEvent => ({
    stream: row.stream_id,
    block: row.block_id,
    begin: row.time,
    end: row.time,
    objects: 1,
  })
  return [
    ...collected.rows('log_entries').map(instant),
    ...collected.rows('measures').map(instant),
    ...collected.rows('async_events').map(instant),
    ...collected.rows('images').map(instant),
    ...collected.rows('otel_spans').map((row) => ({
      ...instant({ ...row, time: row.start_time }),
      end: row.end_time,
    })),
    ...collected.rows('net_spans').map((row) => ({
      stream: row.stream_id,
      begin: row.begin_time,
      end: row.end_time,
      objects: 2,
    })),
    ...[...collected.instances('thread_spans')].flatMap(([stream, spans]) =>
      spans.filter(({ depth }) => depth > 0).map(({ begin, end }) => ({ stream, begin, end, objects: 2 })),
    ),
  ]
}

describe('blocks', () => {
  it('hold the events of their streams: each in one, all counted, from the first to the last', () => {
    property((collected) => {
      const eventsByStream = Map.groupBy(eventsOf(collected), ({ stream }) => stream)
      const blocksByStream = Map.groupBy(collected.rows('blocks'), ({ stream_id }) => stream_id)
      expect(new Set(blocksByStream.keys())).toEqual(new Set(eventsByStream.keys()))
      for (const [stream, blocks] of blocksByStream) {
        const events = eventsByStream.get(stream) ?? []
        let offset = 0n
        for (const block of blocks) {
          expect(block.object_offset).toBe(offset)
          offset += BigInt(block.nb_objects)
          const own = events.filter((event) =>
            event.block === undefined
              ? block.begin_time <= event.begin && event.begin <= block.end_time && event.end <= block.end_time
              : event.block === block.block_id,
          )
          expect(own.reduce((sum, { objects }) => sum + objects, 0)).toBe(block.nb_objects)
          const begin = own.reduce((first, event) => (event.begin < first ? event.begin : first), block.end_time)
          const end = own.reduce((last, event) => (event.end > last ? event.end : last), block.begin_time)
          expect([block.begin_time, block.end_time]).toEqual([begin, end])
        }
      }
    })
  })

  it('number the spans of threads by the positions of their begin events', () => {
    property((collected) => {
      const blocks = Map.groupBy(collected.rows('blocks'), ({ stream_id }) => stream_id)
      for (const [stream, spans] of collected.instances('thread_spans')) {
        for (const { object_offset, nb_objects, begin_time, end_time } of blocks.get(stream) ?? []) {
          const ids = spans
            .filter(({ id }) => id >= object_offset && id < object_offset + BigInt(nb_objects))
            .filter(({ begin, end }) => begin >= begin_time && end <= end_time)
          expect(ids.length * 2).toBe(nb_objects)
        }
      }
    })
  })

  it('arrive one after the other, after their events, and agree with their streams and processes', () => {
    property((collected) => {
      const streams = new Map(collected.rows('streams').map((row) => [row.stream_id, row]))
      const processes = new Map(collected.rows('processes').map((row) => [row.process_id, row]))
      let latest = 0n
      for (const block of collected.rows('blocks')) {
        expect(block.insert_time > block.end_time).toBe(true)
        expect(block.insert_time.epochNanoseconds > latest).toBe(true)
        latest = block.insert_time.epochNanoseconds
        expect(block.insert_time.epochNanoseconds - collected.sample.end.epochNanoseconds < 1_000_000_000n).toBe(true)
        const { dependencies_metadata: _, objects_metadata: __, ...stream } = streams.get(block.stream_id) ?? {}
        expect(stream).toMatchObject({
          process_id: block.process_id,
          tags: block.streams_tags,
          properties: block.streams_properties,
          insert_time: block.streams_insert_time,
          format: block.streams_format,
        })
        expect(processes.get(block.process_id)).toMatchObject({
          start_time: block.processes_start_time,
          start_ticks: block.processes_start_ticks,
          tsc_frequency: block.processes_tsc_frequency,
          exe: block.processes_exe,
          username: block.processes_username,
          realname: block.processes_realname,
          computer: block.processes_computer,
          distro: block.processes_distro,
          cpu_brand: block.processes_cpu_brand,
          insert_time: block.processes_insert_time,
          parent_process_id: block.processes_parent_process_id,
          properties: block.processes_properties,
        })
      }
    })
  })

  it('arrive soon, however many threads there are', () => {
    let latest = 0n
    for (const { viewSet, rows } of sampleTelemetry({ processes: 100, threads: 64, duration: '1 second' }, now)) {
      if (viewSet !== 'blocks') continue
      for (const { insert_time, end_time } of rows) {
        const delay = insert_time.epochNanoseconds - end_time.epochNanoseconds
        if (delay <= 0n) expect.fail(`a block arrives ${-delay} ns before its end`)
        if (delay > latest) latest = delay
      }
    }
    expect(latest).toBeGreaterThan(0n)
    expect(latest).toBeLessThan(1_000_000_000n)
  })

  it('count ticks at the frequency of their process', () => {
    property((collected) => {
      for (const block of collected.rows('blocks')) {
        for (const [time, ticks] of [
          [block.begin_time, block.begin_ticks],
          [block.end_time, block.end_ticks],
        ] as const) {
          const since = time.epochNanoseconds - block.processes_start_time.epochNanoseconds
          expect(since > 0n).toBe(true)
          expect(ticks - block.processes_start_ticks).toBe((since * block.processes_tsc_frequency) / 1_000_000_000n)
        }
      }
    })
  })
})

describe('streams and processes', () => {
  it('refer to their latest block', () => {
    property((collected) => {
      const blocks = collected.rows('blocks')
      const byStream = Map.groupBy(blocks, ({ stream_id }) => stream_id)
      const byProcess = Map.groupBy(blocks, ({ process_id }) => process_id)
      const streams = collected.rows('streams')
      const processes = collected.rows('processes')
      expect(new Set(streams.map((row) => row.stream_id))).toEqual(new Set(byStream.keys()))
      expect(new Set(processes.map((row) => row.process_id))).toEqual(new Set(byProcess.keys()))
      expect([streams.length, processes.length]).toEqual([byStream.size, byProcess.size])
      for (const row of streams) expect(row.last_update_time).toEqual(byStream.get(row.stream_id)?.at(-1)?.insert_time)
      for (const row of processes) {
        const latest = byProcess.get(row.process_id)?.at(-1)
        expect([row.last_update_time, row.last_block_end_time, row.last_block_end_ticks]).toEqual([
          latest?.insert_time,
          latest?.end_time,
          latest?.end_ticks,
        ])
      }
    })
  })

  it('arrive before the first of their blocks, and after their process has started', () => {
    property((collected) => {
      for (const block of collected.rows('blocks')) {
        expect(block.processes_start_time < block.processes_insert_time).toBe(true)
        expect(block.processes_insert_time < block.streams_insert_time).toBe(true)
        expect(block.streams_insert_time < block.begin_time).toBe(true)
      }
    })
  })
})

describe('rows of events', () => {
  it('refer to existing blocks, streams and processes, and agree with them', () => {
    property((collected) => {
      const blocks = new Map(collected.rows('blocks').map((row) => [row.block_id, row]))
      const streams = new Map(collected.rows('streams').map((row) => [row.stream_id, row]))
      for (const viewSet of ['log_entries', 'measures', 'otel_spans', 'images'] as const) {
        for (const row of collected.rows(viewSet)) {
          const block = blocks.get(row.block_id)
          const expected = [block?.stream_id, block?.process_id, block?.insert_time]
          if ([row.stream_id, row.process_id, row.insert_time].some((value, index) => !same(value, expected[index]))) {
            expect([row.stream_id, row.process_id, row.insert_time]).toEqual(expected)
          }
          expect([row.exe, row.username, row.computer]).toEqual([
            block?.processes_exe,
            block?.processes_username,
            block?.processes_computer,
          ])
          if ('process_properties' in row) expect(row.process_properties).toBe(block?.processes_properties)
        }
      }
      for (const row of collected.rows('async_events')) expect(blocks.get(row.block_id)?.stream_id).toBe(row.stream_id)
      for (const row of collected.rows('net_spans')) {
        expect(streams.get(row.stream_id)).toMatchObject({ process_id: row.process_id, tags: ['net'] })
      }
    })
  })

  it('are in order of time', () => {
    property((collected) => {
      const times: { readonly [V in SampledViewSet]?: readonly (Timestamp | null)[] } = {
        log_entries: collected.rows('log_entries').map((row) => row.time),
        measures: collected.rows('measures').map((row) => row.time),
        otel_spans: collected.rows('otel_spans').map((row) => row.start_time),
        images: collected.rows('images').map((row) => row.time),
        log_stats: collected.rows('log_stats').map((row) => row.time_bin),
        streams: collected.rows('streams').map((row) => row.insert_time),
        processes: collected.rows('processes').map((row) => row.insert_time),
      }
      for (const [viewSet, column] of Object.entries(times)) {
        const backwards = column.filter((time, index) => index > 0 && time && time < (column[index - 1] ?? time))
        expect({ viewSet, backwards }).toEqual({ viewSet, backwards: [] })
      }
    })
  })
})

function same(left: string | Timestamp, right: string | Timestamp | undefined): boolean {
  return left === right || (typeof left === 'object' && typeof right === 'object' && left.equals(right))
}
