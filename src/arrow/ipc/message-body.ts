import { CompressionType, compressionRegistry } from 'apache-arrow'
import { allocateBytes } from '#arrow/platform'
import { MicromegasError } from '../../errors.js'

/** Where a buffer lies in the body of its message. */
export interface BufferRegion {
  readonly offset: number
  readonly length: number
}

/** An array type of apache-arrow's buffers. */
export interface TypedArrayType<T> {
  readonly BYTES_PER_ELEMENT: number
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): T
}

/** Alignment of buffers within a body, at least: that of the widest numbers. */
const alignment = 8

/**
 * The body at an address that its numbers can have. gRPC hands out parts of messages, which can begin anywhere; then all of
 * it is copied at once: one block of memory costs less than one for each column, and the message need not be kept beside it.
 */
function aligned(bytes: Uint8Array): Uint8Array {
  if (bytes.byteOffset % alignment === 0) return bytes
  const copy = allocateBytes(bytes.byteLength)
  copy.set(bytes)
  return copy
}

type Decompress = (bytes: Uint8Array) => Uint8Array

/** The buffers of one message, handed out in the order in which its columns need them. */
export class MessageBody {
  readonly #bytes: Uint8Array
  readonly #regions: readonly BufferRegion[]
  readonly #decompress: Decompress | undefined
  #next = 0

  /** @throws MicromegasError `unsupported` when the body is compressed by a codec that apache-arrow's registry lacks */
  constructor(bytes: Uint8Array, regions: readonly BufferRegion[], compression: CompressionType | undefined) {
    this.#bytes = aligned(bytes)
    this.#regions = regions
    this.#decompress = compression === undefined ? undefined : decompressorOf(compression)
  }

  /** The bytes of the next buffer, not copied. */
  bytes(): Uint8Array {
    const region = this.#regions[this.#next++]
    if (region === undefined) throw corrupt(`has ${this.#regions.length} buffers, its columns need more`)
    const { offset, length } = region
    if (offset < 0 || length < 0 || offset + length > this.#bytes.byteLength) {
      throw corrupt(`has a buffer of ${length} bytes at ${offset}, outside of its ${this.#bytes.byteLength} bytes`)
    }
    const bytes = new Uint8Array(this.#bytes.buffer, this.#bytes.byteOffset + offset, length)
    return this.#decompress === undefined || length === 0 ? bytes : this.#decompress(bytes)
  }

  /** The next buffer as `length` numbers. It is copied where a body has it at an address that the numbers cannot have. */
  numbers<T>(type: TypedArrayType<T>, length: number): T {
    const bytes = this.bytes()
    const byteLength = length * type.BYTES_PER_ELEMENT
    if (byteLength > bytes.byteLength) {
      throw corrupt(`has a buffer of ${bytes.byteLength} bytes where its column needs ${byteLength}`)
    }
    const aligned = bytes.byteOffset % type.BYTES_PER_ELEMENT === 0 ? bytes : bytes.slice(0, byteLength)
    return new type(aligned.buffer, aligned.byteOffset, length)
  }
}

function corrupt(problem: string): MicromegasError {
  return new MicromegasError('protocol', `The body of an Arrow message ${problem}.`)
}

/** Each compressed buffer starts with its length as int64; −1 says that the rest is not compressed after all. */
function decompressorOf(compression: CompressionType): Decompress {
  const name = CompressionType[compression] ?? `codec ${compression}`
  const decode = compressionRegistry.get(compression)?.decode
  if (decode === undefined) {
    throw new MicromegasError(
      'unsupported',
      `The result is compressed (${name}), and no decoder for it is registered.`,
      {
        help: "Register one with apache-arrow's compressionRegistry, or let the server send uncompressed results.",
      },
    )
  }
  return (bytes) => {
    if (bytes.byteLength < 8) throw corrupt('has a compressed buffer without a length')
    const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigInt64(0, true)
    const rest = bytes.subarray(8)
    if (length === -1n) return rest
    const decoded = decode(rest)
    if (BigInt(decoded.byteLength) !== length) {
      throw corrupt(`has a buffer that ${name} expands to ${decoded.byteLength} bytes instead of ${length}`)
    }
    return decoded
  }
}
