/** With vitest: one service for the file, cleared before each test. */
import { createMicromegas, during, LogLevel, last, type MicromegasKysely, Timestamp } from 'kysely-micromegas'
import { type EmbeddedService, startEmbedded } from 'kysely-micromegas/embedded'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { logEntry } from './log-entry.ts'
import { unhealthyPrograms } from './unhealthy-programs.ts'

let service: EmbeddedService
beforeAll(async () => {
  service = await startEmbedded()
})
beforeEach(() => service.clear())
afterEach(() => vi.useRealTimers())
afterAll(() => service.close())

it('finds programs with too many errors', async () => {
  await service.insert('log_entries', [
    logEntry({ exe: 'shop', level: LogLevel.Error }),
    logEntry({ exe: 'shop' }),
    logEntry({ exe: 'search' }),
  ])
  await using db = createMicromegas({
    url: service.url,
    timeRange: during('2026-11-23T00:00:00Z', '2026-11-24T00:00:00Z').range,
  })
  // Bigints and instants are plain values to `toEqual`.
  expect(await unhealthyPrograms(db, 0.25)).toEqual([{ exe: 'shop', errors: 1n, entries: 2n }])
  expect(await unhealthyPrograms(db, 0.5)).toEqual([])
})

it('looks at the last hour, by a clock of its own', async () => {
  vi.useFakeTimers({ now: new Date('2026-11-23T12:30:00Z'), toFake: ['Date'] })
  await service.insert('log_entries', [
    logEntry({ exe: 'shop', level: LogLevel.Fatal, time: '2026-11-23T11:29:59.999999999Z' }),
    logEntry({ exe: 'search', level: LogLevel.Fatal, time: Timestamp.from('2026-11-23T11:30:00Z') }),
  ])
  await using db = createMicromegas({ url: service.url, timeRange: last('1 hour') })
  expect(await unhealthyPrograms(db, 0)).toMatchObject([{ exe: 'search' }])
  expect(service.queries.at(-1)).toMatchObject({ outcome: 'ok', entrypoint: 'script' })
})

it('passes failures on', async () => {
  const db: MicromegasKysely = createMicromegas({ url: service.url })
  await using _ = db
  // Neither the query nor the handle says for which time.
  await expect(unhealthyPrograms(db, 0)).rejects.toMatchObject({ code: 'time_range_required' })
})
