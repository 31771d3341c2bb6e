import { create, toBinary } from '@bufbuild/protobuf'
import { type Any, AnySchema, anyPack } from '@bufbuild/protobuf/wkt'
import { MicromegasError } from '../errors.js'
import {
  type FlightDescriptor,
  FlightDescriptor_DescriptorType,
  FlightDescriptorSchema,
} from './generated/flight_pb.js'
import { CommandStatementQuerySchema, TicketStatementQuerySchema } from './generated/flight_sql_pb.js'

const bytesOf = (any: Any): Uint8Array => toBinary(AnySchema, any)

/** The ticket of a statement, which Micromegas takes without asking for it first: the handle is the SQL text itself. */
export function statementTicket(sql: string): Uint8Array {
  const ticket = create(TicketStatementQuerySchema, { statementHandle: new TextEncoder().encode(sql) })
  return bytesOf(anyPack(TicketStatementQuerySchema, ticket))
}

/** The descriptor by which a Flight SQL service is asked for the tickets of a statement. */
export function statementDescriptor(sql: string): FlightDescriptor {
  const command = create(CommandStatementQuerySchema, { query: sql })
  return create(FlightDescriptorSchema, {
    type: FlightDescriptor_DescriptorType.CMD,
    cmd: bytesOf(anyPack(CommandStatementQuerySchema, command)),
  })
}

/**
 * The Arrow IPC message in the schema of a FlightInfo, which stands there behind its length. Nothing if the service does not
 * know the schema before it runs the statement: it then sends none, or, as Micromegas does, one without fields.
 *
 * @throws `protocol` for a length that is not that of the bytes
 */
export function schemaMessageOf(schema: Uint8Array): Uint8Array | undefined {
  if (schema.byteLength === 0) return undefined
  const view = new DataView(schema.buffer, schema.byteOffset, schema.byteLength)
  // The marker 0xFFFFFFFF came with Arrow 0.15.
  const start = schema.byteLength >= 8 && view.getUint32(0, true) === 0xffffffff ? 8 : 4
  const length = schema.byteLength < start ? -1 : view.getInt32(start - 4, true)
  if (length < 0 || start + length > schema.byteLength) {
    throw new MicromegasError('protocol', 'The schema of the FlightInfo is cut off.')
  }
  return schema.subarray(start, start + length)
}
