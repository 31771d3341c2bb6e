import { type Kysely, sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import {
  createMicromegas,
  defineViewSets,
  during,
  FlightSqlConnection,
  last,
  MicromegasClient,
  MicromegasDialect,
} from '../../src/index.js'

const url = 'grpc://127.0.0.1:1'
const invalid = expect.objectContaining({ code: 'invalid_argument' })

describe('the handle', () => {
  it('has no writes and no transactions, not even at run time', () => {
    const handle = createMicromegas({ url }) as unknown as Partial<Kysely<unknown>>
    for (const name of [
      'insertInto',
      'updateTable',
      'deleteFrom',
      'mergeInto',
      'replaceInto',
      'schema',
      'transaction',
    ] as const) {
      expect(handle[name], name).toBeUndefined()
    }
  })

  it('keeps its client when plugins and schemas are added', () => {
    const db = createMicromegas({ url })
    expect(db.withPlugin(during(last('1 hour')).plugin).client).toBe(db.client)
    expect(db.withSchema('public').withoutPlugins().client).toBe(db.client)
    expect(db.client.kysely()).toBe(db)
  })

  it('sends nothing when it is created, nor when it is closed unused', async () => {
    await using db = createMicromegas({ url })
    expect(db.selectFrom('processes').select('exe').compile().sql).toBe('select "exe" from "processes"')
  })

  it('rejects a query without a time range before anything is sent, and says what to add', async () => {
    await using db = createMicromegas({ url })
    const error: unknown = await db
      .selectFrom('log_entries')
      .select('msg')
      .execute()
      .catch((reason) => reason)
    expect(error).toMatchObject({ code: 'time_range_required', help: expect.stringContaining('during(last(') })
  })

  it('rejects queries after it was closed', async () => {
    const db = createMicromegas({ url, timeRange: last('1 hour') })
    await db.destroy()
    await expect(db.selectFrom('log_entries').select('msg').execute()).rejects.toMatchObject({ code: 'cancelled' })
    await expect(sql`select 1`.execute(db)).rejects.toMatchObject({ code: 'cancelled' })
  })
})

describe('a configuration is rejected', () => {
  it.each<[string, () => unknown]>([
    ['for an unknown option', () => createMicromegas({ url, nonsense: 1 } as never)],
    ['for a misspelled type option', () => createMicromegas({ url, types: { int: 'number' } } as never)],
    ['for a type option without meaning', () => new MicromegasClient({ url, types: { int64: 'float' } } as never)],
    ['for view sets that defineViewSets did not make', () => createMicromegas({ url, viewSets: {} } as never)],
    ['for a url of another protocol', () => createMicromegas({ url: 'postgres://localhost' })],
    ['for a url with a path', () => createMicromegas({ url: 'grpc://localhost/lake' })],
    [
      'for a token over plaintext to another host',
      () => createMicromegas({ url: 'grpc://example.com:50051', auth: 'token' }),
    ],
    [
      'for a connection together with a url',
      () => new MicromegasDialect({ url, connection: new FlightSqlConnection({ url }) } as never),
    ],
    [
      'for options that a connection has decided',
      () => new MicromegasDialect({ connection: new FlightSqlConnection({ url }), timeout: 1 } as never),
    ],
  ])('%s', (_, attempt) => {
    expect(attempt).toThrow(invalid)
  })

  it('with a list of all options of this kind of configuration', () => {
    const refused = (config: object) => () => createMicromegas(config as never)
    expect(refused({ url, nonsense: 1 })).toThrow(
      /unknown option "nonsense"; supported options: url, .*, user, viewSets\.$/,
    )
    const dialect = () => new MicromegasDialect({ connection: new FlightSqlConnection({ url }), timeout: 1 } as never)
    expect(dialect).toThrow('unknown option "timeout"; supported options: connection, viewSets.')
  })

  it('but not for your own view sets', () => {
    expect(() => createMicromegas({ url, viewSets: defineViewSets({}) })).not.toThrow()
  })
})
