import { type RecordBatch, type Schema, Table } from 'apache-arrow'
import { createRowDecoder } from 'kysely-micromegas/arrow'
import type { ContenderFactory } from '../contender.ts'
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
    const decode = createRowDecoder(schema, { types })
    return (batch) => decode(batch)
  })

export const arrow = decoder(() => (batch) => new Table([batch]).toArray().map((row) => row?.toJSON()))

export const handWritten = decoder(handWrittenDecoders)
