import type { CallSite } from './call-site.js'
import type { SampledThread } from './process.js'
import type { Random } from './random.js'
import type { Recorder } from './recorder.js'

/** A call and the calls it makes: how often, and with what share of its time. */
export interface SpanShape {
  readonly site: CallSite
  /** Share of the caller's time, relative to those of its other calls. */
  readonly weight: number
  /** The least and the greatest number of calls. */
  readonly calls: readonly [number, number]
  readonly children: readonly SpanShape[]
  /** Share of its own code in its time, relative to the weights of its calls. */
  readonly own: number
  /** The sum of all weights, calls that are not made included. */
  readonly total: number
}

interface SpanShapeOptions {
  readonly weight?: number
  readonly calls?: readonly [number, number]
  readonly own?: number
}

export function spanShape(
  site: CallSite,
  options: SpanShapeOptions = {},
  children: readonly SpanShape[] = [],
): SpanShape {
  const { weight = 1, calls = [1, 1], own = 1 } = options
  const total = children.reduce((sum, child) => sum + child.weight * child.calls[1], own)
  return { site, weight, calls, children, own, total }
}

/** How much shorter than its share a call can be. */
const VARIATION = 0.4

/**
 * Records a call that takes from `begin` for `duration`, with all that it calls. Time is handed down: what is called
 * gets shares of its caller's time, one after the other, so that durations add up whatever is drawn.
 */
export class SpanPlacer {
  readonly #recorder: Recorder
  readonly #random: Random
  readonly #watched: SpanShape | undefined
  /** When the watched call was last made. */
  watchedBegin = 0
  watchedEnd = 0

  /** @param watched the call whose times are wanted */
  constructor(recorder: Recorder, random: Random, watched?: SpanShape) {
    this.#recorder = recorder
    this.#random = random
    this.#watched = watched
  }

  place(thread: SampledThread, shape: SpanShape, begin: number, duration: number): void {
    this.#place(thread, shape, begin, duration, 1, -1)
  }

  #place(
    thread: SampledThread,
    shape: SpanShape,
    begin: number,
    duration: number,
    depth: number,
    parent: number,
  ): void {
    const random = this.#random
    const id = thread.position++
    this.#recorder.threadSpan(thread, shape.site, begin, begin + duration, depth, id, parent)
    if (shape === this.#watched) {
      this.watchedBegin = begin
      this.watchedEnd = begin + duration
    }
    const { children } = shape
    const pause = Math.floor((duration * shape.own) / shape.total / (children.length + 1))
    let time = begin
    for (const child of children) {
      time += pause
      const [fewest, most] = child.calls
      const calls = fewest === most ? most : random.integer(fewest, most)
      for (let call = 0; call < calls; call++) {
        const share = child.weight * (1 - VARIATION * random.fraction())
        const spent = Math.floor((duration * share) / shape.total)
        this.#place(thread, child, time, spent, depth + 1, id)
        time += spent
      }
    }
    thread.position++
  }
}
