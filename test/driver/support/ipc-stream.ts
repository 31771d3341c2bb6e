import { Message } from 'apache-arrow'

/** One message of an Arrow IPC stream, as FlightData carries it. */
export interface StreamMessage {
  readonly header: Uint8Array
  readonly body: Uint8Array
}

/** Cuts an IPC stream into its messages: 0xFFFFFFFF, the header's length, the header, the body. */
export function messagesOf(stream: Uint8Array): StreamMessage[] {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength)
  const messages: StreamMessage[] = []
  for (let at = 0; at + 8 <= stream.byteLength; ) {
    const length = view.getInt32(at + 4, true)
    if (length === 0) break
    const header = stream.subarray(at + 8, at + 8 + length)
    const bodyStart = at + 8 + length
    const bodyEnd = bodyStart + Message.decode(header).bodyLength
    messages.push({ header, body: stream.subarray(bodyStart, bodyEnd) })
    at = bodyEnd
  }
  return messages
}
