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

/** Describes the telemetry that was made. */
export interface Sample {
  /** The start of the first process. The first bin of `log_stats` begins earlier, with its minute. */
  readonly begin: Timestamp
  /** The end of the last event. The last blocks arrive at the service within a second after it. */
  readonly end: Timestamp
  readonly processes: readonly SampleProcess[]
  /** The number of rows in each view set. View sets without rows are absent. */
  readonly rows: Readonly<Partial<Record<SampledViewSet, number>>>
}

const scenarios = { game: gameScenario, web: webScenario }

/**
 * Makes believable telemetry, as complete rows of the built-in view sets: nested spans that add up, logs of all levels,
 * metrics, async spans, network replication, traces, and the processes, streams and blocks that they belong to. Ids join,
 * and counts and times agree with each other.
 *
 * The same options make the same rows, on every machine. `now` matters only where neither `begin` nor `end` is set. Memory
 * does not grow with the size: rows are made as they are asked for, period by period, and in order of time within each view
 * set, or within each instance where instances are stored separately. Streams and processes, which a service derives from
 * blocks, come last.
 *
 * @param now the end of the telemetry, unless the options set one
 * @returns a description of the telemetry, when all rows have been taken
 * @throws `invalid_argument` for unknown options, and for options that are out of range or contradict each other
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

/** Runs the simulation once without making rows, to count its steps and to find what cannot be known before its end. */
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
/** The number of threads up to which the longest period is kept, since the events of a period are held in memory. */
const THREADS_PER_PERIOD = 20

/** The time that each block covers. */
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
