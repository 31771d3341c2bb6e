import type { SampledProcess } from './process.js'
import type { Recorder } from './recorder.js'

/** Something that recurs in a simulated program: a frame, a request, a report. */
export interface Activity {
  /** The time at which it happens next; infinite when it will not happen again. */
  readonly next: number
  /** Lets it happen once. */
  step(recorder: Recorder): void
}

/** Simulated programs. The same options make the same ones. */
export interface Scenario {
  readonly processes: readonly SampledProcess[]
  readonly activities: readonly Activity[]
}

/**
 * Runs the activities in order of time, and yields the time whenever a period has passed.
 *
 * @param isDone asked before each step, with the number of those made
 */
export function* simulate(
  { activities }: Scenario,
  recorder: Recorder,
  period: number,
  isDone: (steps: number) => boolean,
): Generator<number, number> {
  let endOfPeriod = period
  for (let steps = 0; ; steps++) {
    const activity = earliest(activities)
    if (activity === undefined || isDone(steps)) return steps
    if (activity.next >= endOfPeriod) {
      endOfPeriod = Math.floor(activity.next / period) * period
      yield endOfPeriod
      endOfPeriod += period
    }
    activity.step(recorder)
  }
}

function earliest(activities: readonly Activity[]): Activity | undefined {
  let first: Activity | undefined
  for (const activity of activities) {
    if (activity.next < (first?.next ?? Number.POSITIVE_INFINITY)) first = activity
  }
  return first
}
