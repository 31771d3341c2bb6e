import { create, type DescMessage, type MessageInitShape, type MessageShape, toBinary } from '@bufbuild/protobuf'
import { AnySchema, anyPack } from '@bufbuild/protobuf/wkt'
import { Client, credentials, Metadata } from '@grpc/grpc-js'
import { RecordBatchAssembler } from '../../src/arrow/ipc/record-batch-assembler.js'
import { readFlightData } from '../../src/flight/flight-data.js'

const pack = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
/** Not as a Buffer, which equals no Uint8Array. */
const asItIs = (bytes: Buffer): Uint8Array => new Uint8Array(bytes)

export function message<D extends DescMessage>(schema: D, init: MessageInitShape<D>): Uint8Array {
  return toBinary(schema, create(schema, init))
}

/** A Flight SQL command, as it travels in tickets, descriptors and actions. */
export function packed<D extends DescMessage>(schema: D, init: MessageInitShape<D>): Uint8Array {
  return toBinary(AnySchema, anyPack(schema, create(schema, init) as MessageShape<D>))
}

/** Makes calls that this package's own client does not make. */
export class FlightCaller implements Disposable {
  readonly #client: Client
  readonly #metadata: Metadata

  constructor(url: string, headers: Readonly<Record<string, string>> = {}) {
    this.#client = new Client(url.replace('grpc://', ''), credentials.createInsecure())
    this.#metadata = new Metadata()
    for (const [name, value] of Object.entries(headers)) this.#metadata.set(name, value)
  }

  unary(path: string, request: Uint8Array = new Uint8Array(0)): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      this.#client.makeUnaryRequest(path, pack, asItIs, request, this.#metadata, (error, response) =>
        error === null ? resolve(response as Uint8Array) : reject(error),
      )
    })
  }

  async stream(method: string, request: Uint8Array): Promise<Uint8Array[]> {
    const call = this.#client.makeServerStreamRequest(method, pack, asItIs, request, this.#metadata)
    const messages: Uint8Array[] = []
    for await (const response of call) messages.push(response)
    return messages
  }

  async duplex(method: string, requests: readonly Uint8Array[]): Promise<Uint8Array[]> {
    const call = this.#client.makeBidiStreamRequest(method, pack, asItIs, this.#metadata)
    for (const request of requests) call.write(request)
    call.end()
    const messages: Uint8Array[] = []
    for await (const response of call) messages.push(response)
    return messages
  }

  [Symbol.dispose](): void {
    this.#client.close()
  }
}

export const flight = (method: string): string => `/arrow.flight.protocol.FlightService/${method}`

/** The rows of a result's messages, by apache-arrow. */
export function rowsOf(messages: readonly Uint8Array[]): Record<string, unknown>[] {
  const assembler = new RecordBatchAssembler()
  return messages.flatMap((bytes) => {
    const { header, body } = readFlightData(bytes)
    return (
      assembler
        .push(header, body)
        ?.toArray()
        .map((row) => row.toJSON()) ?? []
    )
  })
}
