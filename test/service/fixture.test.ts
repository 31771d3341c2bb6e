import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { run } from './fixture/command.ts'
import { whileFrozen } from './fixture/control.ts'

const service = inject('service')
const { generator, otel } = service.processes

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fixture-test-'))
})
afterAll(() => rm(folder, { recursive: true }))

interface Query {
  readonly sql: string
  readonly jsonb?: readonly string[]
}

interface Answer {
  readonly file?: string
  readonly error?: { readonly type: string; readonly message: string }
}

/** Asks with the Python client; each answer is its rows, or the error's text. */
async function ask(queries: readonly Query[], job: object = {}): Promise<(readonly unknown[] | string)[]> {
  const input = JSON.stringify({
    url: service.url,
    folder,
    queries: queries.map((query, index) => ({ name: `query-${index}`, ...service.range, ...query })),
    ...job,
  })
  const answers = JSON.parse(await run(service.python.executable, [service.python.program], { input })) as Answer[]
  return Promise.all(
    answers.map(async ({ file, error }) => {
      if (file === undefined) return error?.message ?? ''
      const lines = (await readFile(file, 'utf8')).split('\n').slice(0, -1)
      return lines.map((line) => JSON.parse(line) as unknown)
    }),
  )
}

const ofGenerator = `process_id = '${generator.processId}'`

describe('the service', () => {
  test('has every kind of native telemetry, all of it visible', async () => {
    const tables = [
      `log_entries WHERE ${ofGenerator}`,
      `measures WHERE ${ofGenerator}`,
      `view_instance('thread_spans', '${generator.threadStreamId}')`,
      `view_instance('async_events', '${generator.processId}')`,
      `view_instance('net_spans', '${generator.processId}')`,
      `view_instance('images', '${generator.processId}')`,
      `streams WHERE ${ofGenerator}`,
      `blocks WHERE ${ofGenerator}`,
    ]
    const counts = (await ask(tables.map((table) => ({ sql: `SELECT count(*) FROM ${table}` })))).map((rows) =>
      Number((rows as string[][])[0]?.[0]),
    )
    const [logs = 0, measures = 0, spans = 0, ...others] = counts
    expect(logs).toBeGreaterThanOrEqual(50_000)
    expect(measures).toBeGreaterThanOrEqual(50_000)
    expect(spans).toBeGreaterThanOrEqual(300_000)
    // Two events for each async span; per net frame 2 connections, 4 objects, 8 properties, 2 calls.
    expect(others).toEqual([2000, 50 * 16, 3, generator.streams.length, expect.any(Number)])
  })

  test('has log entries of every level', async () => {
    const sql = `SELECT DISTINCT level FROM log_entries WHERE ${ofGenerator} ORDER BY level`
    expect(await ask([{ sql }])).toEqual([[['1'], ['2'], ['3'], ['4'], ['5'], ['6']]])
  })

  test('has OpenTelemetry spans with attributes of every type, with and without parent, message, events, links', async () => {
    const sql = `SELECT parent_span_id IS NULL, status_message, properties, events, links
      FROM view_instance('otel_spans', '${otel.checkout.processId}') ORDER BY span_id`
    const [rows] = await ask([{ sql, jsonb: ['properties', 'events', 'links'] }])
    expect(rows).toHaveLength(7)
    expect(rows?.[0]).toMatchObject([
      'true',
      null,
      {
        yes: 'true',
        'int.beyond_double': 'i:9007199254740993',
        'int.min': 'i:-9223372036854775808',
        double: 'f:3fb999999999999a',
        bytes: 's:AAEC/f7/',
        array: ['s:a', 'i:2', 'f:4004000000000000', 'true'],
        nested: { deep: { deeper: 'i:-1' }, list: [{}] },
        nothing: 'null',
      },
      [{ name: 's:cart loaded' }, { name: 's:paid' }],
      [{ span_id: 's:eeeeeeeeeeeeeeee', attributes: { reason: 's:retry' } }],
    ])
    expect((rows as unknown[][]).map((row) => [row[0], row[1]])).toContainEqual([
      'false',
      's:card declined: "überzogen"'.slice(2),
    ])
  })

  test('returns the parent of a process that has one', async () => {
    const sql = `SELECT parent_process_id FROM processes WHERE process_id IN ('${generator.processId}', '${otel.payment.processId}')
      ORDER BY exe DESC`
    expect(await ask([{ sql }])).toEqual([[[null], [service.processes.service.processId]]])
  })

  test('has a static table', async () => {
    expect(await ask([{ sql: 'SELECT * FROM regions ORDER BY code' }])).toEqual([
      [
        ['ap', 'Asia, Pacific', null],
        ['eu', 'Europe', '12'],
        ['us', 'United States', '34'],
      ],
    ])
  })

  test('accepts only valid tokens where it requires one', async () => {
    const reading = { sql: 'SELECT 1' }
    const administering = { sql: 'SELECT * FROM list_query_denials()' }
    const asking = (token?: string) => ask([reading, administering], { url: service.authUrl, token })
    expect(await asking(service.token)).toEqual([[['1']], expect.stringContaining("'list_query_denials' not found")])
    expect(await asking(service.adminToken)).toEqual([[['1']], []])
    const refused = expect.stringContaining('invalid token')
    expect(await asking('wrong')).toEqual([refused, refused])
    expect(await asking()).toEqual([refused, refused])
  })

  test('runs out of memory if it has little', async () => {
    const sql = 'SELECT * FROM generate_series(1, 1000000) a JOIN generate_series(1, 1000000) b ON a.value = b.value'
    expect(await ask([{ sql }], { url: service.limitedUrl })).toEqual([expect.stringContaining('Resources exhausted')])
  })

  test('returns the same rows again while it is frozen', async () => {
    const sql = 'SELECT * FROM list_partitions() ORDER BY view_set_name, view_instance_id, begin_insert_time, updated'
    const [first, second] = await whileFrozen(service, async () => [await ask([{ sql }]), await ask([{ sql }])])
    expect(first?.[0]?.length).toBeGreaterThan(0)
    expect(second).toEqual(first)
  })
})
