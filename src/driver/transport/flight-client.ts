import { type Client, type ClientReadableStream, Metadata } from '@grpc/grpc-js'
import type { FlightDescriptor, FlightInfo } from '../../flight/generated/flight_pb.js'
import { flightMethods } from '../../flight/methods.js'
import type { HeaderList } from '../config/attribution.js'

/**
 * Makes the calls of the Flight service that this package needs, over one channel. They fail with the errors of grpc-js:
 * the code that awaits a call makes the error of this package, so that its stack has the caller.
 */
export class FlightClient {
  readonly #client: Client

  constructor(client: Client) {
    this.#client = client
  }

  /**
   * Starts the stream of messages that a ticket stands for: FlightData as received, for `readFlightData`. If they were
   * parsed here, a malformed message would be reported as a failure of the service. The caller reads, and cancels.
   */
  doGet(ticket: Uint8Array, headers: HeaderList): ClientReadableStream<Uint8Array> {
    const { path, requestSerialize, responseDeserialize } = flightMethods.DoGet
    return this.#client.makeServerStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      { ticket },
      metadataOf(headers),
    )
  }

  /** Asks where and how the result of a command can be read. Ends, on the server too, when the signal aborts. */
  getFlightInfo(descriptor: FlightDescriptor, headers: HeaderList, signal: AbortSignal): Promise<FlightInfo> {
    const { path, requestSerialize, responseDeserialize } = flightMethods.GetFlightInfo
    return new Promise((resolve, reject) => {
      const call = this.#client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        descriptor,
        metadataOf(headers),
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

function metadataOf(headers: HeaderList): Metadata {
  const metadata = new Metadata()
  for (const [name, value] of headers) metadata.set(name, value)
  return metadata
}
