import type { RecordBatch } from 'apache-arrow'
import { subject } from '../built-subject.ts'
import type { Target } from '../target.ts'
import { receive } from './receipt.ts'

/** The messages of a result, received once; batches can be put together of them again and again. */
export interface Messages {
  /** New batches, of which nothing has been decoded yet. */
  batches(): RecordBatch[]
  /** The same as an Arrow IPC stream. */
  readonly stream: Uint8Array
}

export async function messagesOf(target: Target, sql: string): Promise<Messages> {
  const messages: { readonly header: Uint8Array; readonly body: Uint8Array }[] = []
  // The bytes are the caller's: grpc-js hands each message out once.
  await receive(target, sql, (bytes) => messages.push(subject.readFlightData(bytes)))
  return {
    batches() {
      const assembler = new subject.RecordBatchAssembler()
      return messages.flatMap(({ header, body }) => assembler.push(header, body) ?? [])
    },
    stream: Buffer.concat(messages.flatMap(({ header, body }) => [prefixOf(header), header, body])),
  }
}

/** Continuation marker and length; the service pads its headers to eight bytes. */
function prefixOf(header: Uint8Array): Uint8Array {
  const prefix = Buffer.alloc(8, 0xff)
  prefix.writeInt32LE(header.byteLength, 4)
  return prefix
}
