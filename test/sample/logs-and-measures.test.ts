import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LogLevel } from '../../src/views/log-level.js'
import { anyOptions } from './arbitraries.js'
import { collect } from './collect.js'

const minute = 60_000_000_000n

describe('log_stats', () => {
  it('counts the entries per minute, process, level and target, once each', () => {
    fc.assert(
      fc.property(anyOptions, (options) => {
        const collected = collect({ ...options, ...(options.duration !== undefined && { duration: '70 seconds' }) })
        const counts = new Map<string, bigint>()
        for (const { time, process_id, level, target } of collected.rows('log_entries')) {
          const bin = time.epochNanoseconds - (time.epochNanoseconds % minute)
          const key = [bin, process_id, level, target].join()
          counts.set(key, (counts.get(key) ?? 0n) + 1n)
        }
        const rows = collected.rows('log_stats')
        const stated = new Map(
          rows.map((row) => [
            [row.time_bin?.epochNanoseconds, row.process_id, row.level, row.target].join(),
            row.count ?? 0n,
          ]),
        )
        expect(stated).toEqual(counts)
        expect(stated.size).toBe(rows.length)
      }),
      { numRuns: 6 },
    )
  })
})

describe.each(['game', 'web'] as const)('logs of the %s', (scenario) => {
  const entries = collect({ scenario }).rows('log_entries')
  const share = (...levels: readonly LogLevel[]) =>
    entries.filter(({ level }) => levels.includes(level)).length / entries.length

  it('have all levels within ten seconds, mostly harmless ones', () => {
    expect(new Set(entries.map(({ level }) => level))).toEqual(new Set(Object.values(LogLevel)))
    expect(share(LogLevel.Info, LogLevel.Debug)).toBeGreaterThan(0.5)
    expect(share(LogLevel.Error, LogLevel.Fatal)).toBeLessThan(0.05)
  })

  it('have several targets, and texts with numbers', () => {
    expect(new Set(entries.map(({ target }) => target)).size).toBeGreaterThanOrEqual(4)
    expect(entries.filter(({ msg }) => /\d/.test(msg)).length).toBe(entries.length)
    expect(entries.filter(({ msg }) => /undefined|NaN|null/.test(msg))).toEqual([])
    expect(entries.some(({ properties }) => Object.keys(properties).length > 0)).toBe(true)
  })
})

describe('measures', () => {
  it('are not negative, and each metric has one unit', () => {
    for (const scenario of ['game', 'web'] as const) {
      const rows = collect({ scenario }).rows('measures')
      expect(rows.filter(({ value }) => value < 0)).toEqual([])
      const units = Map.groupBy(rows, ({ name }) => name)
      const unitsByName = [...units].map(([name, of]) => [name, [...new Set(of.map(({ unit }) => unit))].join()])
      expect(Object.fromEntries(unitsByName)).toMatchSnapshot()
    }
  })
})

describe('images', () => {
  it('are bitmaps of the stated size', () => {
    const images = collect({ duration: '20 seconds' }).rows('images')
    expect(images.length).toBeGreaterThan(0)
    for (const { data, payload_size, format } of images) {
      expect(format).toBe('bmp')
      expect(BigInt(data.length)).toBe(payload_size)
      expect(Buffer.from(data).toString('latin1', 0, 2)).toBe('BM')
      expect(Buffer.from(data).readUInt32LE(2)).toBe(data.length)
    }
  })
})
