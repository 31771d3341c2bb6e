import type { ContenderEntry } from './contender.ts'
import { extrapolated } from './extrapolation.ts'
import type { Amount, Job, Measurement } from './job.ts'
import { type MeasuringProcess, startMeasuring } from './measuring-process.ts'
import { rotated } from './order.ts'
import type { BenchQuery } from './queries.ts'
import type { Target } from './target.ts'

/** What was measured of one contender with one query. */
export interface Measured {
  /** One a round. */
  readonly measurements: readonly Measurement[]
  /** How many rows were asked for, where that is a part of the result. */
  readonly partRows?: number
}

/** The measurements of one contender, or why there are none. */
export type Series = Measured | { readonly failure: string }

interface Racing {
  readonly id: string
  readonly job: Omit<Job, 'contender'>
  readonly process: MeasuringProcess
  amount: Amount
}

/** What takes longer for the whole result is asked for a part of it. */
const longestWhole = 5_000

/**
 * Compares contenders: one round of warming up, then so many that count; the order rotates from round to round. Those that
 * may be slow are asked for a part of the result first, and for all of it if the part says that this takes few seconds.
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
