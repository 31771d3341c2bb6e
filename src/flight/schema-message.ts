import { MicromegasError } from '../errors.js'

/** Stands before the length of a message since Arrow 0.15. */
const continuationMarker = 0xffffffff

/**
 * Returns the Arrow IPC message in the `schema` of a FlightInfo, where it stands behind its length. Returns nothing if the
 * service does not know the schema before it runs the statement: it then sends no bytes or, as Micromegas does, a schema
 * without fields.
 *
 * @throws `protocol` if the bytes are shorter than the length says
 */
export function schemaMessageOf(schema: Uint8Array): Uint8Array | undefined {
  if (schema.byteLength === 0) return undefined
  const view = new DataView(schema.buffer, schema.byteOffset, schema.byteLength)
  const start = schema.byteLength >= 8 && view.getUint32(0, true) === continuationMarker ? 8 : 4
  const length = schema.byteLength < start ? -1 : view.getInt32(start - 4, true)
  if (length < 0 || start + length > schema.byteLength) {
    throw new MicromegasError('protocol', 'The schema in the FlightInfo of the service is cut off.')
  }
  return schema.subarray(start, start + length)
}

/** Writes an Arrow IPC message as the `schema` of a FlightInfo: behind marker and length, padded to eight bytes. */
export function encapsulatedSchema(message: Uint8Array): Uint8Array {
  const padded = Math.ceil(message.length / 8) * 8
  const bytes = new Uint8Array(8 + padded)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, continuationMarker, true)
  view.setInt32(4, padded, true)
  bytes.set(message, 8)
  return bytes
}
