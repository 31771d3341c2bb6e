/**
 * Starts and stops services, queries each, and prints what the process holds at its start, after some and after more:
 * `node --expose-gc start-and-stop.ts 10 50`.
 */
import { setTimeout } from 'node:timers/promises'
import { createMicromegas } from 'kysely-micromegas'
import { startEmbedded } from 'kysely-micromegas/embedded'

async function once(): Promise<void> {
  const service = await startEmbedded()
  const db = createMicromegas({ url: service.url })
  await db.client.query('select count(*) from generate_series(1, 100000)')
  await db.destroy()
  await service.close()
}

const handles = (): string[] => process.getActiveResourcesInfo().sort()
/** The pipes of standard input and output. */
const handlesAtStart = handles()

async function memoryAfter(times: number): Promise<number> {
  for (let time = 0; time < times; time++) await once()
  // A client's socket ends after `destroy()` has returned: one turn of the event loop later, or many on a busy machine.
  for (let waited = 0; handles().length > handlesAtStart.length && waited < 10_000; waited += 5) await setTimeout(5)
  globalThis.gc?.()
  return process.memoryUsage().rss
}

const [some, more] = process.argv.slice(2).map(Number)
const rssBefore = await memoryAfter(some ?? 1)
const rss = await memoryAfter(more ?? 1)
console.log(JSON.stringify({ handlesAtStart, handles: handles(), rssBefore, rss }))
