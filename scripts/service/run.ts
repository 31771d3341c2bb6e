/**
 * Starts a real Micromegas service with fresh telemetry to play with, prints what to try, and stops it on Ctrl-C.
 *
 *   npm run service
 *   npm run service -- --port 50051 --spans 1000000 --logs 500000 --metrics 1000000
 */
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { type ServiceFixture, startFixture } from '../../test/service/fixture/fixture.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    spans: { type: 'string' },
    logs: { type: 'string' },
    metrics: { type: 'string' },
  },
})

function amount(name: 'port' | 'spans' | 'logs' | 'metrics'): number | undefined {
  const text = values[name]
  if (text === undefined) return undefined
  if (!/^\d+$/.test(text)) throw new Error(`--${name}: expected a whole number, got "${text}"`)
  return Number(text)
}

const amounts = {
  spans: amount('spans') ?? 350_000,
  logs: amount('logs') ?? 50_000,
  metrics: amount('metrics') ?? 50_000,
}

const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]).then(() => undefined)
console.error('Starting PostgreSQL and the service, sending telemetry …')
const fixture = await Promise.race([
  startFixture({ address: `127.0.0.1:${amount('port') ?? 0}`, amounts }),
  interrupted,
])
// Whatever has been started by then ends with this process.
if (!fixture) process.exit(130)
console.log(guide(fixture.service))
await interrupted
console.error('\nStopping …')
await fixture[Symbol.asyncDispose]()

function guide({ url, authUrl, token, ingestionUrl, processes, python }: ServiceFixture): string {
  const { exe, processId, threadStreamId } = processes.generator
  return `
A Micromegas service is running.

  Flight SQL             ${url}
  … with authentication  ${authUrl}   token '${token}'
  HTTP ingestion         ${ingestionUrl}   (OTLP: ${ingestionUrl}/ingestion/otlp)

  A game                 process ${processId}
                         exe ${exe}
                         its thread game-loop: stream ${threadStreamId}, ${amounts.spans} spans
  OpenTelemetry          process ${processes.otel.checkout.processId}, exe ${processes.otel.checkout.exe}

TypeScript

  import { createMicromegas, during, last, viewInstance } from 'kysely-micromegas'

  await using db = createMicromegas({ url: '${url}' })
  const slowest = await db
    .selectFrom(viewInstance('thread_spans', '${threadStreamId}'))
    .select(['begin', 'duration', 'name'])
    .where('depth', '=', 1)
    .orderBy('duration', 'desc')
    .limit(10)
    .$call(during(last('1 hour')))
    .execute()
  console.table(slowest)

Programs of this repository, after 'npm run build'

  node examples/log-entries.ts ${url} '%game-client%'
  node examples/slowest-spans.ts ${url} ${threadStreamId}

Python, with ${python.executable}

  import datetime, micromegas
  client = micromegas.connect('${url}')
  now = datetime.datetime.now(datetime.timezone.utc)
  print(client.query("SELECT time, level, target, msg FROM log_entries ORDER BY time DESC LIMIT 10",
                     now - datetime.timedelta(hours=1), now))

Ctrl-C stops it and removes its data.`
}
