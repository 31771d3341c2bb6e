import { fromBinary } from '@bufbuild/protobuf'
import { AnySchema, anyUnpack } from '@bufbuild/protobuf/wkt'
import {
  Binary,
  Field,
  Int32,
  Int64,
  List,
  makeVector,
  Table,
  TimestampNanosecond,
  tableFromIPC,
  Utf8,
  vectorFromArray,
} from 'apache-arrow'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EmbeddedService, startEmbedded } from '../../src/embedded/index.js'
import {
  ActionSchema,
  ActionTypeSchema,
  FlightDataSchema,
  FlightDescriptor_DescriptorType,
  FlightDescriptorSchema,
  FlightInfoSchema,
  PutResultSchema,
  ResultSchema,
  TicketSchema,
} from '../../src/flight/generated/flight_pb.js'
import {
  ActionClosePreparedStatementRequestSchema,
  ActionCreatePreparedStatementRequestSchema,
  ActionCreatePreparedStatementResultSchema,
  CommandGetSqlInfoSchema,
  CommandGetTablesSchema,
  CommandStatementIngestSchema,
  CommandStatementQuerySchema,
  DoPutUpdateResultSchema,
  TicketStatementQuerySchema,
} from '../../src/flight/generated/flight_sql_pb.js'
import { createMicromegas, unbounded } from '../../src/index.js'
import { flightMessages } from '../driver/support/flight-messages.js'
import { FlightCaller, flight, message, packed, rowsOf } from '../support/flight-caller.js'
import { logEntry, process, stream, streamId } from './support/rows.js'

let service: EmbeddedService
let caller: FlightCaller
beforeAll(async () => {
  service = await startEmbedded({ data: { processes: [process], streams: [stream], log_entries: [logEntry()] } })
  caller = new FlightCaller(service.url)
})
afterAll(async () => {
  caller[Symbol.dispose]()
  await service.close()
})

const utf8 = (text: string) => new TextEncoder().encode(text)
const ticket = (bytes: Uint8Array) => message(TicketSchema, { ticket: bytes })
const statement = (sql: string) => ticket(packed(TicketStatementQuerySchema, { statementHandle: utf8(sql) }))
const descriptor = (cmd: Uint8Array) =>
  message(FlightDescriptorSchema, { type: FlightDescriptor_DescriptorType.CMD, cmd })
const query = async (sql: string, headers: Readonly<Record<string, string>> = {}) => {
  using own = new FlightCaller(service.url, headers)
  return await own.stream(flight('DoGet'), statement(sql))
}

const INVALID_ARGUMENT = 3
const PERMISSION_DENIED = 7
const UNIMPLEMENTED = 12
const INTERNAL = 13
const UNAUTHENTICATED = 16

