import type { Measurement } from './job.ts'

/** The cost of a result. */
export interface Cost {
  readonly milliseconds: number
  readonly cpuMilliseconds: number
}

/**
 * Extrapolates the cost of all `rows` from a measurement of `asked` of them. The cost of one row, which does not depend on
 * the number of rows, counts once.
 */
export function extrapolated(
  { milliseconds, cpuMilliseconds, oneRow }: Measurement,
  asked: number,
  rows: number,
): Cost {
  const scaled = (all: number, one = 0) => {
    const fixed = Math.min(one, all)
    return fixed + (all - fixed) * Math.max(1, rows / asked)
  }
  return {
    milliseconds: scaled(milliseconds, oneRow?.milliseconds),
    cpuMilliseconds: scaled(cpuMilliseconds, oneRow?.cpuMilliseconds),
  }
}
