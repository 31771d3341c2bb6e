import type { ContenderEntry } from './contender.ts'
import { extrapolated } from './extrapolation.ts'
import type { Amount, Job, Measurement } from './job.ts'
import { type MeasuringProcess, startMeasuring } from './measuring-process.ts'
import { rotated } from './order.ts'
import type { BenchQuery } from './queries.ts'
import type { Target } from './target.ts'

/** The measurements of one contender with one query. */
export interface Measured {
  /** One per round. */
  readonly measurements: readonly Measurement[]
  /** Number of rows asked for, if only a part of the result was. */
  readonly partRows?: number
}

/** The measurements of one contender, or the reason why it failed. */
export type Series = Measured | { readonly failure: string }

interface Racing {
  readonly id: string
  readonly job: Omit<Job, 'contender'>
  readonly process: MeasuringProcess
  amount: Amount
}

/** Milliseconds for the whole result beyond which a contender is asked for a part of it. */
const longestWhole = 5_000

/**
 * Compares contenders over a warm-up round and `rounds` measured ones, rotating their order. A contender with a row limit is
 * first asked for that part of the result; if the part shows that the whole takes a few seconds, the whole is measured.
 */
export async function compare(
  target: Target,
  query: BenchQuery,
  contenders: readonly ContenderEntry[],
  { rounds, python }: { readonly rounds: number; readonly python: string | undefined },
): Promise<ReadonlyMap<string, Series>> {
  await using processes = new AsyncDisposableStack()
  const racing = contenders.map((entry): Racing => {
    const job = jobOf(target, query, entry)
    const amount = job.part === undefined ? 'whole' : 'part'
    return { id: entry.id, job, process: processes.use(startMeasuring(entry, job, python)), amount }
  })
  const failures = new Map<string, string>()
  const attempt = async ({ id, process, amount }: Racing): Promise<Measurement | undefined> => {
    if (failures.has(id)) return undefined
    try {
      return await process.measure(amount)
    } catch (error) {
      failures.set(id, (error as Error).message)
      return undefined
    }
  }

  const first = new Map<string, Measurement | undefined>()
  for (const one of racing) first.set(one.id, await attempt(one))
  const rows = Math.max(...[...first.values()].map((measurement) => measurement?.rows ?? 0))
  for (const one of racing) {
    const measurement = first.get(one.id)
    if (one.job.part === undefined || measurement === undefined) continue
    const asked = measurement.rows ?? one.job.part.rows
    if (extrapolated(measurement, asked, rows).milliseconds > longestWhole) continue
    one.amount = 'whole'
    await attempt(one)
  }

  const measured = new Map<string, Measurement[]>(racing.map(({ id }) => [id, []]))
  for (let round = 0; round < rounds; round++) {
    for (const one of rotated(racing, round)) {
      const measurement = await attempt(one)
      if (measurement !== undefined) measured.get(one.id)?.push(measurement)
    }
  }
  return new Map(
    racing.map(({ id, amount, job }): [string, Series] => {
      const failure = failures.get(id)
      const measurements = measured.get(id) ?? []
      if (failure !== undefined) return [id, { failure }]
      return [id, amount === 'part' && job.part ? { measurements, partRows: job.part.rows } : { measurements }]
    }),
  )
}

function jobOf(target: Target, query: BenchQuery, { rowLimits }: ContenderEntry): Omit<Job, 'contender'> {
  const sql = query.sql(target)
  const rows = rowLimits?.[query.id]
  return {
    target,
    sql,
    ...(rows === undefined ? {} : { part: { rows, sql: `${sql} LIMIT ${rows}`, oneRowSql: `${sql} LIMIT 1` } }),
    count: query.kind === 'points' ? query.count : 1,
    concurrency: query.kind === 'points' ? query.concurrency : 1,
  }
}
