import type { ContenderEntry } from './contender.ts'
import type { Measurement } from './job.ts'
import { type MeasuringProcess, startMeasuring } from './measuring-process.ts'
import { rotated } from './order.ts'
import type { BenchQuery } from './queries.ts'
import type { Target } from './target.ts'

/** The measurements of one contender with one query, one a round; or why there are none. */
export type Series = readonly Measurement[] | { readonly failure: string }

/** One round of warming up, then so many that count; the order of the contenders rotates from round to round. */
export async function compare(
  target: Target,
  query: BenchQuery,
  contenders: readonly ContenderEntry[],
  { rounds, python }: { readonly rounds: number; readonly python: string | undefined },
): Promise<ReadonlyMap<string, Series>> {
  await using processes = new AsyncDisposableStack()
  const racing = contenders.map((entry) => {
    const limit = entry.rowLimits?.[query.id]
    const job = {
      target,
      ...(limit === undefined
        ? { sql: query.sql(target) }
        : { sql: `${query.sql(target)} LIMIT ${limit}`, oneRowSql: `${query.sql(target)} LIMIT 1` }),
      count: query.kind === 'points' ? query.count : 1,
      concurrency: query.kind === 'points' ? query.concurrency : 1,
    }
    return { id: entry.id, process: processes.use(startMeasuring(entry, job, python)) }
  })
  const results = new Map<string, Measurement[] | { failure: string }>(racing.map(({ id }) => [id, []]))
  for (let round = -1; round < rounds; round++) {
    for (const { id, process } of rotated(racing, round + 1)) {
      const series = results.get(id)
      if (!Array.isArray(series)) continue
      const measured = await attempt(process)
      if ('failure' in measured) results.set(id, measured)
      else if (round >= 0) series.push(measured)
    }
  }
  return results
}

async function attempt(process: MeasuringProcess): Promise<Measurement | { failure: string }> {
  try {
    return await process.measure()
  } catch (error) {
    return { failure: (error as Error).message }
  }
}
