import { execFileSync, spawnSync } from 'node:child_process'
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EmbeddedService, startEmbedded } from '../../src/embedded/index.js'
import {
  builtinViewSets,
  column,
  createMicromegas,
  defineViewSet,
  defineViewSets,
  during,
  LogLevel,
  type MicromegasDatabase,
  type MicromegasKysely,
  Timestamp,
  unbounded,
  viewInstance,
} from '../../src/index.js'
import { logEntry, process, span, stream, streamId } from './support/rows.js'

const noon = Timestamp.from('2026-11-23T12:00:00Z')
const around = during('2026-11-23T11:00:00Z', '2026-11-23T13:00:00Z')

let service: EmbeddedService
let db: MicromegasKysely<MicromegasDatabase>
beforeAll(async () => {
  service = await startEmbedded({
    data: {
      processes: [process],
      streams: [stream],
      log_entries: [logEntry({ msg: 'ready' })],
      thread_spans: { [streamId]: [span({ name: 'frame' })] },
    },
  })
  db = createMicromegas({ url: service.url })
})
afterAll(async () => {
  await db.destroy()
  await service.close()
})

describe('an embedded service', () => {
  it('has the rows that it was started with', async () => {
    const entries = db.selectFrom('log_entries').select(['time', 'level', 'msg', 'properties']).$call(around)
    expect(await entries.execute()).toEqual([
      { time: noon, level: LogLevel.Info, msg: 'ready', properties: { attempt: '1' } },
    ])
    const spans = db
      .selectFrom(viewInstance('thread_spans', streamId))
      .select(['name', 'duration', 'begin'])
      .where('depth', '=', 1)
      .$call(around)
    expect(await spans.execute()).toEqual([{ name: 'frame', duration: 16_000_000n, begin: noon }])
  })

  it('inserts more rows at any time, and returns their number', async () => {
    await using own = await startEmbedded()
    await using ownDb = createMicromegas({ url: own.url })
    const count = async () => (await ownDb.selectFrom('log_entries').select('msg').$call(unbounded).execute()).length
    expect(await own.insert('log_entries', [])).toBe(0)
    expect(await count()).toBe(0)
    expect(await own.insert('log_entries', [logEntry(), logEntry()])).toBe(2)
    expect(await count()).toBe(2)
    await own.clear()
    expect(await count()).toBe(0)
  })

  it('inserts all rows of a call or none', async () => {
    await using own = await startEmbedded()
    const rows = [logEntry(), { ...logEntry(), level: 'high' as never }]
    await expect(own.insert('log_entries', rows)).rejects.toMatchObject({
      code: 'invalid_argument',
      message: expect.stringContaining('log_entries: row 1, column "level"'),
    })
    await using ownDb = createMicromegas({ url: own.url })
    expect(await ownDb.selectFrom('log_entries').selectAll().$call(unbounded).execute()).toEqual([])
  })

  it('inserts Arrow rows of another service', async () => {
    await using own = await startEmbedded()
    const table = await db.client.table('select * from log_entries')
    expect(await own.insertArrow('log_entries', table)).toBe(1)
    expect(await own.insertArrow('log_entries', table.batches)).toBe(1)
    await using ownDb = createMicromegas({ url: own.url })
    const all = (handle: typeof db) => handle.selectFrom('log_entries').selectAll().$call(unbounded).execute()
    const [row] = await all(db)
    expect(await all(ownDb)).toEqual([row, row])
  })

  it('keeps dictionaries free of repeated values, which some readers refuse, however rows were inserted', async () => {
    await using own = await startEmbedded()
    for (const target of ['a', 'b', 'a', 'b']) await own.insert('log_entries', [logEntry({ target })])
    await using ownDb = createMicromegas({ url: own.url })
    const table = await ownDb.client.table('select target from log_entries')
    expect([...(table.getChild('target')?.data[0]?.dictionary ?? [])].sort()).toEqual(['a', 'b'])
  })

  it('rejects Arrow rows of another schema, and names the column', async () => {
    const other = await db.client.table('select "time", level from log_entries')
    await expect(service.insertArrow('log_entries', other)).rejects.toMatchObject({
      code: 'invalid_argument',
      message: 'log_entries: column "process_id" of type Dictionary(Int32, Utf8) is missing.',
    })
    for (const bytes of [
      new Uint8Array(5),
      new TextEncoder().encode('nonsense'),
      new TextEncoder().encode('ARROW1\0\0'),
    ]) {
      await expect(service.insertArrow('log_entries', bytes)).rejects.toMatchObject({
        code: 'invalid_argument',
        message: expect.stringContaining('log_entries: the rows are not valid Arrow IPC: '),
      })
    }
    expect((await service.memory()).total).toBeLessThan(2 ** 28)
  })

  it('requires an instance id where rows do not carry it, and rejects one where they do', async () => {
    await expect((service.insert as Function)('thread_spans', [span()])).rejects.toMatchObject({
      code: 'invalid_argument',
      message: 'thread_spans: an instance id is required, because rows do not carry it.',
      help: 'Pass the id of the process or stream along with the rows.',
    })
    await expect((service.insert as Function)('log_entries', [logEntry()], streamId)).rejects.toMatchObject({
      code: 'invalid_argument',
      message: 'log_entries: an instance id was passed, but rows carry it in column "process_id".',
      help: 'Leave the instance id out.',
    })
    await expect(service.insert('thread_spans', [span()], 'main')).rejects.toMatchObject({
      code: 'invalid_argument',
      message: expect.stringContaining('thread_spans: instance id "main" is not a UUID: '),
    })
  })

  it('rejects an unknown view set', async () => {
    await expect(service.insert('logs' as 'log_entries', [])).rejects.toMatchObject({
      code: 'invalid_argument',
      message: expect.stringMatching(/^Unknown view set "logs"; declared view sets: async_events, blocks, /),
    })
  })

  it('has declared view sets and static tables', async () => {
    const frame_times = defineViewSet('frame_times', {
      instances: ['global', 'process'],
      timeColumns: ['time'],
      columns: { process_id: column.utf8(), time: column.timestamp(), ms: column.float64() },
    })
    const regions = defineViewSet('regions', {
      instances: ['global'],
      timeColumns: [],
      columns: { code: column.utf8(), players: column.int64().nullable() },
    })
    const viewSets = defineViewSets({ ...builtinViewSets, frame_times, regions })
    const { process_id } = process
    await using own = await startEmbedded({
      viewSets,
      data: { regions: [{ code: 'eu' }], frame_times: [{ process_id, time: noon, ms: 16.5 }] },
    })
    await using ownDb = createMicromegas({ url: own.url, viewSets })
    expect(await ownDb.selectFrom('regions').selectAll().execute()).toEqual([{ code: 'eu', players: null }])
    const instance = ownDb.selectFrom(viewSets.viewInstance('frame_times', process_id)).select('ms')
    expect(await instance.$call(around).execute()).toEqual([{ ms: 16.5 }])
    expect(await instance.$call(during('2026-11-23T12:00:01Z', '2026-11-23T13:00:00Z')).execute()).toEqual([])
  })

  it('records queries with their caller and outcome', async () => {
    await using own = createMicromegas({
      url: service.url,
      clientEntrypoint: 'nightly',
      clientSession: 's1',
      user: { id: 'ü', email: 'u@example.com' },
    })
    const query = own.selectFrom('log_entries').select('msg').$call(around)
    await own.client.query(query, { maxRows: 5 })
    await own.client.query('select nope').catch(() => {})
    const [first, second] = service.queries.slice(-2)
    expect(first).toMatchObject({
      sql: 'select "msg" from "log_entries"',
      range: { begin: Timestamp.from('2026-11-23T11:00:00Z'), end: Timestamp.from('2026-11-23T13:00:00Z') },
      limit: 6,
      client: 'typescript',
      entrypoint: 'nightly',
      session: 's1',
      user: 'ü',
      email: 'u@example.com',
      outcome: 'ok',
      error: undefined,
    })
    expect(second).toMatchObject({ sql: 'select nope', range: undefined, outcome: 'error' })
    expect(second?.error).toContain(`(query_id=${second?.queryId})`)
  })
})

