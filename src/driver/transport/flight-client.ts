import type { DescMessage, MessageShape } from '@bufbuild/protobuf'
import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import { type Client, type ClientReadableStream, Metadata } from '@grpc/grpc-js'
import {
  type FlightDescriptor,
  FlightDescriptorSchema,
  type FlightInfo,
  FlightInfoSchema,
  TicketSchema,
} from '../../flight/generated/flight_pb.js'

const service = '/arrow.flight.protocol.FlightService'

/** Serializer of a message type, in the form grpc-js asks for. */
const encode =
  <D extends DescMessage>(schema: D) =>
  (message: MessageShape<D>): Buffer => {
    const bytes = toBinary(schema, message)
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

const decode =
  <D extends DescMessage>(schema: D) =>
  (bytes: Buffer): MessageShape<D> =>
    fromBinary(schema, bytes)

/**
 * The calls of the Flight service that this package makes, over one channel. They fail with what grpc-js fails with: whoever
 * awaits them makes the error, so that its stack has the caller.
 */
export class FlightClient {
  readonly #client: Client

  constructor(client: Client) {
    this.#client = client
  }

  /**
   * The messages of the stream that a ticket stands for: FlightData as received, for `readFlightData`. Parsed here, a message
   * that is none would be reported as a failure of the service. The caller reads, and cancels.
   */
  doGet(ticket: Uint8Array, metadata: Metadata): ClientReadableStream<Uint8Array> {
    return this.#client.makeServerStreamRequest(
      `${service}/DoGet`,
      encode(TicketSchema),
      (bytes) => bytes,
      create(TicketSchema, { ticket }),
      metadata,
    )
  }

  /** Where and how the result of a command can be had. Ends, on the server too, when the signal aborts. */
  getFlightInfo(descriptor: FlightDescriptor, metadata: Metadata, signal: AbortSignal): Promise<FlightInfo> {
    return new Promise((resolve, reject) => {
      const call = this.#client.makeUnaryRequest(
        `${service}/GetFlightInfo`,
        encode(FlightDescriptorSchema),
        decode(FlightInfoSchema),
        descriptor,
        metadata,
        (error, info) => {
          signal.removeEventListener('abort', cancel)
          if (error === null && info !== undefined) resolve(info)
          else reject(error)
        },
      )
      const cancel = () => call.cancel()
      if (signal.aborted) cancel()
      else signal.addEventListener('abort', cancel, { once: true })
    })
  }

  close(): void {
    this.#client.close()
  }
}

/** gRPC metadata of name-value pairs. */
export function metadataOf(headers: Iterable<readonly [name: string, value: string]>): Metadata {
  const metadata = new Metadata()
  for (const [name, value] of headers) metadata.set(name, value)
  return metadata
}
