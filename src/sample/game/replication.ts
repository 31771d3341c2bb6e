import { NetSpanKind } from '../../views/kinds.js'
import type { SampledProcess } from '../process.js'
import type { Random } from '../random.js'
import type { Recorder } from '../recorder.js'

/** The time that one bit takes. */
const NANOSECONDS_PER_BIT = 10
const CONNECTION_HEADER = 64
const OBJECT_HEADER = 32

const objects = ['PlayerPawn', 'EnemyPawn', 'Projectile', 'GameState'] as const
const properties = ['Location', 'Rotation', 'Health', 'Velocity'] as const
const calls = ['ServerMove', 'MulticastExplosion', 'ClientAcknowledge'] as const

interface NetNode {
  readonly kind: NetSpanKind
  readonly name: string
  /** Its own bits, before those of its children. */
  readonly header: number
  readonly children: readonly NetNode[]
}

/** Simulates the network replication of one process, to and from its connections. */
export class Replication {
  readonly #process: SampledProcess
  readonly #random: Random
  /** Bits so far, in both directions. */
  #bits = 0

  constructor(process: SampledProcess, random: Random) {
    this.#process = process
    this.#random = random
  }

  /** Replicates the world over one connection, and returns the time at which that ends. */
  replicate(recorder: Recorder, connection: string, isOutgoing: boolean, begin: number): number {
    const root: NetNode = {
      kind: NetSpanKind.Connection,
      name: connection,
      header: CONNECTION_HEADER,
      children: this.#several(1, 3, () => this.#object()),
    }
    const firstBit = this.#bits
    this.#record(root, { recorder, connection, isOutgoing, begin, firstBit }, -1, 0)
    return begin + (this.#bits - firstBit) * NANOSECONDS_PER_BIT
  }

  #object(): NetNode {
    const random = this.#random
    return {
      kind: NetSpanKind.Object,
      name: random.pick(objects),
      header: OBJECT_HEADER,
      children: this.#several(1, 3, () =>
        random.chance(0.2)
          ? { kind: NetSpanKind.Rpc, name: random.pick(calls), header: random.integer(64, 512), children: [] }
          : { kind: NetSpanKind.Property, name: random.pick(properties), header: random.integer(8, 192), children: [] },
      ),
    }
  }

  #several<T>(fewest: number, most: number, make: () => T): readonly T[] {
    return Array.from({ length: this.#random.integer(fewest, most) }, make)
  }

  #record(
    node: NetNode,
    packet: {
      readonly recorder: Recorder
      readonly connection: string
      readonly isOutgoing: boolean
      readonly begin: number
      readonly firstBit: number
    },
    parentSpanId: number,
    depth: number,
  ): void {
    const { net } = this.#process
    const timeOf = (bit: number) => packet.begin + (bit - packet.firstBit) * NANOSECONDS_PER_BIT
    const spanId = net.position++
    const beginBits = this.#bits
    const endBits = beginBits + sizeOf(node)
    packet.recorder.netSpan(this.#process, {
      spanId,
      parentSpanId,
      depth,
      kind: node.kind,
      name: node.name,
      connection: packet.connection,
      isOutgoing: packet.isOutgoing,
      beginBits,
      endBits,
      begin: timeOf(beginBits),
      end: timeOf(endBits),
    })
    this.#bits += node.header
    for (const child of node.children) this.#record(child, packet, spanId, depth + 1)
    net.position++
  }
}

function sizeOf({ header, children }: NetNode): number {
  return children.reduce((bits, child) => bits + sizeOf(child), header)
}
