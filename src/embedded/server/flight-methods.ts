import type { DescMessage, MessageShape } from '@bufbuild/protobuf'
import { create, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf'
import type { MethodDefinition } from '@grpc/grpc-js'
import {
  ActionSchema,
  ActionTypeSchema,
  FlightDescriptorSchema,
  FlightInfoSchema,
  PutResultSchema,
  ResultSchema,
  TicketSchema,
} from '../../flight/generated/flight_pb.js'

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const serialize =
  <D extends DescMessage>(schema: D) =>
  (message: MessageInitShape<D>): Buffer =>
    asBuffer(toBinary(schema, create(schema, message)))

const deserialize =
  <D extends DescMessage>(schema: D) =>
  (bytes: Buffer): MessageShape<D> =>
    fromBinary(schema, bytes)

const asItIs = (bytes: Buffer): Uint8Array => bytes

function method<Q, R>(
  name: string,
  [requestStream, responseStream]: readonly [boolean, boolean],
  request: (bytes: Buffer) => Q,
  response: (message: R) => Buffer,
): MethodDefinition<Q, R> {
  return {
    path: `/arrow.flight.protocol.FlightService/${name}`,
    requestStream,
    responseStream,
    requestSerialize: () => Buffer.alloc(0),
    requestDeserialize: request,
    responseSerialize: response,
    responseDeserialize: () => undefined as never,
  }
}

const unary = [false, false] as const
const serverStream = [false, true] as const
const bidirectional = [true, true] as const

/** The calls of the Flight service. Messages of results are sent as the engine wrote them. */
export const flightMethods = {
  Handshake: method('Handshake', bidirectional, asItIs, asBuffer),
  ListFlights: method('ListFlights', serverStream, asItIs, asBuffer),
  GetFlightInfo: method('GetFlightInfo', unary, deserialize(FlightDescriptorSchema), serialize(FlightInfoSchema)),
  PollFlightInfo: method('PollFlightInfo', unary, asItIs, asBuffer),
  GetSchema: method('GetSchema', unary, asItIs, asBuffer),
  DoGet: method('DoGet', serverStream, deserialize(TicketSchema), asBuffer),
  DoPut: method('DoPut', bidirectional, asItIs, serialize(PutResultSchema)),
  DoExchange: method('DoExchange', bidirectional, asItIs, asBuffer),
  DoAction: method('DoAction', serverStream, deserialize(ActionSchema), serialize(ResultSchema)),
  ListActions: method('ListActions', serverStream, asItIs, serialize(ActionTypeSchema)),
}

/** Where health is asked for: the service answers any path that ends so, with an empty message and without authentication. */
export const healthMethods = Object.fromEntries(
  ['', '/grpc.health.v1.Health', '/arrow.flight.protocol.FlightService'].map((service) => [
    `health of ${service}`,
    { ...method('health', unary, asItIs, asBuffer), path: `${service}/health` },
  ]),
)
