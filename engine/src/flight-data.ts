/** The two parts of a `FlightData`: an IPC message's header and its body. */
export interface FlightDataParts {
  readonly header: Uint8Array
  readonly body: Uint8Array
}

/** Tags of the two length-delimited fields of `arrow.flight.protocol.FlightData` that the engine writes: 2 and 1000. */
const headerTag = (2 << 3) | 2
const bodyTag = (1000 << 3) | 2

/** Returns the parts of a serialized `FlightData` that the engine wrote, as views of its bytes. */
export function flightDataParts(message: Uint8Array): FlightDataParts {
  let offset = 0
  const varint = (): number => {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = message[offset++] as number
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
    }
  }
  let header = message.subarray(0, 0)
  let body = header
  while (offset < message.length) {
    const tag = varint()
    const length = varint()
    const bytes = message.subarray(offset, offset + length)
    if (tag === headerTag) header = bytes
    if (tag === bodyTag) body = bytes
    offset += length
  }
  return { header, body }
}

const continuation = 0xffffffff
const prefixBytes = 8

/** Puts the messages of a Flight stream together into an Arrow IPC stream. */
export function toIpcStream(messages: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const parts = messages.map(flightDataParts)
  const paddedLength = (header: Uint8Array) => Math.ceil(header.length / 8) * 8
  // The end of the stream is a prefix with the length zero.
  const length = parts.reduce(
    (sum, { header, body }) => sum + prefixBytes + paddedLength(header) + body.length,
    prefixBytes,
  )
  const stream = new Uint8Array(length)
  const view = new DataView(stream.buffer)
  let offset = 0
  for (const { header, body } of parts) {
    view.setUint32(offset, continuation, true)
    view.setInt32(offset + 4, paddedLength(header), true)
    stream.set(header, offset + prefixBytes)
    stream.set(body, offset + prefixBytes + paddedLength(header))
    offset += prefixBytes + paddedLength(header) + body.length
  }
  view.setUint32(offset, continuation, true)
  return stream
}
