import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAXIMUM_CHUNK, type SampleOptions, sampleTelemetry } from '../../src/sample/index.js'
import type { ColumnType } from '../../src/types/column-type.js'
import { Timestamp } from '../../src/types/timestamp.js'
import { stringify } from '../../src/types/values.js'
import { builtinViewSets } from '../../src/views/builtin/index.js'
import { propertyName } from '../../src/views/view-set.js'
import { anyOptions } from './arbitraries.js'
import { collect, now } from './collect.js'

const total = (rows: Readonly<Record<string, number>>) => Object.values(rows).reduce((sum, count) => sum + count, 0)

/** Hash of all chunks in their order, and the summary. */
function digest(options: SampleOptions, present = now): string {
  const hash = createHash('sha256')
  const telemetry = sampleTelemetry(options, present)
  for (;;) {
    const { done, value } = telemetry.next()
    hash.update(stringify(value))
    if (done) return hash.digest('hex')
  }
}

function accepts(type: ColumnType, value: unknown): boolean {
  switch (type.kind) {
    case 'integer': {
      if (type.bits === 64) {
        return typeof value === 'bigint' && (type.signed ? BigInt.asIntN : BigInt.asUintN)(64, value) === value
      }
      const [low, high] = type.signed ? [-(2 ** (type.bits - 1)), 2 ** (type.bits - 1) - 1] : [0, 2 ** type.bits - 1]
      return Number.isInteger(value) && Number(value) >= low && Number(value) <= high
    }
    case 'float':
      return Number.isFinite(value)
    case 'boolean':
      return typeof value === 'boolean'
    case 'timestamp':
      return value instanceof Timestamp
    case 'utf8':
      return typeof value === 'string'
    case 'dictionary':
      return accepts(type.value, value)
    case 'binary':
      return value instanceof Uint8Array
    case 'fixedSizeBinary':
      return value instanceof Uint8Array && value.length === type.byteWidth
    case 'list':
      return Array.isArray(value) && value.every((item) => accepts(type.item.type, item))
    case 'jsonb':
      return typeof value === 'object' && value !== null
    default:
      return false
  }
}

describe('the same options', () => {
  it.each<SampleOptions>([
    { rows: 30_000 },
    { rows: 30_000, scenario: 'web' },
    { duration: '3 seconds', processes: 5, threads: 2, seed: 77 },
  ])('make the same chunks, byte for byte: %o', (options) => {
    expect(digest(options)).toBe(digest(options))
  })

  it('make the same rows on every machine and in every version', () => {
    expect({
      game: digest({ duration: '3 seconds' }),
      web: digest({ duration: '3 seconds', scenario: 'web' }),
    }).toMatchInlineSnapshot(`
      {
        "game": "e15453c09e68af93bc10b115f57387d34edaa39b1a71a8dbfa211ce4a563a568",
        "web": "660ce2ee4ebe25ff34a32e1bae8c35cf8a65daccfa8ef59d2a0663892c49dfbf",
      }
    `)
  })

  it('make the same rows at any present if the begin is set', () => {
    const options: SampleOptions = { begin: '2026-01-01T00:00:00Z', rows: 2_000 }
    expect(digest(options, '2030-01-01T00:00:00Z')).toBe(digest(options))
  })

  it('make other ids and other durations with another seed', () => {
    const [one, two] = [1, 2].map((seed) => collect({ seed, duration: '1 second' }))
    const ids = new Set(one?.rows('blocks').flatMap((row) => [row.block_id, row.stream_id, row.process_id]))
    expect(
      two?.rows('blocks').filter((row) => [row.block_id, row.stream_id, row.process_id].some((id) => ids.has(id))),
    ).toEqual([])
    const durations = (all: typeof one) => all?.rows('thread_spans').map(({ duration }) => duration)
    expect(durations(one)).not.toEqual(durations(two))
  })

  it('share no ids between scenarios', () => {
    const [game, web] = (['game', 'web'] as const).map((scenario) => collect({ scenario, duration: '1 second' }))
    const ids = new Set(game?.rows('blocks').flatMap((row) => [row.block_id, row.stream_id, row.process_id]))
    expect(
      web?.rows('blocks').filter((row) => [row.block_id, row.stream_id, row.process_id].some((id) => ids.has(id))),
    ).toEqual([])
  })
})

