import { fromBinary } from '@bufbuild/protobuf'
import { status } from '@grpc/grpc-js'
import {
  type CommandGetSqlInfo,
  CommandGetSqlInfoSchema,
  type CommandGetTables,
  CommandGetTablesSchema,
  CommandStatementQuerySchema,
  TicketStatementQuerySchema,
} from '../../flight/generated/flight_sql_pb.js'
import { type PackedMessage, readPackedMessage } from '../../flight/packed-message.js'
import { CallFailure, invalidArgument, notImplemented } from './call-failure.js'

/** The request in a ticket or a descriptor. */
export type Command =
  | { readonly kind: 'statement'; readonly sql: string }
  | { readonly kind: 'tables'; readonly filter: CommandGetTables; readonly bytes: Uint8Array }
  | { readonly kind: 'sqlInfo'; readonly wanted: CommandGetSqlInfo; readonly bytes: Uint8Array }

/**
 * Reads a ticket: a packed command, or the bare statement that GetFlightInfo hands out.
 *
 * @throws {CallFailure} UNIMPLEMENTED for commands that the service does not have
 */
export function commandOfTicket(ticket: Uint8Array): Command {
  const packed = readPackedMessage(ticket)
  if (packed === undefined) return bareStatement(ticket)
  const statement = packed.unpack(TicketStatementQuerySchema)
  if (statement !== undefined) return { kind: 'statement', sql: utf8(statement.statementHandle) }
  const command = metadataCommand(packed, ticket)
  if (command === undefined) throw notImplemented(`do_get ${packed.name}`)
  return command
}

/**
 * Reads the command of a descriptor.
 *
 * @throws {CallFailure} UNIMPLEMENTED for commands that the service does not have
 */
export function commandOfDescriptor(cmd: Uint8Array): Command {
  const packed = readPackedMessage(cmd)
  if (packed === undefined) throw invalidArgument('Unable to decode command: not a Flight SQL command')
  const query = packed.unpack(CommandStatementQuerySchema)
  if (query !== undefined) return { kind: 'statement', sql: query.query }
  const command = metadataCommand(packed, cmd)
  if (command === undefined) throw notImplemented(`get_flight_info ${packed.name}`)
  return command
}

function metadataCommand(packed: PackedMessage, bytes: Uint8Array): Command | undefined {
  const tables = packed.unpack(CommandGetTablesSchema)
  if (tables !== undefined) return { kind: 'tables', filter: tables, bytes }
  const info = packed.unpack(CommandGetSqlInfoSchema)
  if (info !== undefined) return { kind: 'sqlInfo', wanted: info, bytes }
  return undefined
}

function bareStatement(ticket: Uint8Array): Command {
  try {
    return { kind: 'statement', sql: utf8(fromBinary(TicketStatementQuerySchema, ticket).statementHandle) }
  } catch (error) {
    if (error instanceof CallFailure) throw error
    throw new CallFailure(status.INTERNAL, 'Could not read ticket: not a TicketStatementQuery')
  }
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new CallFailure(status.INTERNAL, 'Unable to parse query: invalid utf-8 sequence')
  }
}
