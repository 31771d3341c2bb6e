/** With Node's own test runner: `node --test examples/testing-your-app/unhealthy-programs.node.ts` */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createMicromegas, LogLevel, type MicromegasKysely } from 'kysely-micromegas'
import { type EmbeddedService, startEmbedded } from 'kysely-micromegas/embedded'
import { logEntry } from './log-entry.ts'
import { unhealthyPrograms } from './unhealthy-programs.ts'

const noon = new Date('2026-11-23T12:00:00Z')
let service: EmbeddedService
let db: MicromegasKysely
before(async () => {
  service = await startEmbedded({
    data: { log_entries: [logEntry({ level: LogLevel.Error, time: noon }), logEntry({ exe: 'search' })] },
  })
  db = createMicromegas({ url: service.url, timeRange: { kind: 'unbounded' } })
})
after(async () => {
  await db.destroy()
  await service.close()
})

test('finds programs with too many errors', async () => {
  assert.deepEqual(await unhealthyPrograms(db, 0.25), [{ exe: 'shop', errors: 1n, entries: 1n }])
})
