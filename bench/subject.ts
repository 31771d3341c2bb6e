/**
 * What is measured: the package, and parts of it alone. Compiled before a run, because Node reads no `.js` that is a `.ts`.
 */
import { create, toBinary } from '@bufbuild/protobuf'
import { TicketSchema } from '../src/flight/generated/flight_pb.js'

export { createRowDecoder } from '../src/arrow/decode/row-decoder.js'
export { RecordBatchAssembler } from '../src/arrow/ipc/record-batch-assembler.js'
export { decodeJsonb } from '../src/arrow/jsonb/decode-jsonb.js'
export { parseUrl } from '../src/driver/config/url.js'
export { readFlightData } from '../src/flight/flight-data.js'
export { statementTicket } from '../src/flight/tickets.js'
export * from '../src/index.js'

/** A Ticket message of the Flight protocol. */
export const encodeTicket = (ticket: Uint8Array): Buffer =>
  Buffer.from(toBinary(TicketSchema, create(TicketSchema, { ticket })))
