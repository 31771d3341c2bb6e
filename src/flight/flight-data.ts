import { fromBinary } from '@bufbuild/protobuf'
import { MicromegasError } from '../errors.js'
import { FlightDataSchema } from './generated/flight_pb.js'

/** The parts of a FlightData message that a result stream is made of. Both are views into the received bytes. */
export interface FlightDataMessage {
  /** An Arrow IPC message, a flatbuffer. Empty for messages that carry metadata only. */
  readonly header: Uint8Array
  /** The buffers that the header describes. */
  readonly body: Uint8Array
}

/** The widest numbers of a body need their address to be a multiple of this. */
const alignment = 8

/**
 * Moves a body to an address that its numbers can have, over the few bytes between it and the header, which hold its length
 * alone. gRPC gives each message memory of its own, in which the body begins anywhere: memory that is new would cost several
 * times as much, most of it to collect garbage. Where there is no room the body stays, and is copied when it is loaded.
 */
function movedIntoPlace(header: Uint8Array, body: Uint8Array): Uint8Array {
  const excess = body.byteOffset % alignment
  const start = body.byteOffset - excess
  const isFree = header.buffer === body.buffer && header.byteOffset + header.byteLength <= start
  if (excess === 0 || header.byteLength === 0 || !isFree) return body
  new Uint8Array(body.buffer, start, excess + body.byteLength).copyWithin(0, excess)
  return new Uint8Array(body.buffer, start, body.byteLength)
}

/**
 * Reads a FlightData message, without a copy of its body, which is nearly all of it. The message is used up: its bytes are
 * moved.
 *
 * @throws `protocol` for bytes that are no such message
 */
export function readFlightData(bytes: Uint8Array): FlightDataMessage {
  try {
    const { dataHeader, dataBody } = fromBinary(FlightDataSchema, bytes)
    return { header: dataHeader, body: movedIntoPlace(dataHeader, dataBody) }
  } catch (cause) {
    throw new MicromegasError('protocol', 'A message of the result is no valid FlightData.', { cause })
  }
}
