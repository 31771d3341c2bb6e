import { fromBinary } from '@bufbuild/protobuf'
import { type Any, AnySchema, anyUnpack } from '@bufbuild/protobuf/wkt'
import { status } from '@grpc/grpc-js'
import {
  type CommandGetSqlInfo,
  CommandGetSqlInfoSchema,
  type CommandGetTables,
  CommandGetTablesSchema,
  CommandStatementQuerySchema,
  TicketStatementQuerySchema,
} from '../../flight/generated/flight_sql_pb.js'
import { CallFailure, invalidArgument, notImplemented } from './call-failure.js'

/** What a ticket or a descriptor asks for. */
export type Command =
  | { readonly kind: 'statement'; readonly sql: string }
  | { readonly kind: 'tables'; readonly filter: CommandGetTables; readonly bytes: Uint8Array }
  | { readonly kind: 'sqlInfo'; readonly wanted: CommandGetSqlInfo; readonly bytes: Uint8Array }

const prefix = 'type.googleapis.com/arrow.flight.protocol.sql.'

/** The name of the Flight SQL message in an `Any`; nothing for bytes that are none. */
export function packedName(any: Any | undefined): string | undefined {
  return any?.typeUrl.startsWith(prefix) ? any.typeUrl.slice(prefix.length) : undefined
}

export function readAny(bytes: Uint8Array): Any | undefined {
  try {
    return fromBinary(AnySchema, bytes)
  } catch {
    return undefined
  }
}

/** What a ticket stands for: a packed command, or the bare statement that GetFlightInfo hands out. */
export function commandOfTicket(ticket: Uint8Array): Command {
  const any = readAny(ticket)
  const name = packedName(any)
  if (any === undefined || name === undefined) return statementOf(ticket)
  const statement = anyUnpack(any, TicketStatementQuerySchema)
  if (statement !== undefined) return { kind: 'statement', sql: utf8(statement.statementHandle) }
  return metadataCommand(any, ticket) ?? refuse(`do_get ${name}`)
}

/** @throws {CallFailure} UNIMPLEMENTED for commands that the service does not have */
export function commandOfDescriptor(cmd: Uint8Array): Command {
  const any = readAny(cmd)
  const name = packedName(any)
  if (any === undefined || name === undefined) throw invalidArgument('Unable to decode command: no Flight SQL command')
  const query = anyUnpack(any, CommandStatementQuerySchema)
  if (query !== undefined) return { kind: 'statement', sql: query.query }
  return metadataCommand(any, cmd) ?? refuse(`get_flight_info ${name}`)
}

function metadataCommand(any: Any, bytes: Uint8Array): Command | undefined {
  const tables = anyUnpack(any, CommandGetTablesSchema)
  if (tables !== undefined) return { kind: 'tables', filter: tables, bytes }
  const info = anyUnpack(any, CommandGetSqlInfoSchema)
  if (info !== undefined) return { kind: 'sqlInfo', wanted: info, bytes }
  return undefined
}

function statementOf(ticket: Uint8Array): Command {
  try {
    return { kind: 'statement', sql: utf8(fromBinary(TicketStatementQuerySchema, ticket).statementHandle) }
  } catch (error) {
    if (error instanceof CallFailure) throw error
    throw new CallFailure(status.INTERNAL, 'Could not read ticket: it is no TicketStatementQuery')
  }
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new CallFailure(status.INTERNAL, 'Unable to parse query: invalid utf-8 sequence')
  }
}

function refuse(what: string): never {
  throw notImplemented(what)
}
