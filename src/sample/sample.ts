import { type InstantInput, Timestamp } from '../types/timestamp.js'
import { gameScenario } from './game/game.js'
import { type ResolvedOptions, resolveOptions, type SampleOptions } from './options.js'
import { Plan } from './plan.js'
import type { SampledProcess } from './process.js'
import { Random } from './random.js'
import { RowBuilder } from './row-builder.js'
import { RowRecorder } from './row-recorder.js'
import type { SampledViewSet, SampleRows } from './rows.js'
import { type Scenario, simulate } from './simulation.js'
import { MILLISECOND, SECOND } from './time.js'
import { webScenario } from './web/web.js'

/** A thread with spans. */
export interface SampleThread {
  /** The id of its instance of `thread_spans`. */
  readonly streamId: string
  readonly name: string
}

export interface SampleProcess {
  readonly processId: string
  readonly exe: string
  readonly computer: string
  readonly username: string
  readonly instrumentation: 'native' | 'opentelemetry'
  /** Empty for processes that speak OpenTelemetry. */
  readonly threads: readonly SampleThread[]
}

/** What telemetry was made. */
export interface Sample {
  /** When the first process started. The first bin of `log_stats` begins before, with its minute. */
  readonly begin: Timestamp
  /** No event is later. The last blocks arrive at the service within the second after. */
  readonly end: Timestamp
  readonly processes: readonly SampleProcess[]
  /** How many rows each view set got. Those that got none are absent. */
  readonly rows: Readonly<Partial<Record<SampledViewSet, number>>>
}

const scenarios = { game: gameScenario, web: webScenario }

/**
 * Believable telemetry, as complete rows of the built-in view sets: nested spans that add up, logs of all levels,
 * metrics, async spans, network replication, traces, and the processes, streams and blocks that they belong to. Ids join,
 * and counts and times agree with each other.
 *
 * The same options give the same rows, on every machine. `now` counts only where neither `begin` nor `end` is given.
 * Memory does not grow with the size: rows are made as they are asked for, period by period, and within each view set
 * (of each instance, where those are apart) in order of time. What a service derives from blocks, streams and
 * processes, comes last.
 *
 * @param now when it ends, if the options do not say
 * @returns what was made, when all rows have been taken
 * @throws `invalid_argument` for options that are out of range or contradict each other
 *
 * @example
 * ```ts
 * const sample = sampleTelemetry({ rows: 100_000 }, '2026-11-23T12:00:00Z')
 * for (const { viewSet, rows } of sample) console.log(viewSet, rows.length)
 * ```
 */
export function sampleTelemetry(options: SampleOptions, now: InstantInput): Generator<SampleRows, Sample, void> {
  return generate(resolveOptions(options, now))
}

function* generate(options: ResolvedOptions): Generator<SampleRows, Sample, void> {
  const { plan, steps } = makePlan(options)
  const length = 'duration' in options.size ? options.size.duration : plan.end
  const begin =
    'begin' in options.anchor
      ? options.anchor.begin.epochNanoseconds
      : options.anchor.end.epochNanoseconds - BigInt(length)

  const scenario = makeScenario(options)
  const recorder = new RowRecorder(
    new RowBuilder(begin),
    new Random(options.seed, `${options.scenario} blocks`),
    plan.threads,
  )
  const counts: Partial<Record<SampledViewSet, number>> = {}
  function* counted(chunks: Iterable<SampleRows>): Generator<SampleRows> {
    for (const chunk of chunks) {
      counts[chunk.viewSet] = (counts[chunk.viewSet] ?? 0) + chunk.rows.length
      yield chunk
    }
  }
  for (const time of simulate(scenario, recorder, periodOf(options), (made) => made === steps)) {
    yield* counted(recorder.send(time))
  }
  yield* counted(recorder.send(Number.POSITIVE_INFINITY))
  yield* counted(recorder.sendMetadata())

  return {
    begin: Timestamp.fromEpochNanoseconds(begin),
    end: Timestamp.fromEpochNanoseconds(begin + BigInt(length)),
    processes: scenario.processes.map((process) => describe(process, plan)),
    rows: counts,
  }
}

/** Runs the simulation once without making rows: how many steps it takes, and what cannot be known before its end. */
function makePlan(options: ResolvedOptions): { readonly plan: Plan; readonly steps: number } {
  const plan = new Plan()
  const scenario = makeScenario(options)
  const wanted = 'rows' in options.size ? options.size.rows : Number.POSITIVE_INFINITY
  const isDone = (steps: number) => plan.rows >= wanted && steps >= scenario.activities.length
  const simulation = simulate(scenario, plan, periodOf(options), isDone)
  for (;;) {
    const { done, value } = simulation.next()
    if (done) return { plan, steps: value }
    plan.send(value)
  }
}

function makeScenario(options: ResolvedOptions): Scenario {
  const end = 'duration' in options.size ? options.size.duration : Number.POSITIVE_INFINITY
  return scenarios[options.scenario](options, end)
}

const LONGEST_PERIOD = 2 * SECOND
const SHORTEST_PERIOD = 20 * MILLISECOND
/** How many threads can keep the longest period: what happens in one is held in memory. */
const THREADS_PER_PERIOD = 20

/** How much time each block covers. */
function periodOf({ processes, threads }: ResolvedOptions): number {
  const period = Math.floor((LONGEST_PERIOD * THREADS_PER_PERIOD) / (processes * threads))
  return Math.min(LONGEST_PERIOD, Math.max(SHORTEST_PERIOD, period))
}

function describe({ processId, description, threads }: SampledProcess, plan: Plan): SampleProcess {
  const { exe, computer, username, instrumentation } = description
  return {
    processId,
    exe,
    computer,
    username,
    instrumentation,
    threads: threads
      .filter(({ streamId }) => plan.threads.has(streamId))
      .map(({ streamId, name }) => ({ streamId, name })),
  }
}
