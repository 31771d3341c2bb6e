/**
 * What is measured: the package, and parts of it alone. Compiled before a run, because Node reads no `.js` that is a `.ts`.
 */
import { create, toBinary } from '@bufbuild/protobuf'
import { TicketSchema } from '../src/driver/protocol/generated/flight_pb.js'

export { statementTicket } from '../src/driver/flight-sql.js'
export { RecordBatchAssembler } from '../src/driver/ipc/record-batch-assembler.js'
export { decodeJsonb } from '../src/driver/jsonb/decode-jsonb.js'
export { readFlightData } from '../src/driver/protocol/flight-data.js'
export { createRowDecoder } from '../src/driver/rows/row-decoder.js'
export { parseUrl } from '../src/driver/url.js'
export * from '../src/index.js'

/** A Ticket message of the Flight protocol. */
export const encodeTicket = (ticket: Uint8Array): Buffer =>
  Buffer.from(toBinary(TicketSchema, create(TicketSchema, { ticket })))