describe('embedded services', () => {
  it('run side by side', async () => {
    const services = await Promise.all(Array.from({ length: 4 }, () => startEmbedded()))
    expect(new Set(services.map(({ port }) => port)).size).toBe(4)
    await Promise.all(services.map((one, index) => one.insert('log_entries', [logEntry({ msg: `of ${index}` })])))
    const messages = await Promise.all(
      services.map(async ({ url }) => {
        await using own = createMicromegas({ url })
        return await own.selectFrom('log_entries').select('msg').$call(unbounded).execute()
      }),
    )
    expect(messages).toEqual([0, 1, 2, 3].map((index) => [{ msg: `of ${index}` }]))
    await Promise.all(services.map((one) => one.close()))
  })

  it('leave no handle behind when they are closed', () => {
    const program = new URL('support/start-and-stop.ts', import.meta.url).pathname
    const report = JSON.parse(
      execFileSync(globalThis.process.execPath, [program, '1', '3'], { encoding: 'utf8', timeout: 50_000 }),
    )
    expect(report.handles).toEqual(report.handlesAtStart)
  }, 60_000)

  it('let the process end after unref', () => {
    const program = new URL('support/forgets-to-close.ts', import.meta.url).pathname
    const { status, stdout } = spawnSync(globalThis.process.execPath, [program], { encoding: 'utf8', timeout: 20_000 })
    expect({ status, stdout }).toEqual({ status: 0, stdout: '1\n' })
  })

  it('can be closed again, and fail later calls', async () => {
    const own = await startEmbedded()
    await using ownDb = createMicromegas({ url: own.url, retry: { attempts: 1 } })
    await own.close()
    await own.close()
    await expect(ownDb.client.query('select 1')).rejects.toMatchObject({ code: 'unavailable' })
  })
})

