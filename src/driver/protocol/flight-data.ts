import { fromBinary } from '@bufbuild/protobuf'
import { MicromegasError } from '../../errors.js'
import { FlightDataSchema } from './generated/flight_pb.js'

/** The parts of a FlightData message that a result stream is made of. Both are views into the received bytes. */
export interface FlightDataMessage {
  /** An Arrow IPC message, a flatbuffer. Empty for messages that carry metadata only. */
  readonly header: Uint8Array
  /** The buffers that the header describes. */
  readonly body: Uint8Array
}

/**
 * Reads a FlightData message, without a copy of its body, which is nearly all of it.
 *
 * @throws `protocol` for bytes that are no such message
 */
export function readFlightData(bytes: Uint8Array): FlightDataMessage {
  try {
    const { dataHeader, dataBody } = fromBinary(FlightDataSchema, bytes)
    return { header: dataHeader, body: dataBody }
  } catch (cause) {
    throw new MicromegasError('protocol', 'A message of the result is no valid FlightData.', { cause })
  }
}
