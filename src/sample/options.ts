import { invalidArgument, type MicromegasError } from '../errors.js'
import { type DurationText, parseDuration } from '../types/duration.js'
import { refuseUnknownOptions, type SupportedOptions } from '../types/options.js'
import { type InstantInput, Timestamp } from '../types/timestamp.js'
import { SECOND } from './time.js'

/** The kind of telemetry to make, its size and its time range. */
export interface SampleOptions {
  /**
   * The kind of system that it comes from:
   * - `'game'` (default): a server and its clients. Frames with nested spans on several threads, occasional hitches,
   *   loading of assets, network replication, frame times and memory.
   * - `'web'`: a gateway whose threads handle requests, and services behind it that speak OpenTelemetry: traces across
   *   processes, logs with trace ids, metrics.
   */
  readonly scenario?: 'game' | 'web'
  /**
   * A whole number from 0 to 2^53 - 1. Each seed makes other telemetry, ids included: a second sample of the same scenario
   * in one service needs another seed. Default: 1.
   */
  readonly seed?: number
  /** The begin of the telemetry. Default: the end minus the duration. */
  readonly begin?: InstantInput
  /** The end of the telemetry. Default: the begin plus the duration or, without a begin, the present. */
  readonly end?: InstantInput
  /** The time that it covers, from one second to one day. Default: 10 seconds. Cannot be combined with `rows`. */
  readonly duration?: DurationText
  /**
   * The approximate number of rows in all view sets together, from which the duration follows. Cannot be combined with
   * `duration`, nor with both `begin` and `end`. Each process has at least one frame or request.
   */
  readonly rows?: number
  /**
   * The number of processes, 1 to 100. Default: 3. The first one is the server or the gateway; alone it replicates to
   * nobody and traces nothing.
   */
  readonly processes?: number
  /**
   * The number of threads with spans in each process, 1 to 64. Default: 5 in the game (main, render, audio and workers), 4
   * in the gateway of the web. Services that speak OpenTelemetry have none.
   */
  readonly threads?: number
}

/** The options with their defaults filled in. */
export interface ResolvedOptions {
  readonly scenario: 'game' | 'web'
  readonly seed: number
  readonly processes: number
  readonly threads: number
  /** The duration in nanoseconds, or the number of rows. */
  readonly size: { readonly duration: number } | { readonly rows: number }
  /** The end of the time range that is fixed. The other one follows from the size. */
  readonly anchor: { readonly begin: Timestamp } | { readonly end: Timestamp }
}

const DEFAULT_DURATION = 10 * SECOND
const MAXIMUM_DURATION = 86_400 * SECOND
const defaultThreads = { game: 5, web: 4 }

const optionNames = {
  scenario: true,
  seed: true,
  begin: true,
  end: true,
  duration: true,
  rows: true,
  processes: true,
  threads: true,
} satisfies SupportedOptions<SampleOptions>

/**
 * Checks the options and fills in their defaults.
 *
 * @param now stands in for the end where neither `begin` nor `end` is set
 * @throws `invalid_argument` for unknown options, and for options that are out of range or contradict each other
 */
export function resolveOptions(options: SampleOptions, now: InstantInput): ResolvedOptions {
  refuseUnknownOptions('sample', options, optionNames)
  const { scenario = 'game', seed = 1, begin, end, rows } = options
  if (!Object.hasOwn(defaultThreads, scenario)) {
    const names = Object.keys(defaultThreads).join(', ')
    throw refusal(`unknown scenario ${JSON.stringify(scenario)}; supported scenarios: ${names}.`)
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
  if (duration !== undefined)
    throw refusal('`rows` and `duration` are both set, but each decides the size.', 'Leave one of them out.')
  if (begin !== undefined && end !== undefined) {
    throw refusal(
      '`rows` is set together with both `begin` and `end`.',
      'Leave `begin` or `end` out: it follows from the rows.',
    )
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
    throw refusal('`begin`, `end` and `duration` contradict each other.', 'Leave one of the three out.')
  }
  const nanoseconds = given ?? between ?? DEFAULT_DURATION
  if (nanoseconds < SECOND || nanoseconds > MAXIMUM_DURATION) {
    throw refusal(`expected from one second to one day of telemetry, got ${nanoseconds / SECOND} seconds.`)
  }
  return nanoseconds
}

function checkWholeNumber(option: string, value: number, minimum: number, maximum: number): void {
  if (!Number.isInteger(value) || value < minimum || value > maximum) {
    throw refusal(`expected \`${option}\` to be a whole number from ${minimum} to ${maximum}, got ${value}.`)
  }
}

function refusal(reason: string, help?: string): MicromegasError {
  return invalidArgument(`sample: ${reason}`, help)
}
