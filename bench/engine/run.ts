/**
 * Measures the embedded service alone: how fast it starts and inserts rows, and its queries against native DataFusion over
 * the same rows, in one run. Every figure includes the client: a query ends when its Arrow table has arrived.
 *
 *   npm run bench:engine
 */
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RecordBatchStreamWriter } from 'apache-arrow'
import { createMicromegas, during } from 'kysely-micromegas'
import { startEmbedded } from 'kysely-micromegas/embedded'
import { describeMachine } from '../machine.ts'
import { median } from '../order.ts'
import { pythonWithPeers } from '../python-environment.ts'
import { engineQueries } from './queries.ts'

const rounds = 7
const rows = 400_000

interface NativeAnswer {
  readonly start: number
  readonly load: number
  readonly queries: Readonly<Record<string, { readonly seconds: readonly number[]; readonly rows: number }>>
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}

let service = await startEmbedded()
// Since the process began.
const first = performance.now() / 1000
const python = await pythonWithPeers()
if (python === undefined)
  throw new Error('The comparison with native DataFusion needs Python 3.11 or later, with venv.')
const machine = await describeMachine(python)
const further: number[] = []
for (let round = 0; round < rounds; round++) {
  await service.close()
  further.push(
    await seconds(async () => {
      service = await startEmbedded()
    }),
  )
}

const sample = await service.sample({ rows, processes: 1, threads: 1 })
const streamId = sample.processes[0]?.threads[0]?.streamId ?? ''
const spans = `view_instance('thread_spans', '${streamId}')`
await using db = createMicromegas({ url: service.url, timeRange: during(sample.begin, sample.end).range })
const table = await db.client.table(`SELECT * FROM ${spans}`)
const asRows = await db.client.query(`SELECT * FROM ${spans}`)

const insertion: Record<'rows' | 'arrow', number[]> = { rows: [], arrow: [] }
for (let round = 0; round < rounds; round++) {
  await using empty = await startEmbedded()
  insertion.arrow.push(await seconds(() => empty.insertArrow('thread_spans', table, streamId)))
  await empty.clear()
  insertion.rows.push(await seconds(() => empty.insert('thread_spans', asRows as never, streamId)))
}

const folder = await mkdtemp(join(tmpdir(), 'kysely-micromegas-bench-'))
const file = join(folder, 'spans.arrows')
await writeFile(file, RecordBatchStreamWriter.writeAll(table).toUint8Array(true))
const native = (partitions: number): NativeAnswer =>
  JSON.parse(
    execFileSync(
      python,
      ['bench/engine/native.py', JSON.stringify({ file, partitions, queries: engineQueries, rounds })],
      { encoding: 'utf8' },
    ),
  )
const oneThread = native(1)
const ours: Record<string, { seconds: number; rows: number }> = {}
for (const [name, text] of Object.entries(engineQueries)) {
  const sql = text.replaceAll('$spans', spans)
  let found = 0
  const times: number[] = []
  for (let round = 0; round <= rounds; round++) {
    times.push(
      await seconds(async () => {
        found = (await db.client.table(sql)).numRows
      }),
    )
  }
  ours[name] = { seconds: median(times.slice(1)), rows: found }
}
const allCores = native(machine.cores)
await rm(folder, { recursive: true })
await service.close()

const milliseconds = (value: number): string => `${(value * 1000).toFixed(value < 0.01 ? 1 : 0)} ms`
const rate = (times: readonly number[]): string => `${Math.round(table.numRows / median(times) / 1000)} k rows/s`
const lines = [
  '# Benchmark of the embedded engine',
  '',
  'Written by `npm run bench:engine`.',
  '',
  `${machine.cpu}, ${machine.cores} cores; Node ${machine.node}; datafusion ${machine.versions.datafusion} of PyPI; medians of ${rounds} rounds; ${table.numRows} spans of 12 columns.`,
  '',
  '| | |',
  '|---|---:|',
  `| process start to the first service listening | ${milliseconds(first)} |`,
  `| each further service | ${milliseconds(median(further))} |`,
  `| Python, to a DataFusion session | ${milliseconds(oneThread.start)} |`,
  `| insert, plain rows | ${rate(insertion.rows)} |`,
  `| insert, Arrow | ${rate(insertion.arrow)} |`,
  '',
  '| query | rows | embedded | against native, one thread | against native, all cores |',
  '|---|---:|---:|---:|---:|',
  ...Object.entries(ours).map(([name, own]) => {
    const against = ({ queries }: NativeAnswer) => {
      const theirs = queries[name]
      if (theirs?.rows !== own.rows) throw new Error(`${name}: ${own.rows} rows here, ${theirs?.rows} there`)
      return (own.seconds / median(theirs.seconds)).toFixed(1)
    }
    return `| ${name} | ${own.rows} | ${milliseconds(own.seconds)} | ${against(oneThread)} | ${against(allCores)} |`
  }),
  '',
]
console.log(lines.join('\n'))
await writeFile(new URL('../results/engine.md', import.meta.url), lines.join('\n'))
