import { pathToFileURL } from 'node:url'
import { type RecordBatch, type Schema, Table } from 'apache-arrow'
import { subject } from '../built-subject.ts'
import type { ContenderFactory } from '../contender.ts'
import { requirePeer } from '../peers.ts'
import { handWritten as handWrittenDecoders } from './hand-written.ts'
import { type Messages, messagesOf } from './messages.ts'

type Decode = (batch: RecordBatch) => unknown[]

/**
 * Makes rows of batches that are there: each measurement has new ones. The rows of one batch are dropped before the next, so
 * that this is the decoder's own time: what it costs to keep rows is in the other table.
 */
const decoder =
  (decoderOf: (schema: Schema) => Decode): ContenderFactory =>
  (target) => {
    let messages: Messages | undefined
    let batches: RecordBatch[] = []
    return {
      async prepare(sql) {
        messages ??= await messagesOf(target, sql)
        batches = messages.batches()
      },
      async ask() {
        const [first] = batches
        let rows = 0
        let result: unknown[] = []
        if (first !== undefined) {
          const decode = decoderOf(first.schema)
          for (const batch of batches) {
            result = decode(batch)
            rows += result.length
          }
        }
        batches = []
        return { rows, result }
      },
      close: async () => {},
    }
  }

export const ours = (types: { readonly int64: 'bigint' | 'number'; readonly timestamp: 'timestamp' | 'date' }) =>
  decoder((schema) => {
    const decode = subject.createRowDecoder(schema, { types })
    return (batch) => decode(batch)
  })

export const arrow = decoder(() => (batch) => new Table([batch]).toArray().map((row) => row?.toJSON()))

export const handWritten = decoder(handWrittenDecoders)

/** Reads the IPC stream too; its rows have numbers for 64-bit integers, and milliseconds for timestamps. */
export const flechette: ContenderFactory = async (target) => {
  const { tableFromIPC } = (await import(pathToFileURL(requirePeer.resolve('@uwdata/flechette')).href)) as Flechette
  let messages: Messages | undefined
  return {
    async prepare(sql) {
      messages ??= await messagesOf(target, sql)
    },
    async ask() {
      const result = tableFromIPC(messages?.stream ?? new Uint8Array()).toArray()
      return { rows: result.length, result }
    },
    close: async () => {},
  }
}

interface Flechette {
  tableFromIPC(bytes: Uint8Array): { toArray(): object[] }
}
