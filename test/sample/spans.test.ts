import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SampleRow } from '../../src/sample/index.js'
import { toHex } from '../../src/types/values.js'
import { anyOptions, gameOptions, webOptions } from './arbitraries.js'
import { collect } from './collect.js'

type ThreadSpan = SampleRow<'thread_spans'>

/** Lists what is wrong with the spans of one thread. */
function wrongWithThread(spans: readonly ThreadSpan[]): readonly string[] {
  const wrong: string[] = []
  const check = (isRight: boolean, what: string, { id, name }: ThreadSpan) => {
    if (!isRight) wrong.push(`${what}: ${name} ${id}`)
  }
  const byId = new Map(spans.map((span) => [span.id, span]))
  expect(byId.size).toBe(spans.length)
  /** For each span, the time of its calls so far, and the end of the last one. */
  const called = new Map<bigint, { spent: bigint; end: bigint }>()
  const [root, ...calls] = spans
  expect(root).toMatchObject({ id: -1n, parent: 0n, depth: 0, begin: calls[0]?.begin })
  expect(calls.some(({ end }) => root?.end.equals(end))).toBe(true)
  let latest = root?.begin.epochNanoseconds ?? 0n
  for (const span of spans) {
    const [begin, end] = [span.begin.epochNanoseconds, span.end.epochNanoseconds]
    check(span.duration === end - begin && span.duration >= 0n, 'duration', span)
    check(begin >= latest, 'order', span)
    latest = begin
    if (span === root) continue
    const parent = byId.get(span.parent)
    if (parent === undefined) {
      check(false, 'parent', span)
      continue
    }
    check(parent.id < span.id && span.depth === parent.depth + 1, 'depth', span)
    check(begin >= parent.begin.epochNanoseconds && end <= parent.end.epochNanoseconds, 'extent', span)
    const before = called.get(parent.id) ?? { spent: 0n, end: begin }
    check(begin >= before.end, 'overlap', span)
    const spent = before.spent + span.duration
    check(spent <= parent.duration, 'sum', span)
    called.set(parent.id, { spent, end })
  }
  return wrong
}

describe('spans of threads', () => {
  it('nest: calls lie within their callers, one after the other, and their durations add up', () => {
    fc.assert(
      fc.property(anyOptions, (options) => {
        for (const spans of collect(options).instances('thread_spans').values()) {
          expect(wrongWithThread(spans)).toEqual([])
        }
      }),
      { numRuns: 30 },
    )
  })

  it('carry the id of their stream, which holds the spans of a thread', () => {
    const collected = collect({})
    const cpu = new Map(collected.rows('streams').map((row) => [row.stream_id, row]))
    for (const [streamId, [root]] of collected.instances('thread_spans')) {
      expect(cpu.get(streamId)).toMatchObject({ tags: ['cpu'], properties: { 'thread-name': root?.name } })
    }
  })

  it('have one hash per call site', () => {
    for (const scenario of ['game', 'web'] as const) {
      const rows = [...collect({ scenario }).rows('thread_spans'), ...collect({ scenario }).rows('async_events')]
      const sites = new Map<string, Set<string>>()
      for (const { hash, target, name, filename, line } of rows.filter(({ depth, hash: of }) => depth > 0 || of > 0)) {
        const key = String(hash)
        sites.set(key, (sites.get(key) ?? new Set()).add([target, name, filename, line].join()))
      }
      const names = [...sites.values()].map((of) => [...of])
      expect(names.filter((of) => of.length !== 1)).toEqual([])
      expect(new Set(names.flat()).size).toBe(names.length)
    }
  })

  it('of a client are frames at about 60 Hz with an occasional hitch, and their times are measured alike', () => {
    const collected = collect({ duration: '60 seconds', processes: 2 })
    const client = collected.sample.processes[1]
    const main = client?.threads.find(({ name }) => name === 'Main')
    const frames = (collected.instances('thread_spans').get(main?.streamId ?? '') ?? []).filter(
      ({ depth }) => depth === 1,
    )
    const milliseconds = frames.map(({ duration }) => Number(duration) / 1e6)
    const median = milliseconds.toSorted((a, b) => a - b)[Math.floor(milliseconds.length / 2)]
    expect(median).toBeGreaterThan(16)
    expect(median).toBeLessThan(17.4)
    const hitches = milliseconds.filter((ms) => ms > 33).length
    expect(hitches).toBeGreaterThan(0)
    expect(hitches).toBeLessThan(frames.length * 0.02)
    const measured = collected
      .rows('measures')
      .filter(({ process_id, name }) => process_id === client?.processId && name === 'frame_time')
    expect(measured.map(({ value }) => value)).toEqual(milliseconds)
    expect(measured.map(({ time }) => time)).toEqual(frames.map(({ end }) => end))
  })
})