describe('statements', () => {
  it('run from a packed ticket', async () => {
    expect(rowsOf(await caller.stream(flight('DoGet'), statement('select 1 as one')))).toEqual([{ one: 1n }])
  })

  it('run from the bare ticket that GetFlightInfo returns', async () => {
    const cmd = packed(CommandStatementQuerySchema, { query: 'select 2 as two' })
    const info = fromBinary(FlightInfoSchema, await caller.unary(flight('GetFlightInfo'), descriptor(cmd)))
    expect(info.schema).toHaveLength(0)
    expect(info.flightDescriptor?.cmd).toEqual(cmd)
    expect(info).toMatchObject({ totalRecords: -1n, totalBytes: -1n })
    expect(info.endpoint).toHaveLength(1)
    expect(info.endpoint[0]?.location).toEqual([])
    const bare = info.endpoint[0]?.ticket?.ticket ?? new Uint8Array()
    expect(bare).toEqual(message(TicketStatementQuerySchema, { statementHandle: utf8('select 2 as two') }))
    expect(rowsOf(await caller.stream(flight('DoGet'), ticket(bare)))).toEqual([{ two: 2n }])
  })

  it('send their schema first, even without rows', async () => {
    expect(await query('select msg from log_entries where false')).toHaveLength(1)
  })

  it.each([
    ['syntax', 'selec 1', INVALID_ARGUMENT, /^error building dataframe: SQL error: .* \(query_id=[0-9a-f-]{36}\)$/],
    [
      'an unknown column',
      'select nope from log_entries',
      INVALID_ARGUMENT,
      /No field named nope.*\(at line 1, column 8\)/s,
    ],
    ['two statements', 'select 1; select 2', UNIMPLEMENTED, /only supports a single SQL statement/],
    ['a parameter', 'select $1', INVALID_ARGUMENT, /Placeholder '\$1' was not provided a value/],
    [
      'a cast at run time',
      `select cast(msg as int) from log_entries`,
      INTERNAL,
      /^error building data stream: Arrow error: Cast error/,
    ],
    [
      'no range',
      `select * from view_instance('thread_spans', '${streamId}')`,
      INTERNAL,
      /query range mandatory for thread spans view/,
    ],
    [
      'an unknown stream',
      `select * from view_instance('thread_spans', '${streamId.replaceAll('2', '9')}')`,
      INTERNAL,
      /query range mandatory/,
    ],
  ])('fail as on the service: %s', async (_, sql, code, details) => {
    await expect(query(sql)).rejects.toMatchObject({ code, details: expect.stringMatching(details) })
  })

  it('reject malformed tickets', async () => {
    await expect(caller.stream(flight('DoGet'), ticket(utf8('\xff')))).rejects.toMatchObject({ code: INTERNAL })
    const notText = packed(TicketStatementQuerySchema, { statementHandle: Uint8Array.of(0xff) })
    await expect(caller.stream(flight('DoGet'), ticket(notText))).rejects.toMatchObject({
      code: INTERNAL,
      details: expect.stringContaining('Unable to parse query'),
    })
  })
})

describe('headers', () => {
  const count = async (headers: Readonly<Record<string, string>>) =>
    rowsOf(await query('select count(*) as n from log_entries', headers))[0]?.n

  it('filter by the range, both ends included, if both are set', async () => {
    const noon = '2026-11-23T12:00:00Z'
    expect(await count({ query_range_begin: noon, query_range_end: noon })).toBe(1n)
    expect(
      await count({ query_range_begin: '2026-11-23T12:00:00.000000001Z', query_range_end: '2026-11-24T00:00:00Z' }),
    ).toBe(0n)
    expect(await count({ query_range_begin: '2026-11-24T00:00:00Z' })).toBe(1n)
    expect(await count({ query_range_begin: '2026-11-24T00:00:00Z', query_range_end: '' })).toBe(1n)
  })

  it('reject a malformed range', async () => {
    await expect(count({ query_range_begin: 'today', query_range_end: 'tomorrow' })).rejects.toMatchObject({
      code: INVALID_ARGUMENT,
      details: expect.stringMatching(/^Unable to parse query_range_begin as a rfc3339 datetime: /),
    })
  })

  it('limit rows', async () => {
    const sql = 'select * from generate_series(1, 10) as t(n)'
    expect(rowsOf(await query(sql, { limit: '3' }))).toEqual([{ n: 1n }, { n: 2n }, { n: 3n }])
    await expect(query(sql, { limit: 'x' })).rejects.toMatchObject({
      code: INVALID_ARGUMENT,
      details: 'error parsing limit: invalid digit found in string',
    })
  })

  it('preserve dictionaries if asked to', async () => {
    const bytes = async (headers: Readonly<Record<string, string>>) =>
      (await query('select target from log_entries', headers)).length
    // The schema, a dictionary, the rows.
    expect(await bytes({ preserve_dictionary: 'TRUE' })).toBe(3)
    expect(await bytes({ preserve_dictionary: 'yes' })).toBe(2)
    expect(await bytes({})).toBe(2)
  })
})

