/**
 * Compares this package with the limit and with its peers in one session, and writes the tables.
 *
 *   npm run bench:service
 *   npm run bench
 *   node bench/run.ts service --rounds 3 --only spans,logs --contenders receipt,rows --no-write
 */
import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { compare } from './comparison.ts'
import type { ContenderEntry } from './contender.ts'
import {
  arrowColumnContenders,
  arrowRowContenders,
  compileContenders,
  contenders,
  decoderContenders,
} from './contenders/index.ts'
import { describeMachine } from './machine.ts'
import { installPeers } from './peers.ts'
import { pythonWithPeers } from './python-environment.ts'
import { type BenchQuery, compileQueries, queries } from './queries.ts'
import { reportOf } from './report.ts'
import { type Results, type ResultTable, summarise, tableOf } from './results.ts'
import type { RunningTarget } from './target.ts'

const amounts = { spans: 350_000, logs: 500_000, metrics: 1_000_000 }

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    only: { type: 'string' },
    contenders: { type: 'string' },
    'no-write': { type: 'boolean', default: false },
  },
})
const root = fileURLToPath(new URL('..', import.meta.url))
const rounds = Number(values.rounds)
const chosenQueries = values.only?.split(',')
const chosenContenders = values.contenders?.split(',')

installPeers()
const python = await pythonWithPeers()
if (python === undefined) console.error('Python with venv is not installed: its clients are left out.')
console.error('Starting the service, sending telemetry …')
await using running = await start(positionals[0])
const results: Results = {
  target: running.target.name,
  description: running.description,
  day: new Date().toISOString().slice(0, 10),
  rounds,
  machine: await describeMachine(python),
  tables: [
    await tableAgainst('receipt', 'receipt', contenders, queries),
    await tableAgainst('decoder', 'decoder', decoderContenders, queries),
    await tableAgainst('arrow-rows', 'bytes-rows', arrowRowContenders, queries),
    await tableAgainst('arrow-columns', 'bytes-columns', arrowColumnContenders, queries),
    await tableAgainst('compile', 'postgres', compileContenders, compileQueries),
  ].filter(({ columns }) => columns.length > 0),
}
console.log(reportOf(results))
if (!values['no-write']) {
  const folder = new URL('results/', import.meta.url)
  await mkdir(folder, { recursive: true })
  await writeFile(new URL(`${results.target}.json`, folder), `${JSON.stringify(results, null, 2)}\n`)
  execFileSync(process.execPath, ['bench/readme.ts'], { cwd: root })
}

async function start(name: string | undefined): Promise<RunningTarget> {
  if (name === 'service') return (await import('./targets/service.ts')).startService(amounts)
  if (name === 'embedded') return (await import('./targets/embedded.ts')).startEmbedded(amounts)
  throw new Error(`unknown target ${JSON.stringify(name)}; supported targets: service, embedded`)
}

/** Measures every query with every contender of one kind. Ratios are relative to the contender `measure`. */
async function tableAgainst(
  id: ResultTable['id'],
  measure: string,
  entries: readonly ContenderEntry[],
  asked: readonly BenchQuery[],
): Promise<ResultTable> {
  const chosen = entries.filter(
    (entry) => (chosenContenders?.includes(entry.id) ?? true) && (entry.python === undefined || python !== undefined),
  )
  const columns: ReturnType<typeof summarise>[] = []
  for (const query of asked) {
    if (!(chosenQueries?.includes(query.id) ?? true)) continue
    const racing = chosen.filter((entry) => entry.queries?.includes(query.id) ?? true)
    if (!racing.some((entry) => entry.id === measure)) continue
    const start = performance.now()
    const series = await compare(running.target, query, racing, { rounds, python })
    for (const [contender, one] of series) {
      if ('failure' in one) console.error(`${contender} fails with ${query.id}: ${one.failure}`)
    }
    columns.push(summarise(query, measure, series))
    console.error(`${id}, ${query.id}: ${((performance.now() - start) / 1000).toFixed(0)} s`)
  }
  return tableOf(id, measure, chosen, columns)
}
