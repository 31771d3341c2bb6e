import { sql } from 'kysely'
import { afterAll, describe, expect, inject, it } from 'vitest'
import type { ConnectionConfig } from '../../src/driver/config/config.js'
import {
  createMicromegas,
  during,
  last,
  MicromegasError,
  type MicromegasErrorCode,
  viewInstance,
} from '../../src/index.js'

const { url, authUrl, limitedUrl, token, adminToken, controlUrl, processes } = inject('service')
const db = createMicromegas({ url })
afterAll(() => db.destroy())

async function errorOf(program: Promise<unknown>): Promise<MicromegasError> {
  const error = await program.then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(error).toBeInstanceOf(MicromegasError)
  return error as MicromegasError
}

async function errorAt(config: Pick<ConnectionConfig, 'url' | 'auth' | 'retry'>): Promise<MicromegasError> {
  const there = createMicromegas(config)
  try {
    return await errorOf(there.client.query('select 1 as one'))
  } finally {
    await there.destroy()
  }
}

/** A word that stands in statements and tokens, and in no error. */
const secret = 'hunter2'

describe('an error', () => {
  it('has its own code for each failure that a new user meets first', async () => {
    const refused = await errorAt({ url: 'grpc://127.0.0.1:1', retry: false })
    const wrongPort = await errorAt({ url: controlUrl })
    const wrongToken = await errorAt({ url: authUrl, auth: secret })
    const syntax = await errorOf(db.client.query('selec 1'))
    const unknownTable = await errorOf(db.client.query('select * from nope'))
    const codes = [refused, wrongPort, wrongToken, syntax, unknownTable].map(({ code }) => code)
    expect(codes).toEqual(['unavailable', 'protocol', 'unauthenticated', 'invalid_query', 'not_found'])
  })

  it('tells a missing token from an unknown one and from one without the rights of an administrator', async () => {
    expect(await errorAt({ url: authUrl })).toMatchObject({
      code: 'unauthenticated',
      help: expect.stringContaining('auth'),
    })
    const reader = createMicromegas({ url: authUrl, auth: token })
    expect(await reader.client.query('select 1 as one')).toEqual([{ one: 1n }])
    const denied = await errorOf(reader.client.query("select * from deny_queries('false', 'no reason')"))
    expect(denied).toMatchObject({ code: 'invalid_query', help: expect.stringContaining('administrators only') })
    await reader.destroy()
    const admin = createMicromegas({ url: authUrl, auth: () => ({ getToken: () => `Bearer ${adminToken}` }) })
    expect(await admin.client.query('select count(*) as n from list_query_denials()')).toHaveLength(1)
    await admin.destroy()
  })

  it.each<[MicromegasErrorCode, string, number, number]>([
    ['invalid_query', 'select *\nfrom processes\nwhere exe = 1 2', 3, 15],
    ['invalid_query', 'select nope from processes', 1, 8],
    ['invalid_query', 'select\n  nope(1)', 2, 3],
    ['not_found', 'select 1\nfrom nope', 2, 6],
    ['invalid_query', "select 'unterminated", 1, 8],
    ['invalid_query', `select 1 from processes where exe = '${secret}' '${secret}'`, 1, 47],
  ])('%s points into the statement that was sent: %s', async (code, text, line, column) => {
    const error = await errorOf(db.client.query(text))
    expect(error).toMatchObject({ code, line, column, sql: text, stage: 'error building dataframe' })
    expect(error.queryId).toMatch(/^[0-9a-f-]{36}$/)
    expect(error.message).not.toContain(text)
    expect(`${error} ${JSON.stringify(error)}`).not.toContain(secret)
  })

  it('points into the statement that the builder wrote', async () => {
    const query = db
      .selectFrom('log_entries')
      .select(['msg', sql`nope(1)`.as('n')])
      .$call(during(last('1 minute')))
    const error = await errorOf(query.execute())
    expect(error.sql).toBe(query.compile().sql)
    expect(error.sql?.slice((error.column ?? 0) - 1)).toMatch(/^nope\(1\)/)
  })

  it.each<[MicromegasErrorCode, string]>([
    ['invalid_query', ''],
    ['invalid_query', 'select count(*), exe from processes'],
    ['invalid_query', "select cast('a' as int)"],
    ['invalid_query', 'select 1/0'],
    ['unsupported', 'select 1; select 2'],
    ['not_found', "select * from view_instance('nope', 'global')"],
    ['not_found', "select * from view_instance('log_entries', '00000000-0000-0000-0000-000000000001')"],
    ['not_found', "select * from process_spans('00000000-0000-0000-0000-000000000001', 'async')"],
    ['invalid_query', "select * from view_instance('log_entries', 'no uuid')"],
    ['invalid_query', 'select $1'],
    ['time_range_required', `select * from view_instance('thread_spans', '${processes.generator.threadStreamId}')`],
  ])('is %s for: %s', async (code, text) => {
    expect(await errorOf(db.client.query(text))).toMatchObject({ code, retryable: false })
  })

  it('is resource_exhausted for a query that needs more memory than the service grants', async () => {
    const limited = createMicromegas({ url: limitedUrl })
    const join = 'select * from generate_series(1, 1000000) a join generate_series(1, 1000000) b on a.value = b.value'
    const error = await errorOf(limited.client.query(join))
    expect(error).toMatchObject({ code: 'resource_exhausted', help: expect.stringContaining('Narrow') })
    expect(error.message).not.toMatch(/%[0-9A-F]{2}/)
    await limited.destroy()
  })

  it('is row_limit for more rows than maxRows, of which the service is asked for just one more', async () => {
    const series = 'select value from generate_series(1, 100000000000)'
    expect(await errorOf(db.client.query(series, { maxRows: 10 }))).toMatchObject({ code: 'row_limit' })
    expect(await db.client.query('select value from generate_series(1, 10)', { maxRows: 10 })).toHaveLength(10)
    expect(await db.client.query('explain select 1', { maxRows: 10 })).toHaveLength(2)
  })

  it('is thrown before anything is sent where the client can tell', async () => {
    const spans = db.selectFrom(viewInstance('thread_spans', processes.generator.threadStreamId)).select('name')
    const nowhere = createMicromegas({ url: 'grpc://127.0.0.1:1' })
    expect(await errorOf(nowhere.executeQuery(spans.compile()))).toMatchObject({
      code: 'time_range_required',
      message: expect.stringContaining('thread_spans'),
    })
    await nowhere.destroy()
  })
})

