/**
 * Shows what this package is about, in under a minute: starts the embedded service with sample telemetry, runs typed
 * queries, and prints the SQL that they become and what does not compile.
 *
 *   npm run demo
 */
import type { Compilable } from 'kysely'
import { createMicromegas, during, functions, LogLevel, viewInstance } from 'kysely-micromegas'
import { startEmbedded } from 'kysely-micromegas/embedded'
import { refusalOf } from './refusal.ts'

const begun = performance.now()
const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(2)} s`

console.log('Starting the embedded Micromegas service …')
await using service = await startEmbedded()
console.log(`Listening at ${service.url} after ${seconds(begun)}. Any Flight SQL client can connect.`)

const generated = performance.now()
const { begin, end, processes, rows: made } = await service.sample({ rows: 250_000, seed: 7 })
console.log(`Telemetry of a game, generated and stored in ${seconds(generated)}:`)
console.table(Object.entries(made).map(([viewSet, rows]) => ({ 'view set': viewSet, rows })))

await using db = createMicromegas({ url: service.url, timeRange: during(begin, end) })
const [server, client] = processes
const mainThread = client?.threads.find(({ name }) => name.startsWith('main')) ?? client?.threads[0]
if (server === undefined || client === undefined || mainThread === undefined)
  throw new Error('the sample contains no threads')

interface Runnable extends Compilable<object> {
  execute(): Promise<object[]>
}

async function show(title: string, query: Runnable): Promise<void> {
  console.log(`\n── ${title}\n   ${query.compile().sql}`)
  const started = performance.now()
  const rows = await query.execute()
  console.log(`   ${rows.length} rows in ${(performance.now() - started).toFixed(1)} ms`)
  console.table(rows)
}

await show(
  'The latest log entries of a program',
  db
    .selectFrom('log_entries')
    .select(['time', 'level', 'target', 'msg'])
    .where('level', '<=', LogLevel.Info)
    .where('exe', '=', client.exe)
    .orderBy('time', 'desc')
    .limit(5),
)

await show(
  'The slowest top-level spans of a thread: instances of view sets are typed relations',
  db
    .selectFrom(viewInstance('thread_spans', mainThread.streamId))
    .select(['begin', 'end', 'duration', 'name'])
    .where('depth', '=', 1)
    .orderBy('duration', 'desc')
    .limit(5),
)

await show(
  'A join, with columns of both sides',
  db
    .selectFrom(viewInstance('log_entries', server.processId, 'entry'))
    .innerJoin('processes as process', 'process.process_id', 'entry.process_id')
    .select((eb) => ['process.exe', 'process.computer', 'entry.level', eb.fn.countAll().as('entries')])
    .groupBy(['process.exe', 'process.computer', 'entry.level'])
    .orderBy('entry.level'),
)

await show(
  'A common table expression: where the slowest frames spend their time',
  db
    .with('slow', (q) =>
      q
        .selectFrom(viewInstance('thread_spans', mainThread.streamId))
        .select(['id', 'duration'])
        .where('depth', '=', 1)
        .orderBy('duration', 'desc')
        .limit(20),
    )
    .selectFrom(viewInstance('thread_spans', mainThread.streamId, 'span'))
    .innerJoin('slow', 'slow.id', 'span.parent')
    .select((eb) => ['span.name', eb.fn.countAll().as('spans'), eb.fn.sum('span.duration').as('ns')])
    .groupBy('span.name')
    .orderBy('ns', 'desc')
    .limit(5),
)

await show(
  'Histograms, computed and evaluated by the service: quantiles of frame times per process',
  db
    .with('frames', (q) =>
      q
        .selectFrom('measures')
        .select((eb) => ['process_id', functions(eb).makeHistogram(0, 100, 200, 'value').as('histogram')])
        .where('name', '=', 'frame_time')
        .groupBy('process_id'),
    )
    .selectFrom('frames')
    .select((eb) => {
      const f = functions(eb)
      return [
        'process_id',
        f.countFromHistogram('histogram').as('frames'),
        f.quantileFromHistogram('histogram', 0.5).as('median_ms'),
        f.quantileFromHistogram('histogram', 0.99).as('p99_ms'),
      ]
    })
    .orderBy('process_id'),
)

await show(
  'Properties, extracted by the service',
  db
    .selectFrom('processes')
    .select((eb) => ['exe', 'computer', functions(eb).propertyGet('properties', 'version').as('version')])
    .orderBy('exe'),
)

console.log('\n── Streaming: rows as they arrive, while the service waits for the reader')
const spans = db.selectFrom(viewInstance('thread_spans', mainThread.streamId)).select(['duration', 'depth'])
const streaming = performance.now()
let count = 0
let longest = 0n
for await (const chunk of db.client.chunks(spans)) {
  for (const { duration, depth } of chunk) if (depth > 0 && duration > longest) longest = duration
  count += chunk.length
  process.stdout.write(`\r   ${count} spans, the longest ${Number(longest) / 1e6} ms`)
}
console.log(` – ${(performance.now() - streaming).toFixed(1)} ms`)

console.log('\n── What does not compile')
console.log(
  refusalOf(`import { createMicromegas, viewInstance } from 'kysely-micromegas'
const db = createMicromegas({ url: 'grpc://localhost:50051' })
db.selectFrom(viewInstance('thread_spans', 'a-stream')).where('depth', '=', 'one')
`)
    .split('\n')
    .map((line) => `   ${line}`)
    .join('\n'),
)

console.log(`\nDone in ${seconds(begun)}. Next: examples/, docs/embedded.md, npm run service.`)
