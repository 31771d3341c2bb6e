import { create, toBinary } from '@bufbuild/protobuf'
import { Message, RecordBatchStreamWriter, type Table } from 'apache-arrow'
import { FlightDataSchema } from '../../../src/flight/generated/flight_pb.js'

/** The messages by which a Flight service sends a table: its schema, then dictionaries and record batches. */
export function flightMessages(table: Table): Uint8Array[] {
  const stream = RecordBatchStreamWriter.writeAll(table).toUint8Array(true)
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength)
  const messages: Uint8Array[] = []
  for (let at = 0; at + 8 <= stream.byteLength; ) {
    // Each message stands behind a marker and its length; a length of zero ends the stream.
    const length = view.getInt32(at + 4, true)
    if (length === 0) break
    const dataHeader = stream.slice(at + 8, at + 8 + length)
    const { bodyLength } = Message.decode(dataHeader)
    at += 8 + length + bodyLength
    messages.push(flightData(dataHeader, stream.slice(at - bodyLength, at)))
  }
  return messages
}

/** A FlightData message as it travels. */
function flightData(dataHeader: Uint8Array, dataBody: Uint8Array): Uint8Array {
  return toBinary(FlightDataSchema, create(FlightDataSchema, { dataHeader, dataBody }))
}
