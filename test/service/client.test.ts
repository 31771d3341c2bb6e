import { CompiledQuery, Kysely, sql } from 'kysely'
import { afterAll, describe, expect, inject, it } from 'vitest'
import {
  admin,
  createMicromegas,
  during,
  FlightSqlConnection,
  functions,
  MicromegasClient,
  type MicromegasDatabase,
  MicromegasDialect,
  parseBlock,
  Timestamp,
  viewInstance,
} from '../../src/index.js'

const { url, authUrl, token, adminToken, range, processes } = inject('service')
const { threadStreamId, processId } = processes.generator
const timeRange = during(range.begin, range.end)
const db = createMicromegas({ url, timeRange })
afterAll(() => db.destroy())

const spans = db.selectFrom(viewInstance('thread_spans', threadStreamId)).select(['id', 'name']).orderBy('id')

describe('the client', () => {
  it('takes builder queries, compiled ones and SQL text', async () => {
    const query = spans.limit(2)
    const rows = await query.execute()
    expect(await db.client.query(query)).toEqual(rows)
    expect(await db.client.query(query.compile())).toEqual(rows)
    expect(await db.client.query(query.compile().sql)).toEqual(rows)
  })

  it('returns the same rows one by one, in chunks, as batches and as a table', async () => {
    const query = spans.limit(20_000)
    const rows = await db.client.query(query)
    expect(rows).toHaveLength(20_000)
    const streamed: unknown[] = []
    for await (const row of db.client.stream(query)) streamed.push(row)
    expect(streamed).toEqual(rows)
    const fromKysely: unknown[] = []
    for await (const row of query.stream()) fromKysely.push(row)
    expect(fromKysely).toEqual(rows)
    const chunks: unknown[][] = []
    for await (const chunk of db.client.chunks(query)) chunks.push(chunk)
    expect(chunks.length).toBeGreaterThan(1)
    expect(chunks.flat()).toEqual(rows)
    const stream = db.client.batches(query)
    let count = 0
    for await (const batch of stream) count += batch.numRows
    expect(count).toBe(20_000)
    expect(stream.stats).toMatchObject({ rows: 20_000, batches: chunks.length })
    const table = await db.client.table(query)
    expect(table.numRows).toBe(20_000)
    expect(table.getChild('id')?.get(0)).toBe(rows[0]?.id)
  })

  it('returns the schema of a result without rows', async () => {
    const table = await db.client.table(spans.where('depth', '=', 1_000_000))
    expect(table.numRows).toBe(0)
    expect(table.schema.fields.map(({ name }) => name)).toEqual(['id', 'name'])
    expect(await db.client.query('select 1 as a where false')).toEqual([])
  })

  it('takes a time range for SQL text', async () => {
    await using client = new MicromegasClient({ url })
    const text = 'select count(*) as n from log_entries'
    const [inRange] = await client.query<{ n: bigint }>(text, { timeRange })
    expect(inRange?.n).toBeGreaterThan(0n)
    const [before] = await client.query<{ n: bigint }>(text, { timeRange: during(0n, 1n) })
    expect(before?.n).toBe(0n)
  })

  it('fails for more rows than maxRows instead of cutting the result', async () => {
    await expect(db.client.query(spans, { maxRows: 10 })).rejects.toMatchObject({ code: 'row_limit' })
    expect(await db.client.query(spans.limit(10), { maxRows: 10 })).toHaveLength(10)
    expect(await db.client.query(`explain ${spans.compile().sql}`, { maxRows: 10 })).not.toHaveLength(0)
  })

  it('rejects a result with two columns of one name', async () => {
    await expect(db.client.query('select 1 as a, 2 as a from processes as p, processes as q')).rejects.toMatchObject({
      code: expect.stringMatching(/invalid_(?:argument|query)/),
    })
    await expect(
      db.client.query('select p.exe, q.exe from processes as p cross join processes as q'),
    ).rejects.toMatchObject({ code: 'invalid_argument', help: expect.stringContaining('alias') })
  })

  it('rejects a query with parameters, compiled by another dialect', async () => {
    await expect(db.client.query(CompiledQuery.raw('select $1', [1]))).rejects.toMatchObject({ code: 'unsupported' })
    await expect(db.executeQuery(CompiledQuery.raw('select $1', [1]))).rejects.toMatchObject({ code: 'unsupported' })
  })

  it('reads rows without columns', async () => {
    const table = await db.client.table('select count(*) from processes')
    expect(table.numRows).toBe(1)
  })
})

