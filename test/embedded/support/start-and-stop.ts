/** Starts and stops services, queries each, and prints what the process holds after ten and after fifty more. */
import { createMicromegas } from 'kysely-micromegas'
import { startEmbedded } from 'kysely-micromegas/embedded'

async function once(): Promise<void> {
  const service = await startEmbedded()
  const db = createMicromegas({ url: service.url })
  await db.client.query('select count(*) from generate_series(1, 100000)')
  await db.destroy()
  await service.close()
}

async function held(times: number): Promise<{ handles: string[]; rss: number }> {
  for (let time = 0; time < times; time++) await once()
  // Sockets that were destroyed are gone one turn later.
  await new Promise((resolve) => setImmediate(resolve))
  globalThis.gc?.()
  return { handles: process.getActiveResourcesInfo().sort(), rss: process.memoryUsage().rss }
}

const before = await held(10)
const after = await held(50)
console.log(
  JSON.stringify({ handlesBefore: before.handles, rssBefore: before.rss, handles: after.handles, rss: after.rss }),
)
