import { pathToFileURL } from 'node:url'
import { type RecordBatch, Table } from 'apache-arrow'
import { subject } from '../built-subject.ts'
import type { ContenderFactory } from '../contender.ts'
import { requirePeer } from '../peers.ts'
import { handWritten as handWrittenDecoders } from './hand-written.ts'
import { type Messages, messagesOf } from './messages.ts'

type Decode = (batches: readonly RecordBatch[], sql: string) => unknown[]

/** Makes rows of batches that are there: each measurement has new ones. */
const decoder =
  (decode: Decode): ContenderFactory =>
  (target) => {
    let messages: Messages | undefined
    let batches: RecordBatch[] = []
    return {
      async prepare(sql) {
        messages ??= await messagesOf(target, sql)
        batches = messages.batches()
      },
      async ask(sql) {
        const result = decode(batches, sql)
        batches = []
        return { rows: result.length, result }
      },
      close: async () => {},
    }
  }

export const ours = (types: { readonly int64: 'bigint' | 'number'; readonly timestamp: 'timestamp' | 'date' }) =>
  decoder((batches) => {
    const [first] = batches
    if (first === undefined) return []
    const decode = subject.createRowDecoder(first.schema, { types })
    return batches.flatMap((batch) => decode(batch))
  })

export const arrow = decoder((batches) => new Table([...batches]).toArray().map((row) => row?.toJSON()))

export const handWritten = decoder((batches) => {
  const [first] = batches
  if (first === undefined) return []
  const decode = handWrittenDecoders(first.schema)
  return batches.flatMap((batch) => decode(batch))
})

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
