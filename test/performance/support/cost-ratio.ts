/** A piece of work whose cost is measured. What it returns is dropped. */
export type Work = () => unknown

export interface CostRatioOptions {
  /** How many rounds are measured; the median of their ratios counts. Default: 15. */
  readonly rounds?: number
  /** How many rounds run before, unmeasured, so that V8 has compiled both. Default: 5. */
  readonly warmUp?: number
  /** How long each side of a round runs at least, in milliseconds of processor time. Default: 30. */
  readonly minimum?: number
}

/**
 * Measures how many times the processor time of `reference` `subject` takes.
 *
 * Other programs on the machine take wall time from both, but no processor time. What they do to the caches hits both
 * sides alike, because the sides alternate within a round, and their order from round to round. Each side starts with
 * an empty young generation, so that it pays for its own garbage, not for that of the other side. A round that was
 * disturbed all the same does not move the median.
 *
 * @example
 * expect(costRatio(() => decode(batch), () => handWritten(batch))).toBeLessThan(1.3)
 */
export function costRatio(subject: Work, reference: Work, options: CostRatioOptions = {}): number {
  const { rounds = 15, warmUp = 5, minimum = 30 } = options
  const subjectRuns = runsWithin(subject, minimum, warmUp)
  const referenceRuns = runsWithin(reference, minimum, warmUp)
  const ratios = Array.from({ length: rounds }, (_, round) => {
    if (round % 2 === 0) {
      const first = costPerRun(subject, subjectRuns)
      return first / costPerRun(reference, referenceRuns)
    }
    const first = costPerRun(reference, referenceRuns)
    return costPerRun(subject, subjectRuns) / first
  })
  return medianOf(ratios)
}

/** Milliseconds of processor time that this process has used, its collector and compiler threads included. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

/** The middle value; of an even number of values the upper one of the two. */
function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] as number
}

function costPerRun(work: Work, runs: number): number {
  if (globalThis.gc === undefined)
    throw new Error('costs are measured with `node --expose-gc`, as the configuration says')
  globalThis.gc({ type: 'minor' })
  const begin = processorTime()
  for (let run = 0; run < runs; run++) work()
  return (processorTime() - begin) / runs
}

/** Warms up, then returns how many runs fill the minimum: the clock counts microseconds, and a run may take only a few. */
function runsWithin(work: Work, minimum: number, warmUp: number): number {
  let runs = 1
  for (let round = 1; ; round++) {
    if (costPerRun(work, runs) * runs < minimum) runs *= 2
    else if (round > warmUp) return runs
  }
}
