import { type RecordBatch, type Schema, Table } from 'apache-arrow'
import { createRowDecoder } from 'kysely-micromegas/arrow'
import type { ContenderFactory } from '../contender.ts'
import { handWritten as handWrittenDecoders } from './hand-written.ts'
import { type Messages, messagesOf } from './messages.ts'

type Decode = (batch: RecordBatch) => unknown[]

/**
 * Decodes record batches that have been assembled before, new ones for each measurement. The rows of a batch are dropped
 * before the next one is decoded, which leaves the decoder's own time: the cost of keeping rows is in the other tables.
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
