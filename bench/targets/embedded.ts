import { createMicromegas, type LogLevel, Timestamp } from 'kysely-micromegas'
import { type EmbeddedService, startEmbedded as start } from 'kysely-micromegas/embedded'
import type { Amounts, RunningTarget } from '../target.ts'

const chunk = 8_192

/** Starts the embedded service in this process; its engine has a thread of its own. */
export async function startEmbedded(amounts: Amounts): Promise<RunningTarget> {
  const service = await start()
  // One thread has nearly all spans; a sixth of the rows are of other view sets.
  const sample = await service.sample({ rows: Math.ceil(amounts.spans * 1.2), processes: 1, threads: 1 })
  const [process] = sample.processes
  const [thread] = process?.threads ?? []
  if (process === undefined || thread === undefined) throw new Error('The sample has no thread.')
  const begin = sample.begin.epochNanoseconds
  await addLogs(service, process.processId, begin, amounts.logs)
  await addMeasures(service, process.processId, begin, amounts.metrics)
  const seconds = BigInt(Math.ceil(Math.max(amounts.logs, amounts.metrics) / 1_000))
  const end =
    begin + seconds * 1_000_000_000n > sample.end.epochNanoseconds ? begin + seconds * 1_000_000_000n : sample.end
  return {
    target: {
      name: 'embedded',
      url: service.url,
      streamId: thread.streamId,
      processId: process.processId,
      range: { begin: sample.begin.toString(), end: Timestamp.from(end).toString() },
    },
    description: 'the embedded service',
    [Symbol.asyncDispose]: () => service.close(),
  }
}

/** Returns a row of the sample, for the columns whose values do not matter here. */
async function firstRow(service: EmbeddedService, viewSet: 'log_entries' | 'measures'): Promise<object> {
  await using db = createMicromegas({ url: service.url })
  const [row] = await db.client.query<object>(`SELECT * FROM ${viewSet} LIMIT 1`)
  if (row === undefined) throw new Error(`The sample has no ${viewSet}.`)
  return row
}

async function addLogs(service: EmbeddedService, process_id: string, begin: bigint, count: number): Promise<void> {
  const row = await firstRow(service, 'log_entries')
  const properties = Array.from({ length: 64 }, (_, n) => ({ match: `${n % 8}`, player: `player-${n}` }))
  await inChunks(
    count,
    (n) => ({
      ...(row as { process_id: string }),
      process_id,
      time: begin + BigInt(n) * 1_000_000n,
      level: (1 + (n % 6)) as LogLevel,
      target: `game::system_${n % 12}`,
      msg: `entity ${n} moved to (${n % 997}, ${n % 1013}) after ${n % 61} ms`,
      properties: properties[n % 64],
    }),
    (rows) => service.insert('log_entries', rows as never),
  )
}

async function addMeasures(service: EmbeddedService, process_id: string, begin: bigint, count: number): Promise<void> {
  const row = await firstRow(service, 'measures')
  await inChunks(
    count,
    (n) => ({
      ...(row as { process_id: string }),
      process_id,
      time: begin + BigInt(n) * 1_000_000n,
      name: `metric_${n % 40}`,
      value: Math.sin(n) * 1_000,
    }),
    (rows) => service.insert('measures', rows as never),
  )
}

async function inChunks(
  count: number,
  rowOf: (n: number) => object,
  take: (rows: object[]) => Promise<unknown>,
): Promise<void> {
  for (let from = 0; from < count; from += chunk) {
    await take(Array.from({ length: Math.min(chunk, count - from) }, (_, offset) => rowOf(from + offset)))
  }
}
