import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EmbeddedService, startEmbedded } from '../../src/embedded/index.js'
import { createMicromegas, type MicromegasDatabase, type MicromegasKysely, unbounded } from '../../src/index.js'
import { logEntry, span, streamId } from './support/rows.js'

/** Runs until somebody stops it. */
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

/** The latest query of this text, once it has come to its end. */
async function ended(sql: string) {
  for (;;) {
    const record = service.queries.findLast((query) => query.sql === sql)
    if (record?.outcome !== undefined) return record
    await db.client.query('select 1')
  }
}

describe('a query', () => {
  it('that needs more memory than there is fails, and gives it back', async () => {
    const n = 'generate_series(1, 10000000)'
    const sql = `select count(*) from ${n} a join ${n} b on a.value = b.value`
    await expect(db.client.query(sql)).rejects.toMatchObject({ code: 'resource_exhausted' })
    expect((await service.memory()).reserved).toBe(0)
  })

  it('that runs long leaves others their turns', async () => {
    const leave = new AbortController()
    const long = db.client.query(endless, { signal: leave.signal })
    expect(await db.client.query('select 1 as one')).toEqual([{ one: 1n }])
    leave.abort()
    await expect(long).rejects.toThrow()
    expect((await ended(endless)).outcome).toBe('incomplete')
    expect((await service.memory()).reserved).toBe(0)
  })

  it('whose reader leaves early is stopped', async () => {
    const sql = 'select * from generate_series(1, 100000000)'
    for await (const rows of db.client.chunks(sql)) {
      expect(rows.length).toBeGreaterThan(0)
      break
    }
    expect((await ended(sql)).outcome).toBe('incomplete')
  })

  it('ends with the timeout of its caller', async () => {
    await expect(db.client.query(endless, { timeout: 50 })).rejects.toMatchObject({ code: 'deadline_exceeded' })
  })

  it('whose reader is slow makes the engine wait', async () => {
    const sql = 'select * from generate_series(1, 50000000)'
    const batches = db.client.batches(sql)
    await batches.next()
    // As many turns as would have brought all of it.
    for (let turn = 0; turn < 20; turn++) await db.client.query('select 1')
    expect(service.queries.findLast((query) => query.sql === sql)?.outcome).toBeUndefined()
    await batches[Symbol.asyncDispose]()
    expect((await ended(sql)).outcome).toBe('incomplete')
  })
})

it('an engine that breaks fails what is in flight; the next query finds a fresh one with the same rows', async () => {
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