describe('metadata', () => {
  const ask = async (cmd: Uint8Array) => {
    const info = fromBinary(FlightInfoSchema, await caller.unary(flight('GetFlightInfo'), descriptor(cmd)))
    expect(info.flightDescriptor?.cmd).toEqual(cmd)
    const rows = rowsOf(
      await caller.stream(flight('DoGet'), ticket(info.endpoint[0]?.ticket?.ticket ?? new Uint8Array())),
    )
    return { fields: tableFromIPC(info.schema.slice()).schema.fields.map(({ name }) => name), rows }
  }

  it('lists the tables', async () => {
    const { fields, rows } = await ask(packed(CommandGetTablesSchema, { tableNameFilterPattern: 'log%' }))
    expect(fields).toEqual(['catalog_name', 'db_schema_name', 'table_name', 'table_type'])
    expect(rows).toEqual(
      ['log_entries', 'log_stats'].map((table_name) => ({
        catalog_name: '',
        db_schema_name: '',
        table_name,
        table_type: 'table',
      })),
    )
  })

  it('includes their schemas, with dictionaries', async () => {
    const { rows } = await ask(
      packed(CommandGetTablesSchema, { tableNameFilterPattern: 'streams', includeSchema: true }),
    )
    const { schema } = tableFromIPC(rows[0]?.table_schema as Uint8Array)
    expect(Object.fromEntries(schema.fields.map(({ name, type }) => [name, String(type)]))).toMatchObject({
      stream_id: 'Utf8',
      properties: 'Dictionary<Int32, Binary>',
      tags: 'List<Utf8>',
    })
  })

  it('has name and version of the service', async () => {
    const { rows } = await ask(packed(CommandGetSqlInfoSchema, { info: [0, 1, 508] }))
    expect(rows.map(({ info_name }) => info_name)).toEqual([0, 1, 508])
    expect(rows.slice(0, 2).map(({ value }) => value)).toEqual(['Micromegas Flight SQL Server', '1'])
  })

  it('reports health at the usual paths, without a token', async () => {
    for (const path of ['/health', flight('health'), '/grpc.health.v1.Health/health']) {
      expect(await caller.unary(path)).toHaveLength(0)
    }
  })
})

