import { type DescMessage, fromBinary, type MessageShape } from '@bufbuild/protobuf'
import { AnySchema, anyUnpack } from '@bufbuild/protobuf/wkt'

/** A message of Flight SQL in a `google.protobuf.Any`, as tickets, descriptors and actions carry it. */
export interface PackedMessage {
  /** The name of the message, such as `CommandStatementQuery`. */
  readonly name: string
  /** Returns the message, or nothing if it is of another type. */
  unpack<D extends DescMessage>(schema: D): MessageShape<D> | undefined
}

const typePrefix = 'type.googleapis.com/arrow.flight.protocol.sql.'

/** Reads a packed message of Flight SQL. Returns nothing for any other bytes. */
export function readPackedMessage(bytes: Uint8Array): PackedMessage | undefined {
  try {
    const any = fromBinary(AnySchema, bytes)
    if (!any.typeUrl.startsWith(typePrefix)) return undefined
    return { name: any.typeUrl.slice(typePrefix.length), unpack: (schema) => anyUnpack(any, schema) }
  } catch {
    return undefined
  }
}
