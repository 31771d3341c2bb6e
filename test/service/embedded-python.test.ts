import { spawn } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type EmbeddedService, type Sample, startEmbedded } from '../../src/embedded/index.js'
import { createMicromegas, during, viewInstance } from '../../src/index.js'

const { python } = inject('service')

let service: EmbeddedService
let sample: Sample
let answers: Record<'micromegas' | 'pyarrow.flight' | 'adbc', Record<string, unknown>>
beforeAll(async () => {
  service = await startEmbedded()
  // Python's times are of microseconds: the range is of whole seconds.
  sample = await service.sample({ begin: '2026-11-23T12:00:00Z', duration: '5 seconds' })
  const [server] = sample.processes
  const job = {
    url: service.url,
    begin: '2026-11-23T11:00:00+00:00',
    end: '2026-11-23T13:00:00+00:00',
    process: server?.processId,
    stream: server?.threads[0]?.streamId,
  }
  answers = JSON.parse(await run(python.executable, 'test/service/python/flight_clients.py', JSON.stringify(job)))
})
afterAll(() => service.close())

function run(program: string, script: string, input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [script], { stdio: ['pipe', 'pipe', 'ignore'] })
    let output = ''
    child.stdout.on('data', (text) => {
      output += text
    })
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve(output) : reject(new Error(`${script} ended with ${code}`))))
    child.stdin.end(input)
  })
}

/** Rows of one thread, as this package's own client counts them. */
async function spans(): Promise<number> {
  await using db = createMicromegas({ url: service.url })
  const rows = await db
    .selectFrom(viewInstance('thread_spans', sample.processes[0]?.threads[0]?.streamId ?? ''))
    .select('id')
    .$call(during('2026-11-23T11:00:00Z', '2026-11-23T13:00:00Z'))
    .execute()
  return rows.length
}

describe('the embedded service answers', () => {
  it('the Python client of Micromegas, in all its query methods', async () => {
    const rows = await spans()
    expect(answers.micromegas).toMatchObject({
      query: sample.rows.log_entries,
      'query, nothing in range': 0,
      query_arrow: rows,
      query_stream: rows,
      prepared_statement_stream: 1,
      find_process: [sample.processes[0]?.processId],
      query_spans: Math.min(rows, 1000),
      bulk_ingest: 1,
    })
    expect(answers.micromegas.query_streams).toBeGreaterThanOrEqual(sample.processes[0]?.threads.length ?? 0)
    expect(answers.micromegas.query_blocks).toBeGreaterThan(0)
    expect(answers.micromegas.prepare_statement).toEqual(
      expect.arrayContaining([
        'begin: timestamp[ns, tz=+00:00]',
        'name: dictionary<values=string, indices=int32, ordered=0>',
      ]),
    )
    expect(answers.micromegas.error).toEqual(['ArrowInvalid', expect.stringContaining('No field named nope')])
    expect(answers.micromegas['error without a range']).toEqual([
      'FlightInternalError',
      expect.stringContaining('query range mandatory for thread spans view'),
    ])
  })

  it('pyarrow.flight', () => {
    expect(answers['pyarrow.flight']).toEqual({
      'get_flight_info, do_get': [sample.rows.log_entries],
      tables: { blocks: 30, log_entries: 14, log_stats: 6, measures: 15, processes: 17, streams: 10 },
      list_actions: 8,
    })
  })

  it('the Flight SQL driver of ADBC', async () => {
    expect(answers.adbc).toEqual({
      execute_query: [sample.rows.log_entries],
      'execute_query, many rows': await spans(),
      get_info: ['Micromegas Flight SQL Server'],
    })
  })
})