describe('value types', () => {
  it('are those of the options, in rows and in conditions', async () => {
    await using plain = createMicromegas({ url, timeRange, types: { int64: 'number', timestamp: 'date' } })
    const query = plain.selectFrom(viewInstance('thread_spans', threadStreamId)).select(['duration', 'begin']).limit(1)
    const row = await query.where('duration', '>', 0).executeTakeFirstOrThrow()
    expect(row.duration).toBeTypeOf('number')
    expect(row.begin).toBeInstanceOf(Date)
    expect(await query.where('begin', '=', row.begin).execute()).not.toHaveLength(0)
    const exact = await db.selectFrom('log_entries').select('time').limit(1).executeTakeFirstOrThrow()
    expect(exact.time).toBeInstanceOf(Timestamp)
  })
})

describe('a dialect', () => {
  it('works with a plain Kysely', async () => {
    const kysely = new Kysely<MicromegasDatabase>({ dialect: new MicromegasDialect({ url, timeRange }) })
    const rows = await kysely.selectFrom('processes').select('exe').where('process_id', '=', processId).execute()
    expect(rows).toHaveLength(1)
    await expect(kysely.transaction().execute(async () => {})).rejects.toMatchObject({ code: 'unsupported' })
    await kysely.destroy()
  })

  it('shares a connection without closing it', async () => {
    const connection = new FlightSqlConnection({ url, timeRange })
    const first = new Kysely<MicromegasDatabase>({ dialect: new MicromegasDialect({ connection }) })
    await first.selectFrom('processes').select('exe').execute()
    await first.destroy()
    const second = new Kysely<MicromegasDatabase>({ dialect: new MicromegasDialect({ connection }) })
    expect(await second.selectFrom('processes').select('exe').execute()).not.toHaveLength(0)
    await connection.close()
  })
})

describe('administration', () => {
  it('lists rules and definitions', async () => {
    expect(await db.selectFrom(admin.listQueryDenials()).selectAll().execute()).toEqual([])
    const definitions = await db
      .selectFrom(admin.listViewSetDefinitions())
      .select(['view_set_name', 'source'])
      .execute()
    expect(definitions).toContainEqual({ view_set_name: 'log_stats', source: expect.any(String) })
  })

  it('reports progress as rows', async () => {
    const rows = await db
      .selectFrom(admin.materializePartitions('blocks', '2020-01-01T00:00:00Z', '2020-01-01T00:01:00Z', 60))
      .selectAll()
      .execute()
    for (const row of rows) expect(row).toEqual({ time: expect.any(Timestamp), msg: expect.any(String) })
  })

  it('reads the objects of a block', async () => {
    const block = await db
      .selectFrom('blocks')
      .select('block_id')
      .where('process_id', '=', processId)
      .where((eb) => functions(eb).arrayHas('streams_tags', 'log'), '=', true)
      .limit(1)
      .executeTakeFirstOrThrow()
    const [object] = await db.selectFrom(parseBlock(block.block_id)).selectAll().limit(1).execute()
    expect(object).toMatchObject({
      object_index: expect.any(BigInt),
      type_name: expect.any(String),
      value: expect.any(Object),
    })
  })

  it('is denied to everyone but administrators', async () => {
    await using reader = createMicromegas({ url: authUrl, auth: token })
    await using administrator = createMicromegas({ url: authUrl, auth: () => ({ getToken: async () => adminToken }) })
    await expect(reader.selectFrom(admin.listQueryDenials()).selectAll().execute()).rejects.toMatchObject({
      code: expect.stringMatching(/invalid_query|not_found/),
    })
    expect(await administrator.selectFrom(admin.listQueryDenials()).selectAll().execute()).toEqual([])
  })
})

it('plain SQL gets its literals from the same writer', async () => {
  const value = "it's \\ 😀"
  const { rows } = await sql<{ v: string }>`select ${value} as v, ${[1, 2]} as l`.execute(db)
  expect(rows).toEqual([{ v: value, l: [1n, 2n] }])
})
