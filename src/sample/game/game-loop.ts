import type { SampledProcess, SampledThread } from '../process.js'
import type { Random } from '../random.js'
import type { LogMessage, Recorder } from '../recorder.js'
import type { Activity } from '../simulation.js'
import { SpanPlacer, type SpanShape } from '../span-shape.js'
import { MILLISECOND, SECOND } from '../time.js'
import { messages, metrics } from './messages.js'
import { Replication } from './replication.js'
import { frames, loadAsset, mixAudio, renderFrame, workerJobs } from './spans.js'

/** The time of 1,024 samples at 48 kHz. */
const AUDIO_PERIOD = Math.floor((1_024 * SECOND) / 48_000)
const FRAMES_BETWEEN_REPORTS = 30
const FRAMES_BETWEEN_REPLICATIONS = 3
const FRAMES_BETWEEN_IMAGES = 300
/** Errors and fatal entries are rare, but the first of each comes early. */
const errors = { first: 90, every: 600 }
const fatalEntries = { first: 150, every: 6_000 }
const HITCH_PROBABILITY = 0.006
const CONNECTIONS_PER_REPLICATION = 8

export interface GameLoopOptions {
  readonly role: 'client' | 'server'
  readonly begin: number
  /** The time that no frame exceeds. */
  readonly end: number
  /** The computers that objects are replicated to. */
  readonly connections: readonly string[]
}

/** Simulates one process of the game, frame after frame. */
export class GameLoop implements Activity {
  next: number
  readonly #process: SampledProcess
  readonly #random: Random
  readonly #options: GameLoopOptions
  readonly #period: number
  readonly #main: SampledThread | undefined
  readonly #render: SampledThread | undefined
  readonly #audio: SampledThread | undefined
  readonly #workers: readonly SampledThread[]
  /** The time at which each thread is free. */
  readonly #free = new Map<SampledThread, number>()
  readonly #replication: Replication
  #frame = 0
  #duration = 0
  #isLate = false
  #asyncSpans = 0
  #memory = 900_000_000

  constructor(process: SampledProcess, random: Random, options: GameLoopOptions) {
    this.#process = process
    this.#random = random
    this.#options = options
    this.#period = Math.floor(SECOND / (options.role === 'client' ? 60 : 30))
    const { threads } = process
    this.#main = threads[0]
    const isClient = options.role === 'client'
    this.#render = isClient ? threads[1] : undefined
    this.#audio = isClient ? threads[2] : undefined
    this.#workers = threads.slice(isClient ? 3 : 1)
    this.#replication = new Replication(process, random)
    this.next = options.begin
    this.#schedule(options.begin)
  }

