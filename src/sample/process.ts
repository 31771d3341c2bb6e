import type { Properties } from '../types/properties.js'
import type { Random } from './random.js'
import { MICROSECOND, MILLISECOND } from './time.js'

/** The metadata that a program reports about itself. */
export interface ProcessDescription {
  readonly exe: string
  readonly username: string
  readonly realname: string
  readonly computer: string
  readonly distro: string
  readonly cpuBrand: string
  /** Ticks per second of its clock. The ticks of OpenTelemetry are nanoseconds since 1970. */
  readonly tscFrequency: bigint
  readonly instrumentation: 'native' | 'opentelemetry'
  readonly properties: Properties
}

/** A stream: its identity, and the position of its next event. */
export class SampledStream {
  readonly streamId: string
  readonly process: SampledProcess
  readonly tags: string[]
  readonly format: string
  readonly properties: Properties
  /** The time at which it arrived at the service. */
  readonly insertOffset: number
  /** Position of its next event, which numbers the spans of threads and of the network. */
  position = 0

  constructor(
    process: SampledProcess,
    random: Random,
    { tags, format, properties }: Pick<SampledStream, 'tags' | 'format' | 'properties'>,
  ) {
    this.streamId = random.uuid()
    this.process = process
    this.tags = tags
    this.format = format
    this.properties = properties
    this.insertOffset = process.insertOffset + random.integer(50, 250) * MICROSECOND
  }
}

/** A stream of the spans of one thread. */
export class SampledThread extends SampledStream {
  readonly name: string

  constructor(process: SampledProcess, random: Random, name: string, number: number) {
    super(process, random, {
      tags: ['cpu'],
      format: NATIVE_FORMAT,
      properties: { 'thread-name': name, 'thread-id': String(1000 + number) },
    })
    this.name = name
  }
}

const NATIVE_FORMAT = 'micromegas-transit'

/**
 * A process: its identity, and the streams that it may have. The service does not know streams without events. Times are
 * nanoseconds since the begin of the telemetry.
 */
export class SampledProcess {
  readonly processId: string
  readonly description: ProcessDescription
  readonly startOffset: number
  /** The time at which it arrived at the service. */
  readonly insertOffset: number
  readonly startTicks: bigint
  readonly log: SampledStream
  readonly metrics: SampledStream
  readonly threads: readonly SampledThread[]
  /** Async spans. Native processes alone have them, as they have network replication and images. */
  readonly async: SampledStream
  readonly net: SampledStream
  readonly image: SampledStream
  /** Spans of OpenTelemetry. */
  readonly trace: SampledStream

  constructor(description: ProcessDescription, random: Random, threadNames: readonly string[], startOffset: number) {
    this.processId = random.uuid()
    this.description = description
    this.startOffset = startOffset
    this.insertOffset = startOffset + random.integer(200, 600) * MICROSECOND
    this.startTicks = BigInt(random.bits()) * 1_000n
    this.threads = threadNames.map((name, index) => new SampledThread(this, random, name, index))
    const stream = (tag: string, format = NATIVE_FORMAT) =>
      new SampledStream(this, random, { tags: [tag], format, properties: {} })
    const isNative = description.instrumentation === 'native'
    this.log = stream('log', isNative ? NATIVE_FORMAT : 'otlp/v1/logs')
    this.metrics = stream('metrics', isNative ? NATIVE_FORMAT : 'otlp/v1/metrics')
    this.async = stream('cpu')
    this.net = stream('net')
    this.image = stream('image')
    this.trace = stream('trace', 'otlp/v1/traces')
  }
}

/** Starts processes of these descriptions: the first one at the begin of the telemetry, the others within a millisecond. */
export function startProcesses(
  descriptions: readonly { readonly description: ProcessDescription; readonly threads: readonly string[] }[],
  random: Random,
): readonly SampledProcess[] {
  return descriptions.map(({ description, threads }, index) => {
    const startOffset = index === 0 ? 0 : random.integer(1, 999) * MICROSECOND
    return new SampledProcess(description, random, threads, startOffset)
  })
}

/** The time at which all processes and their streams have arrived, and begin to work. */
export const WARM_UP = 5 * MILLISECOND
