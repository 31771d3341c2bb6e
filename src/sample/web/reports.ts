import type { SampledProcess } from '../process.js'
import type { Random } from '../random.js'
import type { Recorder } from '../recorder.js'
import type { Activity } from '../simulation.js'
import { MILLISECOND, SECOND } from '../time.js'
import { gatewayMetrics, serviceMessages, serviceMetrics } from './messages.js'

const PERIOD = SECOND / 2
const POOL_SIZE = 32
/** Fatal entries are rare, but the first comes early. */
const fatalEntries = { first: 6, every: 5_000 }

/** Simulates the reports of a process of the web about itself, twice a second. */
export class Reports implements Activity {
  next: number
  readonly #process: SampledProcess
  readonly #random: Random
  readonly #end: number
  #reports = 0
  #requests = 0
  #memory = 240_000_000

  constructor(process: SampledProcess, random: Random, begin: number, end: number) {
    this.#process = process
    this.#random = random
    this.#end = end
    this.next = begin
  }

  step(recorder: Recorder): void {
    const random = this.#random
    const time = this.next
    this.#memory = Math.max(120_000_000, this.#memory + random.integer(-2_000_000, 2_000_000))
    if (this.#process.description.instrumentation === 'native') {
      recorder.measure(this.#process, time, gatewayMetrics.memoryUsed, this.#memory)
      recorder.measure(this.#process, time, gatewayMetrics.openConnections, random.integer(40, 180))
    } else {
      this.#reportService(recorder, time)
    }
    this.#reports++
    const next = time + PERIOD + random.integer(-5, 5) * MILLISECOND
    this.next = next <= this.#end ? next : Number.POSITIVE_INFINITY
  }

  #reportService(recorder: Recorder, time: number): void {
    const random = this.#random
    this.#requests += random.integer(10, 60)
    recorder.measure(this.#process, time, serviceMetrics.memoryUsage, this.#memory)
    recorder.measure(this.#process, time, serviceMetrics.cpuUtilization, random.between(0.05, 0.6))
    recorder.measure(this.#process, time, serviceMetrics.requests, this.#requests)
    if (this.#reports === 0) recorder.log(this.#process, time, serviceMessages.started, 3_000)
    recorder.log(this.#process, time, serviceMessages.idleConnections, random.integer(0, POOL_SIZE), POOL_SIZE)
    if (this.#reports % fatalEntries.every === fatalEntries.first) {
      recorder.log(this.#process, time, serviceMessages.outOfConnections, POOL_SIZE)
    }
  }
}
