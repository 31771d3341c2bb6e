/*
 * Just enough of Arrow Flight to ask for a statement and to find the Arrow messages in the answer. Written here, so that the
 * limit is measured without any part of the package.
 */

/** Returns a length-delimited field of protobuf. */
function field(number: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.byteLength), bytes])
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return Buffer.from([...bytes, rest])
    bytes.push((rest & 0x7f) | 0x80)
  }
}

const statementType = 'type.googleapis.com/arrow.flight.protocol.sql.TicketStatementQuery'

/** Returns the Ticket message of a statement: a TicketStatementQuery in an Any. */
export function ticketOf(sql: string): Buffer {
  const statement = field(1, Buffer.from(sql))
  return field(1, Buffer.concat([field(1, Buffer.from(statementType)), field(2, statement)]))
}

/** The Arrow message in a FlightData message. */
export interface ArrowMessage {
  readonly header: Uint8Array
  readonly body: Uint8Array
}

const fieldNumber = { header: 2, body: 1000 } as const

/** Returns views of a FlightData message's header and body. */
export function arrowMessageOf(flightData: Uint8Array): ArrowMessage {
  let at = 0
  const readVarint = () => {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = flightData[at++] as number
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return value >>> 0
    }
  }
  let [header, body] = [new Uint8Array(0), new Uint8Array(0)]
  while (at < flightData.byteLength) {
    const tag = readVarint()
    if ((tag & 7) !== 2) throw new Error(`FlightData has a field of wire type ${tag & 7}`)
    const length = readVarint()
    const bytes = new Uint8Array(flightData.buffer as ArrayBuffer, flightData.byteOffset + at, length)
    if (tag >>> 3 === fieldNumber.header) header = bytes
    if (tag >>> 3 === fieldNumber.body) body = bytes
    at += length
  }
  return { header, body }
}

/** Returns the host and port of a target's URL. */
export function addressOf(url: string): { readonly host: string; readonly port: number } {
  const { hostname, port } = new URL(url.replace(/^grpc:/, 'http:'))
  return { host: hostname, port: Number(port) }
}
