import { pathToFileURL } from 'node:url'
import { tableFromIPC } from 'apache-arrow'
import { readColumnar, readRows, type TypeOptions } from 'kysely-micromegas/arrow'
import type { ContenderFactory, Outcome } from '../contender.ts'
import { requirePeer } from '../peers.ts'
import { messagesOf } from './messages.ts'

type Read = (bytes: Uint8Array) => Promise<Outcome> | Outcome

/** Reads an Arrow IPC stream that was received before. */
const reader =
  (read: Read): ContenderFactory =>
  (target) => {
    let stream = new Uint8Array(0)
    return {
      async prepare(sql) {
        if (stream.byteLength === 0) stream = new Uint8Array((await messagesOf(target, sql)).stream)
      },
      ask: async () => read(stream),
      close: async () => {},
    }
  }

export const rows = (types: TypeOptions = {}): ContenderFactory =>
  reader(async (bytes) => {
    const result = await readRows(bytes, { types })
    return { rows: result.length, result }
  })

export const columnar = reader(async (bytes) => {
  const result = await readColumnar(bytes)
  return { rows: result.length, result }
})

export const columnarCodes = reader(async (bytes) => {
  const result = await readColumnar(bytes, { codes: 'dictionaries' })
  return { rows: result.length, result }
})

export const arrowRows = reader((bytes) => {
  const result = tableFromIPC(bytes)
    .toArray()
    .map((row) => row?.toJSON())
  return { rows: result.length, result }
})

export const arrowColumns = reader((bytes) => {
  const table = tableFromIPC(bytes)
  const result = table.schema.fields.map((_, index) => table.getChildAt(index)?.toArray())
  return { rows: table.numRows, result }
})

interface Flechette {
  tableFromIPC(
    bytes: Uint8Array,
    options?: { readonly useBigInt?: boolean },
  ): { readonly numRows: number; toArray(): object[]; toColumns(): object }
}

const loadFlechette = async () =>
  (await import(pathToFileURL(requirePeer.resolve('@uwdata/flechette')).href)) as Flechette

/** By default it returns numbers, and rounds integers and instants that have more digits. */
export const flechetteRows = (options: { readonly useBigInt?: boolean } = {}): ContenderFactory =>
  reader(async (bytes) => {
    const flechette = await loadFlechette()
    const result = flechette.tableFromIPC(bytes, options).toArray()
    return { rows: result.length, result }
  })

export const flechetteColumns = reader(async (bytes) => {
  const flechette = await loadFlechette()
  const table = flechette.tableFromIPC(bytes)
  return { rows: table.numRows, result: table.toColumns() }
})
