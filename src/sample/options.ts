import { MicromegasError } from '../errors.js'
import { type DurationText, parseDuration } from '../types/duration.js'
import { type InstantInput, Timestamp } from '../types/timestamp.js'
import { SECOND } from './time.js'

/** What telemetry to make, and how much of it. */
export interface SampleOptions {
  /**
   * What kind of system it comes from:
   * - `'game'` (default): a server and its clients. Frames with nested spans on several threads, occasional hitches,
   *   loading of assets, network replication, frame times and memory.
   * - `'web'`: a gateway whose threads handle requests, and services behind it that speak OpenTelemetry: traces across
   *   processes, logs with trace ids, metrics.
   */
  readonly scenario?: 'game' | 'web'
  /**
   * Another whole number from 0 to 2^53 - 1 gives other telemetry, ids included: telemetry that is to stand beside other
   * of the same scenario needs a seed of its own. Default 1.
   */
  readonly seed?: number
  /** When it begins. Default: the end minus the duration. */
  readonly begin?: InstantInput
  /** When it ends. Default: the begin plus the duration or, when neither is given, the present. */
  readonly end?: InstantInput
  /** How much time it covers, from one second to one day. Default: 10 seconds. Not together with `rows`. */
  readonly duration?: DurationText
  /**
   * About how many rows in all view sets together, for as long as that takes. Not together with `duration`, nor with
   * both `begin` and `end`. There is always at least one frame or request of each process.
   */
  readonly rows?: number
  /**
   * How many processes: 1 to 100. Default 3. The first is the server or the gateway, which alone has nobody to replicate
   * to and nothing to trace.
   */
  readonly processes?: number
  /**
   * How many threads with spans each process has: 1 to 64. Default 5 for the game (main, render, audio, and workers) and
   * 4 for the gateway of the web. Services that speak OpenTelemetry have none.
   */
  readonly threads?: number
}

/** The options with every one decided. */
export interface ResolvedOptions {
  readonly scenario: 'game' | 'web'
  readonly seed: number
  readonly processes: number
  readonly threads: number
  /** Nanoseconds of telemetry, or how many rows it should have. */
  readonly size: { readonly duration: number } | { readonly rows: number }
  /** The one end of the time range that is fixed: the other follows from the size. */
  readonly anchor: { readonly begin: Timestamp } | { readonly end: Timestamp }
}

const DEFAULT_DURATION = 10 * SECOND
const MAXIMUM_DURATION = 86_400 * SECOND
const defaultThreads = { game: 5, web: 4 }

/**
 * Decides every option.
 *
 * @param now stands for the end where neither begin nor end is given
 * @throws `invalid_argument` for options that are out of range or contradict each other
 */
export function resolveOptions(options: SampleOptions, now: InstantInput): ResolvedOptions {
  const { scenario = 'game', seed = 1, begin, end, rows } = options
  if (!Object.hasOwn(defaultThreads, scenario)) {
    throw refuse(`There is no scenario ${JSON.stringify(scenario)}: give 'game' or 'web'.`)
  }
  checkWholeNumber('seed', seed, 0, Number.MAX_SAFE_INTEGER)
  const { processes = 3, threads = defaultThreads[scenario] } = options
  checkWholeNumber('processes', processes, 1, 100)
  checkWholeNumber('threads', threads, 1, 64)
  if (rows !== undefined) checkWholeNumber('rows', rows, 1, 100_000_000)
  return {
    scenario,
    seed,
    processes,
    threads,
    size: rows === undefined ? { duration: durationOf(options) } : sizeInRows(options, rows),
    anchor: begin === undefined ? { end: Timestamp.from(end ?? now) } : { begin: Timestamp.from(begin) },
  }
}

function sizeInRows({ begin, end, duration }: SampleOptions, rows: number): { readonly rows: number } {
  if (duration !== undefined) throw refuse('Both `rows` and `duration` are given: each decides the size. Give one.')
  if (begin !== undefined && end !== undefined) {
    throw refuse('`rows` is given with both `begin` and `end`: the one end follows from the other. Give one.')
  }
  return { rows }
}

function durationOf({ begin, end, duration }: SampleOptions): number {
  const given = duration === undefined ? undefined : Number(parseDuration(duration))
  const between =
    begin === undefined || end === undefined
      ? undefined
      : Number(Timestamp.from(end).epochNanoseconds - Timestamp.from(begin).epochNanoseconds)
  if (given !== undefined && between !== undefined && given !== between) {
    throw refuse('`begin`, `end` and `duration` contradict each other. Give two of the three.')
  }
  const nanoseconds = given ?? between ?? DEFAULT_DURATION
  if (nanoseconds < SECOND || nanoseconds > MAXIMUM_DURATION) {
    throw refuse('The telemetry must cover from one second to one day.')
  }
  return nanoseconds
}

function checkWholeNumber(option: string, value: number, minimum: number, maximum: number): void {
  if (!Number.isInteger(value) || value < minimum || value > maximum) {
    throw refuse(`\`${option}\` is ${value}: give a whole number from ${minimum} to ${maximum}.`)
  }
}

function refuse(reason: string): MicromegasError {
  return new MicromegasError('invalid_argument', reason)
}
