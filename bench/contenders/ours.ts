import { during, MicromegasClient, type TypeOptions } from 'kysely-micromegas'
import type { ContenderFactory } from '../contender.ts'
import type { Target } from '../target.ts'

type Client = Pick<MicromegasClient, 'query' | 'chunks' | 'stream' | 'batches' | 'table' | 'columnar' | 'close'>

function connect({ url, range }: Target, types: TypeOptions): Client {
  return new MicromegasClient({ url, timeRange: during(range.begin, range.end), types })
}

/** Asks through this package in one of its forms. */
const ours =
  (
    ask: (client: Client, sql: string) => Promise<{ rows: number; result?: unknown }>,
    types: TypeOptions = {},
  ): ContenderFactory =>
  (target) => {
    const client = connect(target, types)
    return { ask: (sql) => ask(client, sql), close: () => client.close() }
  }

const allRows = async (client: Client, sql: string) => {
  const result = await client.query(sql)
  return { rows: result.length, result }
}

export const rows = (types: TypeOptions = {}): ContenderFactory => ours(allRows, types)

export const chunks = ours(async (client, sql) => {
  let rows = 0
  for await (const chunk of client.chunks(sql)) rows += chunk.length
  return { rows }
})

export const stream = ours(async (client, sql) => {
  let rows = 0
  for await (const _ of client.stream(sql)) rows++
  return { rows }
})

export const batches = ours(async (client, sql) => {
  let rows = 0
  for await (const batch of client.batches(sql)) rows += batch.numRows
  return { rows }
})

export const table = ours(async (client, sql) => {
  const result = await client.table(sql)
  return { rows: result.numRows, result }
})

/** Typed arrays by name. */
export const columnar = ours(async (client, sql) => {
  const result = await client.columnar(sql)
  return { rows: result.length, result }
})

/** Dictionaries as codes into their values, the form that pandas has, too. */
export const columnarCodes = ours(async (client, sql) => {
  const result = await client.columnar(sql, { codes: 'dictionaries' })
  return { rows: result.length, result }
})

/** The rows of apache-arrow's own getters, over the same batches. */
export const arrowRows = ours(async (client, sql) => {
  const result = (await client.table(sql)).toArray().map((row) => row?.toJSON())
  return { rows: result.length, result }
})