describe('rows', () => {
  it('have every declared column, with values of its type', () => {
    fc.assert(
      fc.property(anyOptions, (options) => {
        const collected = collect(options)
        for (const { name, columns } of Object.values(builtinViewSets)) {
          const declared = Object.entries(columns).map(
            ([column, { declaration }]) => [propertyName(column), declaration] as const,
          )
          const names = declared.map(([column]) => column)
          for (const row of collected.rows(name)) {
            if (Object.keys(row).join() !== names.join()) expect(Object.keys(row)).toEqual(names)
            for (const [column, { type, nullable }] of declared) {
              const value: unknown = row[column as keyof typeof row]
              const isRight = value === null ? nullable : accepts(type, value)
              if (!isRight) expect.fail(`${name}.${column} is ${String(value)}`)
            }
          }
        }
      }),
      { numRuns: 20 },
    )
  })

  it('are in chunks that are neither empty nor too long', () => {
    for (const options of [{ rows: 100_000 }, { rows: 100_000, scenario: 'web' as const, threads: 30 }]) {
      const sizes = collect(options).chunks.map(([, size]) => size)
      expect(Math.min(...sizes)).toBeGreaterThan(0)
      expect(Math.max(...sizes)).toBeLessThanOrEqual(MAXIMUM_CHUNK)
    }
  })

  it('can be inserted: a view set by its name, and plain objects', () => {
    const insert = (_viewSet: string, rows: readonly Readonly<Record<string, unknown>>[]) => rows.length
    for (const { viewSet, rows } of sampleTelemetry({ rows: 10 }, now)) expect(insert(viewSet, rows)).toBe(rows.length)
  })

  it('share their properties, which encoders store once', () => {
    const properties = new Set(
      collect({ duration: '5 seconds' })
        .rows('log_entries')
        .map((row) => row.properties),
    )
    expect(properties.size).toBe(2)
  })

  it('fill all view sets of the scenario: the game has no traces, the web has no view sets of the game', () => {
    const filled = (scenario: 'game' | 'web') => Object.keys(collect({ scenario }).sample.rows).sort()
    const all = Object.keys(builtinViewSets).sort()
    expect(filled('game')).toEqual(all.filter((name) => name !== 'otel_spans'))
    expect(filled('web')).toEqual(all.filter((name) => name !== 'net_spans' && name !== 'images'))
  })
})

describe('the size', () => {
  it.each(['game', 'web'] as const)('is at least one step of each process of the %s', (scenario) => {
    const { sample, rows } = collect({ scenario, rows: 10 })
    expect(sample.processes.length).toBe(3)
    expect(rows('processes').length).toBe(3)
    expect(total(sample.rows)).toBeLessThan(400)
  })

  it.each([1_000, 10_000, 100_000])('is %i rows in all, within two percent or one step', (rows) => {
    for (const scenario of ['game', 'web'] as const) {
      const made = total(collect({ scenario, rows }).sample.rows)
      expect(made).toBeGreaterThanOrEqual(rows * 0.98)
      expect(made).toBeLessThanOrEqual(rows * 1.02 + 100)
    }
  })

  it('is a duration that ends at the present, by default of ten seconds', () => {
    const { sample } = collect({})
    expect(sample.end.toString()).toBe(now)
    expect(sample.begin.toString()).toBe('2026-11-23T12:00:07.123456789Z')
  })

  it.each<[string, SampleOptions, string, string]>([
    ['begin and end', { begin: '2026-01-01T00:00:00Z', end: '2026-01-01T00:00:02Z' }, '00:00:00', '00:00:02'],
    ['begin and duration', { begin: '2026-01-01T00:00:00Z', duration: '3 seconds' }, '00:00:00', '00:00:03'],
    ['end and duration', { end: '2026-01-01T00:01:00Z', duration: '1.5 seconds' }, '00:00:58.5', '00:01:00'],
    [
      'all three, when they agree',
      { begin: '2026-01-01T00:00:00Z', end: '2026-01-01T00:00:02Z', duration: '2 seconds' },
      '00:00:00',
      '00:00:02',
    ],
  ])('is set by %s', (_, options, begin, end) => {
    const { sample } = collect({ ...options, processes: 1 })
    expect([sample.begin.toString(), sample.end.toString()]).toEqual([`2026-01-01T${begin}Z`, `2026-01-01T${end}Z`])
  })

  it('in rows keeps the end if the end is set, and the begin if the begin is set', () => {
    const end = collect({ rows: 3_000, end: '2026-01-01T00:00:00Z' }).sample
    const begin = collect({ rows: 3_000, begin: '2026-01-01T00:00:00Z' }).sample
    expect(end.end.toString()).toBe('2026-01-01T00:00:00Z')
    expect(begin.begin.toString()).toBe('2026-01-01T00:00:00Z')
    const length = ({ begin: from, end: to }: typeof end) => to.epochNanoseconds - from.epochNanoseconds
    expect(length(end)).toBe(length(begin))
  })
})

