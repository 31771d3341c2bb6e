import type { RecordBatch } from 'apache-arrow'
import { RecordBatchAssembler } from 'kysely-micromegas/arrow'
import { arrowMessageOf } from '../flight.ts'
import type { Target } from '../target.ts'
import { receive } from './receipt.ts'

/** The messages of a result, received once, from which record batches can be assembled repeatedly. */
export interface Messages {
  /** Assembles new batches, none of which has been decoded. */
  batches(): RecordBatch[]
  /** The messages as an Arrow IPC stream. */
  readonly stream: Uint8Array
}

/** A continuation marker, and no length. */
const endOfStream = Buffer.from([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0])

export async function messagesOf(target: Target, sql: string): Promise<Messages> {
  const messages: ReturnType<typeof arrowMessageOf>[] = []
  // The bytes can be kept: grpc-js hands out each message once.
  await receive(target, sql, (bytes) => messages.push(arrowMessageOf(bytes)))
  return {
    batches() {
      const assembler = new RecordBatchAssembler()
      return messages.flatMap(({ header, body }) => assembler.push(header, body) ?? [])
    },
    stream: Buffer.concat([...messages.flatMap(({ header, body }) => [prefixOf(header), header, body]), endOfStream]),
  }
}

/** Returns the continuation marker and the length; the service pads its headers to eight bytes. */
function prefixOf(header: Uint8Array): Uint8Array {
  const prefix = Buffer.alloc(8, 0xff)
  prefix.writeInt32LE(header.byteLength, 4)
  return prefix
}
