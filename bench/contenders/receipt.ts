import { Client, credentials, Metadata } from '@grpc/grpc-js'
import type { ContenderFactory } from '../contender.ts'
import { addressOf, ticketOf } from '../flight.ts'
import type { Target } from '../target.ts'

/** Metadata that every contender sends if it can: the time range, and that dictionaries are preserved. */
function requestMetadata({ range }: Target): Metadata {
  const metadata = new Metadata()
  metadata.set('preserve_dictionary', 'true')
  metadata.set('query_range_begin', range.begin)
  metadata.set('query_range_end', range.end)
  return metadata
}

/** Receives the messages of a result as grpc-js hands them out. */
function receiveOver(client: Client, target: Target, sql: string, take: (message: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    client
      .makeServerStreamRequest(
        '/arrow.flight.protocol.FlightService/DoGet',
        ticketOf,
        (message: Buffer) => message,
        sql,
        requestMetadata(target),
      )
      .on('data', take)
      .on('error', reject)
      .on('end', resolve)
  })
}

function connect({ url }: Target, windowBytes: number | undefined): Client {
  const { host, port } = addressOf(url)
  return new Client(`dns:${host}:${port}`, credentials.createInsecure(), {
    'grpc.max_receive_message_length': -1,
    ...(windowBytes === undefined ? {} : { 'grpc-node.flow_control_window': windowBytes }),
  })
}

/** The flow-control window of the package's own channel. */
export const ownWindow = 16 * 1024 * 1024

/** Receives one result, message by message, over a channel of its own. */
export async function receive(target: Target, sql: string, take: (message: Buffer) => void): Promise<void> {
  const client = connect(target, ownWindow)
  await receiveOver(client, target, sql, take)
  client.close()
}

/** Decodes nothing, and counts the bytes. */
export const receipt =
  (windowBytes: number | undefined): ContenderFactory =>
  (target) => {
    const client = connect(target, windowBytes)
    return {
      async ask(sql) {
        let bytes = 0
        await receiveOver(client, target, sql, (message) => {
          bytes += message.byteLength
        })
        return { bytes }
      },
      close: async () => client.close(),
    }
  }
