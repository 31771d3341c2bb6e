import { create, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf'
import { AnySchema, anyUnpack } from '@bufbuild/protobuf/wkt'
import {
  type Metadata,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js'
import { FlightDescriptorSchema, FlightInfoSchema, TicketSchema } from '../../../src/flight/generated/flight_pb.js'
import { CommandStatementQuerySchema, TicketStatementQuerySchema } from '../../../src/flight/generated/flight_sql_pb.js'

export type FlightInfoInit = MessageInitShape<typeof FlightInfoSchema>

/** A DoGet call that has arrived. */
export interface Call {
  readonly sql: string
  readonly metadata: Metadata
  /** Address and port of the client's end of the connection. */
  readonly peer: string
  /** Sends one FlightData message; resolves when the client takes more. */
  send(message: Uint8Array): Promise<void>
  end(): void
  fail(code: number, details: string): void
  /** Resolves when the client ends the call early. */
  readonly cancelled: Promise<void>
}

export interface FlightServiceOptions {
  /** `host:port` to listen at; a free port of the loopback interface by default. */
  readonly address?: string
  readonly credentials?: ServerCredentials
  onDoGet?(call: Call): unknown
  onGetFlightInfo?(sql: string, metadata: Metadata): FlightInfoInit | Promise<FlightInfoInit>
}

export interface FlightService extends AsyncDisposable {
  readonly port: number
  readonly url: string
  /** DoGet calls in the order of their arrival. */
  readonly calls: readonly Call[]
  /** The DoGet call of this number, counted from zero, as soon as it has arrived. */
  call(index: number): Promise<Call>
}

/**
 * A service of the test's own, which answers what the test says. It shows what a client does with a channel; what the real
 * service does is for the suite that runs on it.
 */
export async function startFlightService(options: FlightServiceOptions): Promise<FlightService> {
  const calls: Call[] = []
  const arrivals: PromiseWithResolvers<Call>[] = []
  const arrival = (index: number) => (arrivals[index] ??= Promise.withResolvers())
  const server = new Server({ 'grpc.max_send_message_length': -1, 'grpc.max_receive_message_length': -1 })
  server.addService(flightService, {
    DoGet(stream: ServerWritableStream<Uint8Array, Uint8Array>) {
      const call = callOf(stream)
      arrival(calls.push(call) - 1).resolve(call)
      void options.onDoGet?.(call)
    },
    GetFlightInfo(call: ServerUnaryCall<Uint8Array, Uint8Array>, done: sendUnaryData<Uint8Array>) {
      answerFlightInfo(call, options).then(
        (info) => done(null, info),
        (error) => done(error),
      )
    },
  } as UntypedServiceImplementation)
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(
      options.address ?? '127.0.0.1:0',
      options.credentials ?? ServerCredentials.createInsecure(),
      (error, bound) => (error === null ? resolve(bound) : reject(error)),
    )
  })
  return {
    port,
    url: `grpc://127.0.0.1:${port}`,
    calls,
    call: (index) => arrival(index).promise,
    [Symbol.asyncDispose]: async () => server.forceShutdown(),
  }
}

async function answerFlightInfo(
  call: ServerUnaryCall<Uint8Array, Uint8Array>,
  options: FlightServiceOptions,
): Promise<Uint8Array> {
  const any = fromBinary(AnySchema, fromBinary(FlightDescriptorSchema, call.request).cmd)
  const query = anyUnpack(any, CommandStatementQuerySchema)
  const info = (await options.onGetFlightInfo?.(query?.query ?? '', call.metadata)) ?? {}
  return toBinary(FlightInfoSchema, create(FlightInfoSchema, info))
}

function callOf(stream: ServerWritableStream<Uint8Array, Uint8Array>): Call {
  const cancelled = Promise.withResolvers<void>()
  let open = true
  for (const event of ['cancelled', 'error']) {
    stream.on(event, () => {
      open = false
      cancelled.resolve()
    })
  }
  return {
    sql: sqlOf(stream.request),
    metadata: stream.metadata,
    peer: stream.getPeer(),
    cancelled: cancelled.promise,
    send: async (message) => {
      if (!open || stream.write(message)) return
      const drained = new Promise<void>((resolve) => stream.once('drain', resolve))
      await Promise.race([drained, cancelled.promise])
    },
    end: () => stream.end(),
    fail: (code, details) => stream.emit('error', Object.assign(new Error(details), { code, details })),
  }
}

/** The statement of a ticket, or the text of any other ticket. */
function sqlOf(request: Uint8Array): string {
  const { ticket } = fromBinary(TicketSchema, request)
  try {
    const statement = anyUnpack(fromBinary(AnySchema, ticket), TicketStatementQuerySchema)
    if (statement !== undefined) return new TextDecoder().decode(statement.statementHandle)
  } catch {
    // A ticket of the test's own.
  }
  return new TextDecoder().decode(ticket)
}

const bytes = (message: Uint8Array): Buffer => Buffer.from(message.buffer, message.byteOffset, message.byteLength)

const method = (name: string, responseStream: boolean) => ({
  path: `/arrow.flight.protocol.FlightService/${name}`,
  requestStream: false,
  responseStream,
  requestSerialize: bytes,
  requestDeserialize: (message: Buffer) => message,
  responseSerialize: bytes,
  responseDeserialize: (message: Buffer) => message,
})

const flightService = { DoGet: method('DoGet', true), GetFlightInfo: method('GetFlightInfo', false) }
