/**
 * Starts and stops services, queries each, and prints what the process holds: at its start, after some and after more.
 * `node --expose-gc start-and-stop.ts 10 50`.
 */
import { subscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { createMicromegas } from 'kysely-micromegas'
import { startEmbedded } from 'kysely-micromegas/embedded'

/** Resolve when sockets are closed: one turn of the event loop after `destroy()`, or many turns on a busy machine. */
const closing: Promise<unknown>[] = []
for (const channel of ['net.client.socket', 'net.server.socket']) {
  subscribe(channel, (message) => closing.push(once((message as { socket: Socket }).socket, 'close')))
}

async function startAndStop(): Promise<void> {
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
  for (let time = 0; time < times; time++) await startAndStop()
  // Sockets that are closing do not keep the process alive.
  const awake = setInterval(() => {}, 1_000)
  await Promise.all(closing.splice(0))
  clearInterval(awake)
  // Closing sockets leave work for the next turn.
  while (handles().includes('Immediate')) await setImmediate()
  globalThis.gc?.()
  return process.memoryUsage().rss
}

const [some, more] = process.argv.slice(2).map(Number)
const rssBefore = await memoryAfter(some ?? 1)
const rss = await memoryAfter(more ?? 1)
console.log(JSON.stringify({ handlesAtStart, handles: handles(), rssBefore, rss }))
