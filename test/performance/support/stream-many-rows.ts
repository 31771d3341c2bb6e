/**
 * Streams ten million rows, and prints in MB what was in use before, the most that was in use at any time, and the most
 * that a full collection left over in the first half and in the second. Needs `node --expose-gc`.
 */
import { createMicromegas } from 'kysely-micromegas'
import { startEmbedded } from 'kysely-micromegas/embedded'

const total = 10_000_000
await using service = await startEmbedded()
await using db = createMicromegas({ url: service.url })
const sql = `select value as id, arrow_cast(value * 1000, 'Timestamp(Nanosecond, Some("+00:00"))') as time,
  value % 7 = 0 as flag, cast(value as double) / 3 as number, concat('message ', value % 1000) as msg
  from generate_series(1, ${total})`

const inUse = (): number => {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / 2 ** 20
}
const retained = (): number => {
  globalThis.gc?.()
  return inUse()
}
const start = retained()
let peak = start
const kept = [0, 0]
let rows = 0
let nextCollection = 0
let sum = 0n
for await (const chunk of db.client.chunks<{ id: bigint }>(sql)) {
  const half = rows < total / 2 ? 0 : 1
  rows += chunk.length
  for (const { id } of chunk) sum += id
  peak = Math.max(peak, inUse())
  if (rows < nextCollection) continue
  nextCollection = rows + total / 20
  kept[half] = Math.max(kept[half] ?? 0, retained())
}
console.log(JSON.stringify({ rows, sum: String(sum), start, peak, first: kept[0], second: kept[1] }))
