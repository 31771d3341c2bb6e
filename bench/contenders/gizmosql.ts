import type { ChannelCredentials, Metadata } from '@grpc/grpc-js'
import type { ContenderFactory } from '../contender.ts'
import { addressOf } from '../flight.ts'
import { requirePeer } from '../peers.ts'
import { ownWindow } from './receipt.ts'

interface Table {
  readonly numRows: number
  toArray(): ({ toJSON(): object } | null)[]
}

/** The members of the two clients that are used here. One client is a fork of the other. */
interface FlightSqlClient {
  execute(sql: string): Promise<Table>
  /** Private, but the only way to set the time range of a query. */
  readonly metadata: Metadata
  readonly credentials: ChannelCredentials
  client: { close(): void } | null
}

interface Package {
  readonly FlightSQLClient: new (config: { host: string; port: number; plaintext: true }) => FlightSqlClient
}

interface GeneratedClients {
  readonly FlightServiceClient: new (
    address: string,
    credentials: ChannelCredentials,
    options: object,
  ) => { close(): void }
}

interface Ways {
  readonly name: '@gizmodata/gizmosql-client' | '@firetiger-oss/flight-sql-client'
  readonly rows: boolean
  /** Replaces the client's channel by one with the window of this package, for which the client has no option. */
  readonly window?: boolean
}

/** Flight SQL clients from npm that work with the service, with their defaults except for the time range. */
export const flightSqlClient =
  ({ name, rows, window = false }: Ways): ContenderFactory =>
  ({ url, range }) => {
    const { FlightSQLClient } = requirePeer(name) as Package
    const { host, port } = addressOf(url)
    const client = new FlightSQLClient({ host, port, plaintext: true })
    client.metadata.set('query_range_begin', range.begin)
    client.metadata.set('query_range_end', range.end)
    if (window) {
      const { FlightServiceClient } = requirePeer(`${name}/dist/generated/proto/Flight_grpc_pb`) as GeneratedClients
      client.client = new FlightServiceClient(`${host}:${port}`, client.credentials, {
        'grpc.max_receive_message_length': -1,
        'grpc-node.flow_control_window': ownWindow,
      })
    }
    return {
      async ask(sql) {
        const table = await client.execute(sql)
        const result = rows ? table.toArray().map((row) => row?.toJSON()) : table
        return { rows: table.numRows, result }
      },
      // Its own close() asks the service to close a session, which fails.
      close: async () => client.client?.close(),
    }
  }