describe('async events', () => {
  it('are a begin and an end for each span, in order of time, within the span of the parent', () => {
    fc.assert(
      fc.property(anyOptions, (options) => {
        for (const events of collect(options).instances('async_events').values()) {
          const spans = new Map<bigint, { depth: number; parent: bigint; begin: bigint; end?: bigint }>()
          let latest = 0n
          for (const event of events) {
            const time = event.time.epochNanoseconds
            expect(time >= latest).toBe(true)
            latest = time
            const span = spans.get(event.span_id)
            if (event.event_type === 'begin') {
              expect(span).toBeUndefined()
              spans.set(event.span_id, { depth: event.depth, parent: event.parent_span_id, begin: time })
            } else {
              expect(span?.end).toBeUndefined()
              if (span) span.end = time
            }
          }
          for (const { depth, parent, begin, end } of spans.values()) {
            if (end === undefined) expect.fail('a span has no end')
            if (parent === 0n) {
              expect(depth).toBe(0)
              continue
            }
            const around = spans.get(parent)
            expect(depth).toBe((around?.depth ?? Number.NaN) + 1)
            expect(around !== undefined && around.begin <= begin && end <= (around.end ?? 0n)).toBe(true)
          }
        }
      }),
      { numRuns: 20 },
    )
  })

  it('carry the id of the process of their stream', () => {
    const collected = collect({})
    const processOf = new Map(collected.rows('streams').map((row) => [row.stream_id, row.process_id]))
    expect(collected.instances('async_events').size).toBe(3)
    for (const [processId, events] of collected.instances('async_events')) {
      expect(new Set(events.map(({ stream_id }) => processOf.get(stream_id)))).toEqual(new Set([processId]))
    }
  })
})

describe('spans of network replication', () => {
  it('nest in bits and in time, and continue where the previous connection ended', () => {
    fc.assert(
      fc.property(gameOptions, (options) => {
        const byProcess = Map.groupBy(collect(options).rows('net_spans'), ({ process_id }) => process_id)
        for (const spans of byProcess.values()) {
          const byId = new Map(spans.map((span) => [span.span_id, span]))
          expect(byId.size).toBe(spans.length)
          let bits = 0n
          let latest = 0n
          for (const span of spans) {
            expect(span.bit_size).toBe(span.end_bits - span.begin_bits)
            expect(span.begin_time.epochNanoseconds >= latest).toBe(true)
            latest = span.begin_time.epochNanoseconds
            if (span.parent_span_id === -1n) {
              expect([span.depth, span.kind, span.begin_bits]).toEqual([0, 'connection', bits])
              bits = span.end_bits
              continue
            }
            const parent = byId.get(span.parent_span_id)
            if (parent === undefined) expect.fail(`${span.span_id} has no parent`)
            expect(span.depth).toBe(parent.depth + 1)
            expect([span.connection_name, span.is_outgoing]).toEqual([parent.connection_name, parent.is_outgoing])
            expect(parent.begin_bits <= span.begin_bits && span.end_bits <= parent.end_bits).toBe(true)
            expect(parent.begin_time <= span.begin_time && span.end_time <= parent.end_time).toBe(true)
          }
        }
      }),
      { numRuns: 20 },
    )
  })
})

