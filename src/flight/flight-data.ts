import { fromBinary } from '@bufbuild/protobuf'
import { MicromegasError } from '../errors.js'
import { type FlightData, FlightDataSchema, type FlightDescriptor } from './generated/flight_pb.js'

/** The parts of a FlightData message that streams of record batches consist of. */
export interface FlightDataMessage {
  /** An Arrow IPC message, a flatbuffer; a view into the received bytes. Empty in messages that carry metadata only. */
  readonly header: Uint8Array
  /** The buffers that the header describes; a view into the received bytes. */
  readonly body: Uint8Array
  /** What the stream is about: in the first message that a client sends. */
  readonly descriptor: FlightDescriptor | undefined
}

/** The address of the widest numbers in a body must be a multiple of this, in bytes. */
const alignment = 8

/**
 * Moves a body to an address that its numbers can have, over the few bytes between it and the header, which hold its length
 * alone. gRPC allocates memory for each message, in which the body begins anywhere: new memory would cost several times
 * as much, most of it for collecting garbage. Where there is no room the body stays, and is copied when it is loaded.
 */
function alignBody(header: Uint8Array, body: Uint8Array): Uint8Array {
  const excess = body.byteOffset % alignment
  const start = body.byteOffset - excess
  const isFree = header.buffer === body.buffer && header.byteOffset + header.byteLength <= start
  if (excess === 0 || header.byteLength === 0 || !isFree) return body
  new Uint8Array(body.buffer, start, excess + body.byteLength).copyWithin(0, excess)
  return new Uint8Array(body.buffer, start, body.byteLength)
}

/**
 * Parses a FlightData message without copying its body, which is nearly all of it. This uses the message up: its bytes are
 * moved.
 *
 * @throws `protocol` for bytes that are not a FlightData message
 */
export function readFlightData(bytes: Uint8Array): FlightDataMessage {
  const { dataHeader, dataBody, flightDescriptor } = parse(bytes)
  return { header: dataHeader, body: alignBody(dataHeader, dataBody), descriptor: flightDescriptor }
}

function parse(bytes: Uint8Array): FlightData {
  try {
    return fromBinary(FlightDataSchema, bytes)
  } catch (cause) {
    throw new MicromegasError('protocol', 'A message of the stream is not valid FlightData.', { cause })
  }
}