  step(recorder: Recorder): void {
    const begin = this.next
    const placer = new SpanPlacer(recorder, this.#random)
    const shapes = frames[this.#options.role]
    if (this.#main) placer.place(this.#main, this.#isLate ? shapes.late : shapes.onTime, begin, this.#duration)
    this.#renderFrame(placer, begin)
    this.#mixAudio(placer, begin)
    this.#runJobs(placer, begin)
    this.#replicate(recorder, begin)
    this.#loadAsset(recorder, begin)
    this.#log(recorder, begin)
    this.#measure(recorder, begin)
    if (this.#frame % FRAMES_BETWEEN_IMAGES === FRAMES_BETWEEN_IMAGES - 1 && this.#options.role === 'client') {
      recorder.image(this.#process, this.#within(begin, 0.95), `screenshot_${this.#frame}`)
    }
    this.#frame++
    this.#schedule(begin + this.#duration)
  }

  #schedule(begin: number): void {
    const random = this.#random
    this.#isLate = this.#frame > 0 && random.chance(HITCH_PROBABILITY)
    const factor = this.#isLate ? random.between(2.5, 8) : random.between(0.97, 1.03)
    this.#duration = Math.floor(this.#period * factor)
    this.next = begin + this.#duration <= this.#options.end ? begin : Number.POSITIVE_INFINITY
  }

  #within(begin: number, fraction: number): number {
    return begin + Math.floor(this.#duration * fraction)
  }

  /** Places a call on a thread as soon as the thread is free, unless it would exceed the end. */
  #call(placer: SpanPlacer, thread: SampledThread, shape: SpanShape, earliest: number, duration: number): void {
    const begin = Math.max(earliest, this.#free.get(thread) ?? 0)
    const end = begin + Math.floor(duration)
    if (end > this.#options.end) return
    placer.place(thread, shape, begin, end - begin)
    this.#free.set(thread, end)
  }

  #renderFrame(placer: SpanPlacer, begin: number): void {
    if (this.#render === undefined) return
    const duration = this.#period * this.#random.between(0.4, 0.9)
    this.#call(placer, this.#render, renderFrame, this.#within(begin, 0.5), duration)
  }

  #mixAudio(placer: SpanPlacer, begin: number): void {
    if (this.#audio === undefined) return
    const first = Math.ceil(begin / AUDIO_PERIOD) * AUDIO_PERIOD
    for (let time = first; time < begin + this.#duration; time += AUDIO_PERIOD) {
      this.#call(placer, this.#audio, mixAudio, time, AUDIO_PERIOD * this.#random.between(0.1, 0.4))
    }
  }

  #runJobs(placer: SpanPlacer, begin: number): void {
    for (const worker of this.#workers) {
      for (let jobs = this.#random.integer(1, 3); jobs > 0; jobs--) {
        const earliest = this.#within(begin, this.#random.between(0.1, 0.5))
        this.#call(
          placer,
          worker,
          this.#random.pick(workerJobs),
          earliest,
          this.#period * this.#random.between(0.03, 0.15),
        )
      }
    }
  }

  #replicate(recorder: Recorder, begin: number): void {
    if (this.#frame % FRAMES_BETWEEN_REPLICATIONS !== 0) return
    let time = this.#within(begin, 0.8)
    for (const connection of this.#options.connections.slice(0, CONNECTIONS_PER_REPLICATION)) {
      time = this.#replication.replicate(recorder, connection, this.#random.chance(0.7), time)
    }
  }

  #loadAsset(recorder: Recorder, begin: number): void {
    const random = this.#random
    if (!random.chance(0.08)) return
    const duration = random.integer(4, 60) * MILLISECOND
    const start = this.#within(begin, random.fraction())
    const end = start + duration
    if (end > this.#options.end) return
    const spanId = ++this.#asyncSpans
    const root = { site: loadAsset.whole, begin: start, end, spanId, parentSpanId: 0, depth: 0 }
    recorder.asyncSpan(this.#process, root)
    const middle = start + Math.floor(duration * random.between(0.3, 0.7))
    for (const [index, site] of loadAsset.parts.entries()) {
      const [from, to] = index === 0 ? [start, middle] : [middle, end]
      recorder.asyncSpan(this.#process, {
        site,
        begin: from,
        end: to,
        spanId: ++this.#asyncSpans,
        parentSpanId: spanId,
        depth: 1,
      })
    }
  }

  #log(recorder: Recorder, begin: number): void {
    const random = this.#random
    const write = (message: LogMessage, first: number, second = 0) =>
      recorder.log(this.#process, this.#within(begin, random.fraction()), message, first, second, match)
    if (this.#frame === 0) {
      recorder.log(this.#process, begin, messages.started, Math.round(SECOND / this.#period))
      recorder.log(this.#process, begin, messages.levelLoaded, random.integer(800, 4_000), 0, match)
    }
    if (random.chance(0.06)) write(messages.acknowledged, this.#frame, random.integer(200, 6_000))
    if (random.chance(0.08)) write(messages.playerMoved, random.integer(1, 16), random.integer(1, 40))
    if (random.chance(0.05)) write(messages.chunkLoaded, random.integer(-32, 32), random.integer(-32, 32))
    if (random.chance(0.04)) write(messages.scored, random.integer(1, 16), random.integer(1, 10) * 25)
    if (this.#isLate) {
      const [taken, budget] = [this.#duration / MILLISECOND, this.#period / MILLISECOND]
      recorder.log(this.#process, begin + this.#duration, messages.late, taken, budget)
    }
    if (this.#frame % errors.every === errors.first) write(messages.textureMissing, random.integer(1, 5_000))
    if (this.#frame % fatalEntries.every === fatalEntries.first) {
      write(messages.desynchronized, random.integer(2, 90), random.integer(1, 16))
    }
  }

  #measure(recorder: Recorder, begin: number): void {
    const random = this.#random
    const process = this.#process
    const end = begin + this.#duration
    recorder.measure(process, end, metrics.frameTime, this.#duration / MILLISECOND)
    if (this.#frame % FRAMES_BETWEEN_REPORTS !== 0) return
    this.#memory += random.integer(-4_000_000, 5_000_000)
    if (this.#memory > 1_400_000_000) this.#memory -= 450_000_000
    recorder.measure(process, end, metrics.memoryUsed, this.#memory)
    recorder.measure(process, end, metrics.entities, random.integer(300, 420))
    recorder.measure(process, end, metrics.bytesSent, random.integer(2_000, 40_000))
    if (this.#options.role === 'server') return
    recorder.measure(process, end, metrics.drawCalls, random.integer(1_200, 2_600))
    recorder.measure(process, end, metrics.roundTrip, random.between(18, 65))
  }
}

const match = { match: '4711', level: 'harbor' }
