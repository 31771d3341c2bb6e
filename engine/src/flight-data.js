// @ts-check

/** Tags of the two length-delimited fields of `arrow.flight.protocol.FlightData` that the engine writes: 2 and 1000. */
const headerTag = (2 << 3) | 2
const bodyTag = (1000 << 3) | 2

/** @type {typeof import('./index.js').flightDataParts} */
export function flightDataParts(message) {
  let offset = 0
  const varint = () => {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = /** @type {number} */ (message[offset++])
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
    }
  }
  const parts = { header: message.subarray(0, 0), body: message.subarray(0, 0) }
  while (offset < message.length) {
    const tag = varint()
    const length = varint()
    const bytes = message.subarray(offset, offset + length)
    if (tag === headerTag) parts.header = bytes
    if (tag === bodyTag) parts.body = bytes
    offset += length
  }
  return parts
}

const continuation = 0xffffffff
const prefixBytes = 8

/** @type {typeof import('./index.js').toIpcStream} */
export function toIpcStream(messages) {
  const parts = messages.map(flightDataParts)
  const paddedLength = (/** @type {Uint8Array} */ header) => Math.ceil(header.length / 8) * 8
  // The end of the stream is a prefix with the length zero.
  const length = parts.reduce((sum, { header, body }) => sum + prefixBytes + paddedLength(header) + body.length, 8)
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
