import { MicromegasError } from '../../errors.js'
import { bodyLengthOf, verifyMessage } from '../ipc/verify-message.js'
import type { ByteSource } from './byte-source.js'

/** An Arrow IPC message: its metadata, and the buffers that these describe. */
export interface IpcMessage {
  readonly header: Uint8Array
  readonly body: Uint8Array
}

/** Begins every message but those of Arrow before 0.15. */
const continuation = 0xffffffff
/** `ARRO` and `W1`, little-endian: how files begin, and the second half, how they end. */
const magic = [0x4f525241, 0x3157] as const
const magicBytes = 6

/**
 * Metadata of a message are smaller, even those of thousands of columns. Bytes that are not Arrow mostly claim more, text
 * always does.
 */
const largestHeader = 1 << 27

/** Reads the messages of an IPC stream or file one after the other. */
export class MessageReader {
  readonly #source: ByteSource
  readonly #allowMissingEnd: boolean
  #format: 'stream' | 'file' | undefined
  #ended = false

  constructor(source: ByteSource, allowMissingEnd: boolean) {
    this.#source = source
    this.#allowMissingEnd = allowMissingEnd
  }

  /**
   * Returns the next message; nothing at the end.
   *
   * @throws MicromegasError `protocol` for bytes that are not Arrow IPC, and for an end before the end
   */
  async next(): Promise<IpcMessage | undefined> {
    if (this.#ended) return undefined
    const length = await this.#headerLength()
    if (length === 0) {
      this.#ended = true
      return undefined
    }
    const header = await this.#source.read(length)
    if (header.byteLength < length) throw truncated()
    verifyMessage(header)
    const bodyLength = bodyLengthOf(header)
    if (!Number.isSafeInteger(bodyLength) || bodyLength < 0) throw invalid()
    const body = await this.#source.read(bodyLength)
    if (body.byteLength < bodyLength) throw truncated()
    return { header, body }
  }

  /** Returns how long the next message's metadata are: 0 at the end. */
  async #headerLength(): Promise<number> {
    const isFirst = this.#format === undefined
    let word = await this.#word()
    if (isFirst) {
      if (word === undefined)
        throw new MicromegasError('protocol', 'There are no Arrow IPC bytes: the source is empty.')
      this.#format = word === magic[0] ? 'file' : 'stream'
      if (this.#format === 'file') {
        // The magic is padded to eight bytes.
        if ((await this.#word()) !== magic[1]) throw invalid()
        word = await this.#word()
      }
    }
    if (word === undefined) return this.#endWithoutMarker()
    const length = word === continuation ? await this.#word() : word
    if (length === undefined) throw truncated()
    if (length === 0) await this.#checkEnd()
    if (length > largestHeader) throw invalid()
    return length
  }

  #endWithoutMarker(): number {
    if (this.#allowMissingEnd && this.#format === 'stream') return 0
    throw truncated()
  }

  /** A file ends with a footer. A stream ends here, though its source may stay open. */
  async #checkEnd(): Promise<void> {
    if (this.#format === 'stream') {
      if (this.#source.buffered === 0) return
      throw new MicromegasError(
        'protocol',
        `There are ${this.#source.buffered} bytes after the end of the Arrow stream.`,
        {
          help: 'Read streams that follow each other one by one, each from its own bytes.',
        },
      )
    }
    const footer = await this.#source.read(largestHeader)
    const lengthAt = footer.byteLength - magicBytes - 4
    const view = new DataView(footer.buffer, footer.byteOffset, footer.byteLength)
    const isComplete =
      lengthAt >= 0 &&
      view.getInt32(lengthAt, true) === lengthAt &&
      view.getUint32(lengthAt + 4, true) === magic[0] &&
      view.getUint16(lengthAt + 8, true) === magic[1]
    if (!isComplete) throw truncated()
  }

  /** Returns the next four bytes as a number; nothing at the end of the source. */
  async #word(): Promise<number | undefined> {
    const bytes = await this.#source.read(4)
    if (bytes.byteLength === 0) return undefined
    if (bytes.byteLength < 4) throw this.#format === undefined ? invalid() : truncated()
    return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true)
  }
}

function truncated(): MicromegasError {
  return new MicromegasError('protocol', 'The Arrow data ends before its end: a part of it is missing.')
}

function invalid(): MicromegasError {
  return new MicromegasError('protocol', 'The bytes are not an Arrow IPC stream or file.')
}
