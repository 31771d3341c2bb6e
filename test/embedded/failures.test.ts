import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EmbeddedService, startEmbedded } from '../../src/embedded/index.js'
import { createMicromegas, type MicromegasDatabase, type MicromegasKysely, unbounded } from '../../src/index.js'
import { logEntry, span, streamId } from './support/rows.js'

/** Runs until it is stopped. */
const endless = 'select count(*) from generate_series(1, 1000000000000)'
const memoryLimit = 2 ** 24

let service: EmbeddedService
let db: MicromegasKysely<MicromegasDatabase>
beforeAll(async () => {
  service = await startEmbedded({
    memoryLimit,
    data: { log_entries: [logEntry()], thread_spans: { [streamId]: [span()] } },
  })
  db = createMicromegas({ url: service.url })
})
afterAll(async () => {
  await db.destroy()
  await service.close()
})

/** Resolves with the latest query of this text, once it has ended. */
async function ended(sql: string) {
  for (;;) {
    const record = service.queries.findLast((query) => query.sql === sql)
    if (record?.outcome !== undefined) return record
    await db.client.query('select 1')
  }
}

describe('a query', () => {
  it('fails when it exceeds the memory limit, and frees its memory', async () => {
    const n = 'generate_series(1, 10000000)'
    const sql = `select count(*) from ${n} a join ${n} b on a.value = b.value`
    await expect(db.client.query(sql)).rejects.toMatchObject({ code: 'resource_exhausted' })
    expect((await service.memory()).reserved).toBe(0)
  })

  it('lets other queries run while it runs long', async () => {
    const leave = new AbortController()
    const long = db.client.query(endless, { signal: leave.signal })
    expect(await db.client.query('select 1 as one')).toEqual([{ one: 1n }])
    leave.abort()
    await expect(long).rejects.toThrow()
    expect((await ended(endless)).outcome).toBe('incomplete')
    expect((await service.memory()).reserved).toBe(0)
  })

  it('stops when its reader leaves early', async () => {
    const sql = 'select * from generate_series(1, 100000000)'
    for await (const rows of db.client.chunks(sql)) {
      expect(rows.length).toBeGreaterThan(0)
      break
    }
    expect((await ended(sql)).outcome).toBe('incomplete')
  })

  it('ends after the timeout of its caller', async () => {
    await expect(db.client.query(endless, { timeout: 50 })).rejects.toMatchObject({ code: 'deadline_exceeded' })
  })

  it('waits for a slow reader', async () => {
    const sql = 'select * from generate_series(1, 50000000)'
    const batches = db.client.batches(sql)
    await batches.next()
    // In as many turns the whole result would have arrived.
    for (let turn = 0; turn < 20; turn++) await db.client.query('select 1')
    expect(service.queries.findLast((query) => query.sql === sql)?.outcome).toBeUndefined()
    await batches[Symbol.asyncDispose]()
    expect((await ended(sql)).outcome).toBe('incomplete')
  })
})

it('when the engine breaks, the queries in flight fail, and the next one finds a new engine with the same rows', async () => {
  const beside = db.client.query(endless)
  await db.client.query('select 1')
  const breaking = db.client.query(`select ${'1+'.repeat(30_000)}1`)
  await expect(breaking).rejects.toMatchObject({
    code: 'internal',
    message: expect.stringContaining('The query is nested too deeply.'),
    queryId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
  await expect(beside).rejects.toMatchObject({ code: 'internal' })
  const messages = db.selectFrom('log_entries').select('msg').$call(unbounded)
  expect(await messages.execute()).toEqual([{ msg: 'a message' }])
  await service.insert('log_entries', [logEntry({ msg: 'after' })])
  expect(await messages.execute()).toEqual([{ msg: 'a message' }, { msg: 'after' }])
  const partitions = "select view_instance_id, num_rows from list_partitions() where view_set_name = 'thread_spans'"
  expect(await db.client.query(partitions)).toEqual([{ view_instance_id: streamId, num_rows: 1n }])
})