describe('the stack of an error names the line of the program', () => {
  const text = 'select * from nope'
  const broken = db
    .selectFrom('log_entries')
    .select(sql`nope(1)`.as('n'))
    .$call(during(last('1 minute')))

  const programs: Record<string, () => Promise<unknown>> = {
    'a query of the builder': async function theProgram() {
      return await broken.execute()
    },
    'the first row of a query': async function theProgram() {
      return await broken.executeTakeFirstOrThrow()
    },
    'a query that is streamed': async function theProgram() {
      for await (const _ of broken.stream());
    },
    'plain SQL on the handle': async function theProgram() {
      return await sql.raw(text).execute(db)
    },
    'plain SQL of the client': async function theProgram() {
      return await db.client.query(text)
    },
    'rows that the client streams': async function theProgram() {
      for await (const _ of db.client.stream(text));
    },
    'chunks of rows': async function theProgram() {
      for await (const _ of db.client.chunks(text));
    },
    'record batches': async function theProgram() {
      for await (const _ of db.client.batches(text));
    },
    'a table': async function theProgram() {
      return await db.client.table(text)
    },
  }

  it.each(Object.keys(programs))('%s', async (name) => {
    const error = await errorOf((programs[name] as () => Promise<unknown>)())
    expect(error.stack).toMatch(/at (?:async )?(?:Object\.)?theProgram .*driver-errors\.test\.ts:\d+:\d+/)
  })
})
