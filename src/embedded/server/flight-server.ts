import { create, toBinary } from '@bufbuild/protobuf'
import {
  type Metadata,
  Server,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js'
import { readFlightData } from '../../flight/flight-data.js'
import type {
  Action,
  ActionType,
  FlightDescriptor,
  FlightInfo,
  PutResult,
  Result,
  Ticket,
} from '../../flight/generated/flight_pb.js'
import {
  ActionClosePreparedStatementRequestSchema,
  ActionCreatePreparedStatementRequestSchema,
  ActionCreatePreparedStatementResultSchema,
  DoPutUpdateResultSchema,
} from '../../flight/generated/flight_sql_pb.js'
import { flightMethods, healthMethods } from '../../flight/methods.js'
import { readPackedMessage } from '../../flight/packed-message.js'
import { encapsulatedSchema } from '../../flight/schema-message.js'
import { bareStatementTicket, packMessage } from '../../flight/tickets.js'
import type { EngineHost } from '../engine/engine-host.js'
import type { Authentication } from './authentication.js'
import { asCallFailure, CallFailure, invalidArgument, notImplemented } from './call-failure.js'
import { type Command, commandOfDescriptor, commandOfTicket } from './commands.js'
import { type Ingest, IngestStream } from './ingest.js'
import { ResponseStream } from './response-stream.js'
import { sqlInfoProperties } from './sql-info.js'
import type { Statements } from './statement.js'

/** The largest message that the service accepts. */
const maxReceivedBytes = 100 * 1024 * 1024

/** The actions of Flight SQL. The service lists all of them and implements two. */
const actions: readonly (readonly [type: string, description: string])[] = [
  ['CreatePreparedStatement', 'Creates a reusable prepared statement resource on the server.'],
  ['ClosePreparedStatement', 'Closes a reusable prepared statement resource on the server.'],
  ['CreatePreparedSubstraitPlan', 'Creates a reusable prepared substrait plan resource on the server.'],
  ['BeginTransaction', 'Begins a transaction.'],
  ['EndTransaction', 'Ends a transaction.'],
  ['BeginSavepoint', 'Begins a savepoint.'],
  ['EndSavepoint', 'Ends a savepoint.'],
  ['CancelQuery', 'Explicitly cancels a running query.'],
]

export interface FlightServerParts {
  readonly host: EngineHost
  readonly authentication: Authentication
  readonly statements: Statements
  readonly ingest: Ingest
}

/** Makes the Flight SQL server over one engine. */
export function createFlightServer(parts: FlightServerParts): Server {
  const calls = new FlightCalls(parts)
  const server = new Server({
    'grpc.max_receive_message_length': maxReceivedBytes,
    'grpc.max_send_message_length': -1,
  })
  server.addService(flightMethods, calls.implementation)
  server.addService(
    healthMethods,
    Object.fromEntries(
      Object.keys(healthMethods).map((name) => [
        name,
        (_: unknown, done: sendUnaryData<Uint8Array>) => done(null, new Uint8Array(0)),
      ]),
    ),
  )
  return server
}

class FlightCalls {
  readonly #host: EngineHost
  readonly #authentication: Authentication
  readonly #statements: Statements
  readonly #ingest: Ingest

  constructor({ host, authentication, statements, ingest }: FlightServerParts) {
    this.#host = host
    this.#authentication = authentication
    this.#statements = statements
    this.#ingest = ingest
  }

  get implementation(): UntypedServiceImplementation {
    const unimplemented =
      (name: string) => (call: { metadata: Metadata; emit?: Function }, done?: sendUnaryData<never>) => {
        const failure = this.#refusal(call.metadata) ?? notImplemented(name)
        if (done !== undefined) done(failure)
        else call.emit?.('error', failure)
      }
    return {
      Handshake: unimplemented('do_handshake'),
      ListFlights: unimplemented('list_flights'),
      PollFlightInfo: unimplemented('poll_flight_info'),
      GetSchema: unimplemented('get_schema'),
      DoExchange: unimplemented('do_exchange'),
      GetFlightInfo: (call: ServerUnaryCall<FlightDescriptor, FlightInfo>, done: sendUnaryData<FlightInfo>) => {
        this.#flightInfo(call.request, call.metadata).then(
          (info) => done(null, info as FlightInfo),
          (error) => done(asCallFailure(error)),
        )
      },
      DoGet: (call: ServerWritableStream<Ticket, Uint8Array>) => {
        this.#answer(call, (response) => this.#doGet(call.request.ticket, call.metadata, response))
      },
      DoAction: (call: ServerWritableStream<Action, Result>) => {
        this.#answer(call, (response) => this.#doAction(call.request, call.metadata, response))
      },
      ListActions: (call: ServerWritableStream<unknown, ActionType>) => {
        this.#answer(call, async (response) => {
          this.#authentication.caller(call.metadata)
          for (const [type, description] of actions) await response.send({ type, description } as ActionType)
          response.end()
        })
      },
      DoPut: (call: ServerDuplexStream<Uint8Array, PutResult>) => this.#doPut(call),
    }
  }

  #refusal(metadata: Metadata): CallFailure | undefined {
    try {
      this.#authentication.caller(metadata)
      return undefined
    } catch (error) {
      return asCallFailure(error)
    }
  }

  #answer<R>(call: ServerWritableStream<any, R>, handle: (response: ResponseStream<R>) => Promise<void>): void {
    const response = new ResponseStream(call)
    handle(response).catch((error) => response.fail(error))
  }

  async #doGet(ticket: Uint8Array, metadata: Metadata, response: ResponseStream<Uint8Array>): Promise<void> {
    this.#authentication.caller(metadata)
    const command = commandOfTicket(ticket)
    if (command.kind === 'statement') return this.#statements.run(command.sql, metadata, response)
    for (const message of await this.#metadataMessages(command)) await response.send(message)
    response.end()
  }

  async #metadataMessages(command: Exclude<Command, { kind: 'statement' }>): Promise<Uint8Array[]> {
    const thread = await this.#host.thread()
    if (command.kind === 'sqlInfo') return thread.sqlInfo(sqlInfoProperties(command.wanted.info))
    const { catalog, dbSchemaFilterPattern, tableNameFilterPattern, tableTypes, includeSchema } = command.filter
    return thread.tables({
      catalog,
      schemaPattern: dbSchemaFilterPattern,
      tablePattern: tableNameFilterPattern,
      tableTypes,
      includeSchema,
    })
  }

  /**
   * Answers as the service does, but so that every client can read it. For statements, nothing is planned and no schema is
   * returned, where the service returns one without fields, which ADBC takes for the schema of the result. The descriptor is
   * returned too, which pyarrow requires.
   */
  async #flightInfo(descriptor: FlightDescriptor, metadata: Metadata) {
    this.#authentication.caller(metadata)
    const command = commandOfDescriptor(descriptor.cmd)
    if (command.kind === 'statement') {
      return {
        flightDescriptor: descriptor,
        endpoint: [{ ticket: { ticket: bareStatementTicket(command.sql) } }],
        totalRecords: -1n,
        totalBytes: -1n,
      }
    }
    const [first = new Uint8Array(0)] = await this.#metadataMessages(command)
    return {
      schema: encapsulatedSchema(readFlightData(first).header),
      flightDescriptor: descriptor,
      endpoint: [{ ticket: { ticket: command.bytes } }],
      totalRecords: -1n,
      totalBytes: -1n,
    }
  }

  async #doAction({ type, body }: Action, metadata: Metadata, response: ResponseStream<Result>): Promise<void> {
    this.#authentication.caller(metadata)
    const packed = readPackedMessage(body)
    if (type === 'CreatePreparedStatement') {
      const request = packed?.unpack(ActionCreatePreparedStatementRequestSchema)
      if (request === undefined) throw invalidArgument('Unable to unpack ActionCreatePreparedStatementRequest.')
      if (/^\s*(?:create(?:\s+or\s+replace)?|drop)\s+materialized\s+view\b/i.test(request.query)) {
        throw invalidArgument('CREATE/DROP MATERIALIZED VIEW must be executed directly, not prepared')
      }
      const prepared = packMessage(ActionCreatePreparedStatementResultSchema, {
        preparedStatementHandle: new TextEncoder().encode(request.query),
        datasetSchema: await this.#statements.dryRun(request.query),
      })
      await response.send({ body: prepared } as Result)
    } else if (type === 'ClosePreparedStatement') {
      const request = packed?.unpack(ActionClosePreparedStatementRequestSchema)
      if (request === undefined) throw invalidArgument('Unable to unpack ActionClosePreparedStatementRequest.')
    } else if (actions.some(([name]) => name === type)) {
      throw notImplemented(`do_action ${type}`)
    } else {
      throw invalidArgument(`Unable to handle action with type: ${type}`)
    }
    response.end()
  }

  #doPut(call: ServerDuplexStream<Uint8Array, PutResult>): void {
    const refusal = this.#refusal(call.metadata)
    if (refusal !== undefined) {
      call.emit('error', refusal)
      return
    }
    const { isAdmin } = this.#authentication.caller(call.metadata)
    const stream = new IngestStream()
    call.on('data', (message: Uint8Array) => {
      try {
        stream.add(message)
        if (!isAdmin) throw new CallFailure(status.PERMISSION_DENIED, 'bulk_ingest requires admin privileges')
      } catch (error) {
        call.emit('error', asCallFailure(error))
      }
    })
    call.on('end', () => {
      this.#ingest.take(stream).then(
        (count) => {
          const appMetadata = toBinary(
            DoPutUpdateResultSchema,
            create(DoPutUpdateResultSchema, { recordCount: BigInt(count) }),
          )
          call.write({ appMetadata } as PutResult)
          call.end()
        },
        (error) => call.emit('error', asCallFailure(error)),
      )
    })
  }
}
