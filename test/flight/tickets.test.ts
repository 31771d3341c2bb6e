import { fromBinary } from '@bufbuild/protobuf'
import { AnySchema, anyUnpack } from '@bufbuild/protobuf/wkt'
import { describe, expect, it } from 'vitest'
import { FlightDescriptor_DescriptorType } from '../../src/flight/generated/flight_pb.js'
import { CommandStatementQuerySchema, TicketStatementQuerySchema } from '../../src/flight/generated/flight_sql_pb.js'
import { bareStatementTicket, statementDescriptor, statementTicket } from '../../src/flight/tickets.js'

const sql = "select 'é' as text"

describe('a statement', () => {
  it('is a ticket, packed or bare', () => {
    const packed = anyUnpack(fromBinary(AnySchema, statementTicket(sql)), TicketStatementQuerySchema)
    const bare = fromBinary(TicketStatementQuerySchema, bareStatementTicket(sql))
    for (const ticket of [packed, bare]) expect(new TextDecoder().decode(ticket?.statementHandle)).toBe(sql)
  })

  it('is the command of a descriptor', () => {
    const { type, cmd } = statementDescriptor(sql)
    expect(type).toBe(FlightDescriptor_DescriptorType.CMD)
    expect(anyUnpack(fromBinary(AnySchema, cmd), CommandStatementQuerySchema)?.query).toBe(sql)
  })
})
