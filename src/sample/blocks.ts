import type { SampledStream } from './process.js'
import type { Random } from './random.js'
import { MILLISECOND } from './time.js'

/** Events of a stream on their way to the service. */
export class Block {
  readonly stream: SampledStream
  readonly blockId: string
  /** The number of earlier events in the stream. */
  readonly objectOffset: number
  begin = Number.POSITIVE_INFINITY
  end = Number.NEGATIVE_INFINITY
  objects = 0
  /** The time at which it arrived, once it is closed. */
  arrival = 0

  constructor(stream: SampledStream, blockId: string, objectOffset: number) {
    this.stream = stream
    this.blockId = blockId
    this.objectOffset = objectOffset
  }
}

/** The blocks that are being filled, and the last block of each stream that arrived. */
export class Blocks {
  readonly latest = new Map<SampledStream, Block>()
  readonly #open = new Map<SampledStream, Block>()
  readonly #random: Random
  #arrival = 0

  constructor(random: Random) {
    this.#random = random
  }

  /** Adds events to the open block of their stream. */
  add(stream: SampledStream, begin: number, end: number, objects: number): Block {
    let block = this.#open.get(stream)
    if (block === undefined) {
      const latest = this.latest.get(stream)
      const objectOffset = latest === undefined ? 0 : latest.objectOffset + latest.objects
      block = new Block(stream, this.#random.uuid(), objectOffset)
      this.#open.set(stream, block)
    }
    if (begin < block.begin) block.begin = begin
    if (end > block.end) block.end = end
    block.objects += objects
    return block
  }

  /** Sends the open blocks, which arrive one after the other, and after the last event of any of them. */
  close(): readonly Block[] {
    const blocks = [...this.#open.values()]
    this.#open.clear()
    const delay = this.#random.integer(1, 15) * MILLISECOND
    for (const { end } of blocks) this.#arrival = Math.max(this.#arrival, end + delay)
    for (const block of blocks) {
      this.#arrival += this.#random.integer(200, 2_000)
      block.arrival = this.#arrival
      this.latest.set(block.stream, block)
    }
    return blocks
  }
}