describe('spans of traces', () => {
  it('have a root each, and lie within their parents, which are of the same trace', () => {
    fc.assert(
      fc.property(webOptions, (options) => {
        const spans = collect(options).rows('otel_spans')
        const byId = new Map(spans.map((span) => [toHex(span.span_id), span]))
        expect(byId.size).toBe(spans.length)
        const roots = new Map<string, number>()
        for (const span of spans) {
          expect(span.duration).toBe(span.end_time.epochNanoseconds - span.start_time.epochNanoseconds)
          const trace = toHex(span.trace_id)
          if (span.parent_span_id === null) {
            roots.set(trace, (roots.get(trace) ?? 0) + 1)
            continue
          }
          const parent = byId.get(toHex(span.parent_span_id))
          if (parent === undefined) expect.fail('a parent is missing')
          expect(toHex(parent.trace_id)).toBe(trace)
          expect(parent.start_time <= span.start_time && span.end_time <= parent.end_time).toBe(true)
          if (span.status === 'ERROR') expect(parent.status).toBe('ERROR')
        }
        expect([...roots.values()].every((count) => count === 1)).toBe(true)
        expect(roots.size).toBe(new Set(spans.map(({ trace_id }) => toHex(trace_id))).size)
      }),
      { numRuns: 20 },
    )
  })

  it('have scopes, events with their times, links in hex and status texts of failures, as on the service', () => {
    const collected = collect({ scenario: 'web', duration: '60 seconds', processes: 4 })
    const spans = collected.rows('otel_spans')
    const ids = new Map(spans.map((span) => [toHex(span.span_id), toHex(span.trace_id)]))
    expect(spans.every(({ properties }) => typeof properties['otel.scope.name'] === 'string')).toBe(true)
    const within = (time: unknown, { start_time, end_time }: (typeof spans)[number]) =>
      typeof time === 'bigint' && time >= start_time.epochNanoseconds && time <= end_time.epochNanoseconds
    const withEvents = spans.filter(({ events }) => events.length > 0)
    expect(withEvents.length).toBeGreaterThan(0)
    expect(withEvents.every((span) => span.events.every(({ time }) => within(time, span)))).toBe(true)
    const links = spans.flatMap((span) => span.links)
    expect(links.length).toBeGreaterThan(0)
    expect(links.every(({ span_id, trace_id }) => ids.get(span_id) === trace_id)).toBe(true)
    expect(new Set(spans.map(({ kind }) => kind))).toEqual(
      new Set(['SERVER', 'CLIENT', 'INTERNAL', 'PRODUCER', 'CONSUMER']),
    )
    expect(new Set(spans.map(({ status }) => status))).toEqual(new Set(['OK', 'ERROR', 'UNSET']))
    const explained = spans.filter(({ status_message }) => status_message !== null)
    expect(explained.length).toBeGreaterThan(0)
    expect(explained.every(({ status, events }) => status === 'ERROR' && events[0]?.name === 'exception')).toBe(true)
    expect(new Set(spans.map(({ exe }) => exe))).toEqual(new Set(['shop/storefront', 'shop/orders', 'shop/payments']))
  })

  it('are found by the ids in the logs of the services, whose times lie within them', () => {
    const collected = collect({ scenario: 'web' })
    const spans = new Map(collected.rows('otel_spans').map((span) => [toHex(span.span_id), span]))
    const traced = collected.rows('log_entries').filter(({ properties }) => 'otel.span_id' in properties)
    expect(traced.length).toBeGreaterThan(1_000)
    for (const { properties, time, process_id } of traced) {
      const span = spans.get(String(properties['otel.span_id']))
      if (span === undefined) expect.fail('a span is missing')
      expect([toHex(span.trace_id), span.process_id]).toEqual([properties['otel.trace_id'], process_id])
      expect(span.start_time <= time && time <= span.end_time).toBe(true)
    }
  })
})
