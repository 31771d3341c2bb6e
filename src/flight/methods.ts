import {
  create,
  type DescMessage,
  fromBinary,
  type MessageInitShape,
  type MessageShape,
  toBinary,
} from '@bufbuild/protobuf'
import {
  ActionSchema,
  ActionTypeSchema,
  FlightDescriptorSchema,
  FlightInfoSchema,
  PutResultSchema,
  ResultSchema,
  TicketSchema,
} from './generated/flight_pb.js'

/** How a message becomes bytes, and bytes a message. `Init` is what a sender provides, `Message` what a receiver gets. */
interface Codec<Init, Message> {
  readonly encode: (message: Init) => Buffer
  readonly decode: (bytes: Buffer) => Message
}

/** Views the bytes as the Buffer that grpc-js asks for, without copying them. */
const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const messageOf = <D extends DescMessage>(schema: D): Codec<MessageInitShape<D>, MessageShape<D>> => ({
  encode: (message) => asBuffer(toBinary(schema, create(schema, message))),
  decode: (bytes) => fromBinary(schema, bytes),
})

/** Messages that pass as they are: FlightData, which `readFlightData` reads, and those that nobody here reads. */
const bytes: Codec<Uint8Array, Uint8Array> = { encode: asBuffer, decode: (received) => received }

/** The definition of a method in the form that clients and servers of grpc-js take, which this room does not depend on. */
function flightMethod<Q, Request extends Q, R, Response extends R>(
  path: string,
  streams: { readonly request: boolean; readonly response: boolean },
  request: Codec<Q, Request>,
  response: Codec<R, Response>,
) {
  return {
    path,
    requestStream: streams.request,
    responseStream: streams.response,
    requestSerialize: request.encode,
    requestDeserialize: request.decode,
    responseSerialize: response.encode,
    responseDeserialize: response.decode,
  }
}

const service = '/arrow.flight.protocol.FlightService'
const unary = { request: false, response: false }
const serverStream = { request: false, response: true }
const bidirectional = { request: true, response: true }

/** The methods of the Flight service, as the client calls them and the embedded service implements them. */
export const flightMethods = {
  Handshake: flightMethod(`${service}/Handshake`, bidirectional, bytes, bytes),
  ListFlights: flightMethod(`${service}/ListFlights`, serverStream, bytes, bytes),
  GetFlightInfo: flightMethod(
    `${service}/GetFlightInfo`,
    unary,
    messageOf(FlightDescriptorSchema),
    messageOf(FlightInfoSchema),
  ),
  PollFlightInfo: flightMethod(`${service}/PollFlightInfo`, unary, bytes, bytes),
  GetSchema: flightMethod(`${service}/GetSchema`, unary, bytes, bytes),
  DoGet: flightMethod(`${service}/DoGet`, serverStream, messageOf(TicketSchema), bytes),
  DoPut: flightMethod(`${service}/DoPut`, bidirectional, bytes, messageOf(PutResultSchema)),
  DoExchange: flightMethod(`${service}/DoExchange`, bidirectional, bytes, bytes),
  DoAction: flightMethod(`${service}/DoAction`, serverStream, messageOf(ActionSchema), messageOf(ResultSchema)),
  ListActions: flightMethod(`${service}/ListActions`, serverStream, bytes, messageOf(ActionTypeSchema)),
}

/**
 * The methods that report health: the service answers every path that ends in `/health` with an empty message, without
 * authentication.
 */
export const healthMethods = Object.fromEntries(
  ['', '/grpc.health.v1.Health', service].map((prefix) => [
    `health of ${prefix}`,
    flightMethod(`${prefix}/health`, unary, bytes, bytes),
  ]),
)
