import { create, type DescMessage, type MessageInitShape, toBinary } from '@bufbuild/protobuf'
import { AnySchema, anyPack } from '@bufbuild/protobuf/wkt'
import {
  type FlightDescriptor,
  FlightDescriptor_DescriptorType,
  FlightDescriptorSchema,
} from './generated/flight_pb.js'
import { CommandStatementQuerySchema, TicketStatementQuerySchema } from './generated/flight_sql_pb.js'

/** Packs a message of Flight SQL into a `google.protobuf.Any`, as tickets, descriptors and actions carry it. */
export function packMessage<D extends DescMessage>(schema: D, init: MessageInitShape<D>): Uint8Array {
  return toBinary(AnySchema, anyPack(schema, create(schema, init)))
}

/** Makes the ticket of a statement, which Micromegas accepts without handing it out: its handle is the SQL text itself. */
export function statementTicket(sql: string): Uint8Array {
  return packMessage(TicketStatementQuerySchema, statementHandle(sql))
}

/** Makes the ticket of a statement as Micromegas hands it out in a FlightInfo: the same, but not packed into an `Any`. */
export function bareStatementTicket(sql: string): Uint8Array {
  return toBinary(TicketStatementQuerySchema, create(TicketStatementQuerySchema, statementHandle(sql)))
}

const statementHandle = (sql: string) => ({ statementHandle: new TextEncoder().encode(sql) })

/** Makes the descriptor that asks a Flight SQL service for the tickets of a statement. */
export function statementDescriptor(sql: string): FlightDescriptor {
  const cmd = packMessage(CommandStatementQuerySchema, { query: sql })
  return create(FlightDescriptorSchema, { type: FlightDescriptor_DescriptorType.CMD, cmd })
}
