import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createMicromegas, type MicromegasDatabase, MicromegasError, type MicromegasKysely } from '../../src/index.js'
import { auditOf } from './support/audit.js'

const { url } = inject('service')
const observer = createMicromegas({ url })
afterAll(() => observer.destroy())
// The first query of a process loads gRPC and apache-arrow: those below are to be on their way when they are ended.
beforeAll(() => observer.client.query('select 1'))

/** Record batches without end. */
const endlessText = 'select value from generate_series(1, 100000000000)'
const endless = sql<{ value: bigint }>`${sql.raw(endlessText)}`
/** Minutes of work before the first record batch. */
const silentText = 'select count(*) as n from generate_series(1, 100000000000) as t(value) where value % 7 = 3'
const silent = sql<{ n: bigint }>`${sql.raw(silentText)}`

/** A query without rows yet has no event: long enough for it to arrive, and a small part of what it takes. */
const untilTheServiceWorks = () => sleep(1_000)

type Handle = MicromegasKysely<MicromegasDatabase>

const stream = (db: Handle, signal?: AbortSignal) =>
  db
    .selectFrom(sql<{ value: bigint }>`(${endless})`.as('t'))
    .selectAll()
    .stream({ chunkSize: 100, ...(signal === undefined ? {} : { signal }) })

/** Runs a part of a program that has to fail, and returns its error. */
const failureOf = (program: Promise<unknown>): Promise<unknown> =>
  program.then(
    () => undefined,
    (error: unknown) => error,
  )

/** Each leaves one query early, in its own way. */
const ways: Record<string, (db: Handle) => Promise<void>> = {
  'break out of the loop': async (db) => {
    for await (const _ of stream(db)) break
  },
  'throw in the loop': async (db) => {
    const loop = async () => {
      for await (const _ of stream(db)) throw new Error('mine')
    }
    expect(await failureOf(loop())).toMatchObject({ message: 'mine' })
  },
  'return from the loop': async (db) => {
    const first = async () => {
      for await (const { value } of stream(db)) return value
      return undefined
    }
    expect(await first()).toBe(1n)
  },
  'abort before the first batch, of execute': async (db) => {
    const controller = new AbortController()
    const failure = failureOf(silent.execute(db, { signal: controller.signal }))
    await untilTheServiceWorks()
    controller.abort(new Error('mine'))
    expect(await failure).toMatchObject({ message: 'mine' })
  },
  'abort before the first batch, of stream': async (db) => {
    const controller = new AbortController()
    const loop = async () => {
      for await (const _ of db
        .selectFrom(sql<{ n: bigint }>`(${silent})`.as('t'))
        .selectAll()
        .stream({ chunkSize: 1, signal: controller.signal }));
    }
    const failure = failureOf(loop())
    await untilTheServiceWorks()
    controller.abort(new Error('mine'))
    expect(await failure).toMatchObject({ message: 'mine' })
  },
  'abort during the first batch': async (db) => {
    const controller = new AbortController()
    let rows = 0
    const loop = async () => {
      for await (const _ of stream(db, controller.signal)) if (++rows === 10) controller.abort(new Error('mine'))
    }
    expect(await failureOf(loop())).toMatchObject({ message: 'mine' })
  },
  'abort after the first batch': async (db) => {
    const controller = new AbortController()
    const loop = async () => {
      for await (const { value } of stream(db, controller.signal)) {
        if (value === 20_000n) controller.abort(new Error('mine'))
      }
    }
    expect(await failureOf(loop())).toMatchObject({ message: 'mine' })
  },
  'abort while rows are collected': async (db) => {
    const controller = new AbortController()
    const failure = failureOf(endless.execute(db, { signal: controller.signal }))
    await untilTheServiceWorks()
    controller.abort(new Error('mine'))
    expect(await failure).toMatchObject({ message: 'mine' })
  },
  "Kysely's own cancellation": async (db) => {
    const controller = new AbortController()
    const failure = failureOf(
      silent.execute(db, { signal: controller.signal, inflightQueryAbortStrategy: 'cancel query' }),
    )
    await untilTheServiceWorks()
    controller.abort(new Error('mine'))
    expect(await failure).toMatchObject({ message: 'mine' })
  },
  'the timeout before the first batch': async (db) => {
    const failure = await failureOf(db.client.query(silentText, { timeout: 300 }))
    expect(failure).toBeInstanceOf(MicromegasError)
    expect(failure).toMatchObject({ code: 'deadline_exceeded' })
  },
  'the timeout between batches, while the reader takes its time': async (db) => {
    const batches = db.client.batches(endlessText, { timeout: 1_500 })
    await batches.next()
    await sleep(1_700)
    expect(await failureOf(batches.next())).toMatchObject({ code: 'deadline_exceeded' })
  },
  'leaving the record batches': async (db) => {
    for await (const _ of db.client.batches(endlessText)) break
  },
  'leaving the chunks of rows': async (db) => {
    for await (const _ of db.client.chunks(endlessText)) break
  },
  'destroy() before the first batch': async (db) => {
    const failure = failureOf(silent.execute(db))
    await untilTheServiceWorks()
    await db.destroy()
    expect(await failure).toMatchObject({ code: 'cancelled' })
  },
  'destroy() between batches': async (db) => {
    const batches = db.client.batches(endlessText)
    await batches.next()
    await db.destroy()
    expect(await failureOf(batches.next())).toMatchObject({ code: 'cancelled' })
  },
}

describe('the service ends a query and records it as incomplete after', () => {
  it.concurrent.each(Object.keys(ways))('%s', async (way) => {
    const session = randomUUID()
    const db = createMicromegas({ url, clientSession: session })
    await ways[way]?.(db)
    const records = await auditOf(observer, session, 1)
    expect(records.map(({ status }) => status)).toEqual(['incomplete'])
    await db.destroy()
  })
})

it('a slow reader makes the service wait, but no other query', async () => {
  const session = randomUUID()
  const slow = createMicromegas({ url, clientSession: session })
  for await (const _ of slow.client.batches(endlessText)) {
    // Far more than the service could have sent meanwhile: had nothing held it, it would be somewhere behind.
    await observer.client.table('select value from generate_series(1, 30000000)')
    break
  }
  const [record] = await auditOf(observer, session, 1)
  expect(record?.status).toBe('incomplete')
  // 8 bytes a row: less than 80 MB, most of it in buffers of the operating system and of HTTP/2.
  expect(record?.output_rows).toBeLessThan(10_000_000)
  await slow.destroy()
})

it('a query that completes is recorded as ok, with its caller', async () => {
  const session = randomUUID()
  const user = { id: 'zoë', email: 'zoë@example.com', name: 'Zoë 100%' }
  const db = createMicromegas({ url, clientSession: session, clientEntrypoint: 'a test', clientAgent: 'vitest', user })
  await sql`select 1 as one`.execute(db)
  const [record] = await auditOf(observer, session, 1)
  expect(record).toMatchObject({
    status: 'ok',
    client: 'typescript',
    agent: 'vitest',
    entrypoint: 'a test',
    email: user.email,
    name: user.name,
  })
  await db.destroy()
})