describe('actions', () => {
  const act = (type: string, body: Uint8Array) =>
    caller.stream(flight('DoAction'), message(ActionSchema, { type, body }))

  it('prepare a statement: return its schema, with dictionaries, without executing it', async () => {
    const sql = `select target, "time" from view_instance('thread_spans', '${streamId}') cross join (select "time" from log_entries)`
    const [result] = await act(
      'CreatePreparedStatement',
      packed(ActionCreatePreparedStatementRequestSchema, { query: sql }),
    )
    const any = fromBinary(AnySchema, fromBinary(ResultSchema, result ?? new Uint8Array()).body)
    const prepared = anyUnpack(any, ActionCreatePreparedStatementResultSchema)
    expect(new TextDecoder().decode(prepared?.preparedStatementHandle)).toBe(sql)
    const { schema } = tableFromIPC(prepared?.datasetSchema)
    expect(schema.fields.map(String)).toEqual(
      ['target: Dictionary<Int32, Utf8>', 'time: Timestamp<NANOSECOND, +00:00>'].map((text) =>
        expect.stringContaining(text.split(':')[0] ?? ''),
      ),
    )
    expect(prepared?.parameterSchema).toHaveLength(0)
  })

  it('reject statements with errors, and definitions of views', async () => {
    const prepare = (sql: string) =>
      act('CreatePreparedStatement', packed(ActionCreatePreparedStatementRequestSchema, { query: sql }))
    await expect(prepare('select nope')).rejects.toMatchObject({
      code: INVALID_ARGUMENT,
      details: expect.stringMatching(/^error building dataframe: .*\(query_id=/s),
    })
    await expect(prepare('drop materialized view x')).rejects.toMatchObject({
      code: INVALID_ARGUMENT,
      details: 'CREATE/DROP MATERIALIZED VIEW must be executed directly, not prepared',
    })
  })

  it('close a prepared statement', async () => {
    const request = packed(ActionClosePreparedStatementRequestSchema, { preparedStatementHandle: utf8('select 1') })
    expect(await act('ClosePreparedStatement', request)).toEqual([])
  })

  it('are listed, even if they are not implemented', async () => {
    const types = (await caller.stream(flight('ListActions'), new Uint8Array())).map(
      (bytes) => fromBinary(ActionTypeSchema, bytes).type,
    )
    expect(types).toHaveLength(8)
    for (const type of types.filter((name) => !name.endsWith('PreparedStatement'))) {
      await expect(act(type, new Uint8Array())).rejects.toMatchObject({ code: UNIMPLEMENTED })
    }
    await expect(act('Other', new Uint8Array())).rejects.toMatchObject({ code: INVALID_ARGUMENT })
  })
})

describe('unimplemented, as on the service:', () => {
  it.each(['GetSchema', 'PollFlightInfo'])('%s', async (method) => {
    await expect(caller.unary(flight(method))).rejects.toMatchObject({ code: UNIMPLEMENTED })
  })

  it.each(['ListFlights'])('%s', async (method) => {
    await expect(caller.stream(flight(method), new Uint8Array())).rejects.toMatchObject({ code: UNIMPLEMENTED })
  })

  it.each(['Handshake', 'DoExchange'])('%s', async (method) => {
    await expect(caller.duplex(flight(method), [])).rejects.toMatchObject({ code: UNIMPLEMENTED })
  })

  it('other commands', async () => {
    const catalogs = message(AnySchema, { typeUrl: 'type.googleapis.com/arrow.flight.protocol.sql.CommandGetCatalogs' })
    await expect(caller.unary(flight('GetFlightInfo'), descriptor(catalogs))).rejects.toMatchObject({
      code: UNIMPLEMENTED,
    })
    await expect(caller.stream(flight('DoGet'), ticket(catalogs))).rejects.toMatchObject({ code: UNIMPLEMENTED })
  })
})

describe('authentication', () => {
  it('requires a known token', async () => {
    await using own = await startEmbedded({ auth: { tokens: ['reader'] } })
    const ask = async (headers: Readonly<Record<string, string>>) => {
      using asking = new FlightCaller(own.url, headers)
      return rowsOf(await asking.stream(flight('DoGet'), statement('select 1 as one')))
    }
    expect(await ask({ authorization: 'Bearer reader' })).toEqual([{ one: 1n }])
    for (const authorization of ['Bearer other', 'reader', 'bearer reader', 'Bearer ']) {
      await expect(ask({ authorization })).rejects.toMatchObject({ code: UNAUTHENTICATED, details: 'invalid token' })
    }
    using nobody = new FlightCaller(own.url)
    const refused = { code: UNAUTHENTICATED, details: 'invalid token' }
    await expect(ask({})).rejects.toMatchObject(refused)
    await expect(nobody.unary(flight('GetFlightInfo'), descriptor(new Uint8Array()))).rejects.toMatchObject(refused)
    await expect(nobody.stream(flight('DoAction'), new Uint8Array())).rejects.toMatchObject(refused)
    await expect(nobody.stream(flight('ListActions'), new Uint8Array())).rejects.toMatchObject(refused)
    await expect(nobody.duplex(flight('DoPut'), [])).rejects.toMatchObject(refused)
    await expect(nobody.unary(flight('GetSchema'))).rejects.toMatchObject(refused)
    expect(await nobody.unary('/health')).toHaveLength(0)
  })

  it('works with the client of this package', async () => {
    await using own = await startEmbedded({ auth: { tokens: ['reader'] } })
    await using db = createMicromegas({ url: own.url, auth: 'reader' })
    expect(await db.client.query('select 1 as one')).toEqual([{ one: 1n }])
    await using other = createMicromegas({ url: own.url, auth: 'wrong' })
    await expect(other.client.query('select 1')).rejects.toMatchObject({ code: 'unauthenticated' })
  })
})

describe('ingestion', () => {
  const noon = 1_795_435_200_000_000_000n
  const time = makeVector({ type: new TimestampNanosecond('+00:00'), data: BigInt64Array.of(noon) } as never)
  const text = (value: string) => vectorFromArray([value], new Utf8())
  const int64 = (value: bigint) => vectorFromArray([value], new Int64())
  const id = (digit: string) =>
    `${digit.repeat(8)}-${digit.repeat(4)}-4${digit.repeat(3)}-8${digit.repeat(3)}-${digit.repeat(12)}`
  const properties = vectorFromArray([Uint8Array.of(0x40, 0, 0, 0)], new Binary())
  const tables: Readonly<Record<string, Record<string, unknown>>> = {
    processes: {
      ...Object.fromEntries(
        ['exe', 'username', 'realname', 'computer', 'distro', 'cpu_brand'].map((name) => [name, text(`the ${name}`)]),
      ),
      process_id: text(id('a')),
      tsc_frequency: int64(1_000n),
      start_time: time,
      start_ticks: int64(1n),
      insert_time: time,
      parent_process_id: text(''),
      properties,
      audience: text('public'),
    },
    streams: {
      stream_id: text(id('b')),
      process_id: text(id('a')),
      dependencies_metadata: vectorFromArray([new Uint8Array()], new Binary()),
      objects_metadata: vectorFromArray([new Uint8Array()], new Binary()),
      tags: vectorFromArray([['cpu']], new List(new Field('tag', new Utf8()))),
      properties,
      insert_time: time,
      format: text('transit'),
      audience: text('public'),
    },
    blocks: {
      block_id: text(id('c')),
      stream_id: text(id('b')),
      process_id: text(id('a')),
      begin_time: time,
      begin_ticks: int64(1n),
      end_time: time,
      end_ticks: int64(2n),
      nb_objects: vectorFromArray([3], new Int32()),
      object_offset: int64(0n),
      payload_size: int64(9n),
      insert_time: time,
      audience: text('public'),
    },
    payloads: { process_id: text(id('a')), stream_id: text(id('b')), block_id: text(id('c')), payload: properties },
  }
  const put = async (to: FlightCaller, table: string, columns: Record<string, unknown>) => {
    const [first, ...rest] = flightMessages(new Table(columns as never)).map((bytes) =>
      fromBinary(FlightDataSchema, bytes),
    )
    const cmd = packed(CommandStatementIngestSchema, { table })
    const flightDescriptor = { type: FlightDescriptor_DescriptorType.CMD, cmd }
    const [answer] = await to.duplex(flight('DoPut'), [
      message(FlightDataSchema, { dataHeader: first?.dataHeader ?? new Uint8Array(), flightDescriptor }),
      ...rest.map((data) => message(FlightDataSchema, data)),
    ])
    const { appMetadata } = fromBinary(PutResultSchema, answer ?? new Uint8Array())
    return fromBinary(DoPutUpdateResultSchema, appMetadata).recordCount
  }

  it('ingests processes, streams, blocks and payloads, each row once', async () => {
    await using own = await startEmbedded()
    using to = new FlightCaller(own.url)
    for (const [table, columns] of Object.entries(tables)) expect(await put(to, table, columns)).toBe(1n)
    expect(await put(to, 'blocks', tables.blocks ?? {})).toBe(1n)
    await using db = createMicromegas({ url: own.url })
    const blocks = await db.selectFrom('blocks').selectAll().$call(unbounded).execute()
    expect(blocks).toMatchObject([
      {
        block_id: id('c'),
        nb_objects: 3,
        payload_size: 9n,
        streams_tags: ['cpu'],
        processes_exe: 'the exe',
        processes_parent_process_id: null,
        processes_properties: {},
      },
    ])
    const processes = db.selectFrom('processes').select(['exe', 'last_block_end_ticks']).$call(unbounded)
    expect(await processes.execute()).toEqual([{ exe: 'the exe', last_block_end_ticks: 2n }])
    expect(await db.selectFrom('streams').select('format').$call(unbounded).execute()).toEqual([{ format: 'transit' }])
  })

  it('rejects other tables, missing columns, and callers who are not administrators', async () => {
    await using own = await startEmbedded({ auth: { tokens: ['reader'], adminTokens: ['admin'] } })
    using admin = new FlightCaller(own.url, { authorization: 'Bearer admin' })
    using reader = new FlightCaller(own.url, { authorization: 'Bearer reader' })
    const { payloads = {} } = tables
    expect(await put(admin, 'payloads', payloads)).toBe(1n)
    await expect(put(reader, 'payloads', payloads)).rejects.toMatchObject({
      code: PERMISSION_DENIED,
      details: 'bulk_ingest requires admin privileges',
    })
    await expect(put(admin, 'log_entries', payloads)).rejects.toMatchObject({
      code: INTERNAL,
      details: expect.stringContaining('bulk ingest for table log_entries not supported'),
    })
    await expect(put(admin, 'blocks', payloads)).rejects.toMatchObject({
      code: INTERNAL,
      details: expect.stringContaining('column begin_time not found'),
    })
  })
})
