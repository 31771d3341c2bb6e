import type { RecordBatch } from 'apache-arrow'
import { Table, tableFromArrays } from 'apache-arrow'
import { expect } from 'vitest'
import type { ConnectionConfig } from '../../../src/driver/config/config.js'
import { FlightSqlConnection } from '../../../src/driver/connection.js'
import type { QueryStream } from '../../../src/driver/result/query-stream.js'
import { flightMessages } from './flight-messages.js'
import { type Call, type FlightService, type FlightServiceOptions, startFlightService } from './flight-service.js'

export const sql = 'select n from t'

/** A schema and batches of these sizes, whose one column counts from zero. */
export function messagesOf(...sizes: number[]): Uint8Array[] {
  let next = 0
  const tables = sizes.map((size) => tableFromArrays({ n: Int32Array.from({ length: size }, () => next++) }))
  const { schema } = tables[0] ?? tableFromArrays({ n: new Int32Array(0) })
  return flightMessages(
    new Table(
      schema,
      tables.flatMap((table) => table.batches),
    ),
  )
}

/** What the batches of {@link messagesOf} hold. */
export function numbersOf(batches: readonly (RecordBatch | undefined)[]): number[] {
  return batches.flatMap((batch) => [...(batch?.getChildAt(0) ?? [])])
}

export async function sendAll(call: Call, messages: readonly Uint8Array[]): Promise<void> {
  for (const message of messages) await call.send(message)
  call.end()
}

export async function collect(stream: QueryStream): Promise<RecordBatch[]> {
  const batches: RecordBatch[] = []
  for await (const batch of stream) batches.push(batch)
  return batches
}

/** A service of the test's own, and a connection to it. Both end with the test. */
export async function connect(
  options: FlightServiceOptions,
  config: Partial<ConnectionConfig> | ((service: FlightService) => ConnectionConfig) = {},
) {
  const service = await startFlightService(options)
  const connection = new FlightSqlConnection(
    typeof config === 'function' ? config(service) : { url: service.url, ...config },
  )
  return {
    service,
    connection,
    [Symbol.asyncDispose]: async () => {
      await connection.close()
      await service[Symbol.asyncDispose]()
    },
  }
}

/** An error of this package with this code. */
export const fails = (code: string) => expect.objectContaining({ name: 'MicromegasError', code })