describe('the summary', () => {
  it('counts the rows, and names the processes and the threads that have spans', () => {
    fc.assert(
      fc.property(anyOptions, (options) => {
        const collected = collect(options)
        const { sample } = collected
        const counted = Object.values(builtinViewSets).map(({ name }) => [name, collected.rows(name).length] as const)
        expect(sample.rows).toEqual(Object.fromEntries(counted.filter(([, count]) => count > 0)))
        expect(new Set(sample.processes.map(({ processId }) => processId))).toEqual(
          new Set(collected.rows('processes').map(({ process_id }) => process_id)),
        )
        const threads = sample.processes.flatMap((process) => process.threads)
        expect(new Set(threads.map(({ streamId }) => streamId))).toEqual(
          new Set(collected.instances('thread_spans').keys()),
        )
        const names = new Map(
          collected.rows('streams').map(({ stream_id, properties }) => [stream_id, properties?.['thread-name']]),
        )
        for (const { streamId, name } of threads) expect(names.get(streamId)).toBe(name)
      }),
      { numRuns: 20 },
    )
  })

  it('has a time range that contains all events', () => {
    fc.assert(
      fc.property(anyOptions, (options) => {
        const collected = collect(options)
        const { begin, end } = collected.sample
        const blocks = collected.rows('blocks')
        expect(blocks.filter((row) => row.begin_time < begin || row.end_time > end)).toEqual([])
        for (const row of collected.rows('processes')) {
          expect(row.start_time && row.start_time >= begin && row.insert_time && row.insert_time <= end).toBe(true)
        }
        const latest = blocks.reduce((last, { end_time }) => (end_time > last ? end_time : last), begin)
        const rest = Number(end.epochNanoseconds - latest.epochNanoseconds)
        if (options.rows !== undefined) expect(rest).toBe(0)
        else expect(rest).toBeLessThan(700_000_000)
      }),
      { numRuns: 20 },
    )
  })
})

describe('rejects options', () => {
  it.each<[SampleOptions, RegExp]>([
    [{ scenario: 'factory' as 'game' }, /^sample: unknown scenario "factory"; supported scenarios: game, web\.$/],
    [{ size: 5 } as SampleOptions, /^sample: unknown option "size"; supported options: scenario, seed, begin, /],
    [{ seed: 1.5 }, /expected `seed` to be a whole number from 0 to 9007199254740991, got 1\.5\.$/],
    [{ seed: -1 }, /expected `seed` to be a whole number from 0 to 9007199254740991, got -1\.$/],
    [{ processes: 0 }, /expected `processes` to be a whole number from 1 to 100, got 0\.$/],
    [{ threads: 65 }, /expected `threads` to be a whole number from 1 to 64, got 65\.$/],
    [{ rows: 0 }, /expected `rows` to be .* got 0\.$/],
    [{ rows: Number.NaN }, /expected `rows` to be .* got NaN\.$/],
    [{ rows: 10, duration: '2 seconds' }, /`rows` and `duration` are both set/],
    [{ rows: 10, begin: 0n, end: 10_000_000_000n }, /`rows` is set together with both `begin` and `end`/],
    [{ begin: 0n, end: 10_000_000_000n, duration: '2 seconds' }, /contradict each other/],
    [{ begin: 10_000_000_000n, end: 0n }, /expected from one second to one day of telemetry, got -10 seconds\.$/],
    [{ duration: '0.5 seconds' }, /expected from one second to one day of telemetry, got 0\.5 seconds\.$/],
    [{ duration: '1.5 days' }, /from one second to one day/],
    [{ duration: 'soon' as '1 day' }, /"soon" is not a positive length of time/],
    [{ begin: 'yesterday' }, /"yesterday" is not an RFC 3339 time/],
  ])('%o', (options, message) => {
    expect(() => sampleTelemetry(options, now)).toThrow(
      expect.objectContaining({ code: 'invalid_argument', message: expect.stringMatching(message) }),
    )
  })
})