describe('startEmbedded rejects', () => {
  it('a missing engine, and says what to install', () => {
    const program = new URL('support/without-engine.ts', import.meta.url).pathname
    expect(JSON.parse(execFileSync(globalThis.process.execPath, [program], { encoding: 'utf8' }))).toEqual({
      name: 'MicromegasError',
      code: 'unsupported',
      message: 'The embedded service requires the package kysely-micromegas-engine, which is not installed.',
      help: 'Install it: npm install --save-dev kysely-micromegas-engine',
    })
  })

  it('a port that is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as { port: number }
    await expect(startEmbedded({ port })).rejects.toMatchObject({
      code: 'unavailable',
      message: `Port ${port} is already in use.`,
    })
    other.close()
  })

  it.each([
    [{ prot: 1 }, 'startEmbedded: unknown option "prot"; supported options: data, viewSets, auth, port, memoryLimit.'],
    [{ port: -1 }, 'startEmbedded: expected port to be a whole number from 0 to 65535, got -1.'],
    [{ memoryLimit: 0 }, 'startEmbedded: expected memoryLimit to be a positive whole number of bytes, got 0.'],
    [
      { auth: { token: ['a'] } },
      'startEmbedded: unknown option "auth.token"; supported options: auth.tokens, auth.adminTokens.',
    ],
    [{ auth: { tokens: ['a b'] } }, 'startEmbedded: auth contains a value that is not a token.'],
    [{ data: { nope: [] } }, 'Unknown view set "nope"; declared view sets: async_events'],
  ])('%j', async (options, message) => {
    await expect(startEmbedded(options as never)).rejects.toMatchObject({
      code: 'invalid_argument',
      message: expect.stringContaining(message),
    })
  })
})
