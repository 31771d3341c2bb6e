import { MicromegasError } from '../../errors.js'
import { bodyLengthOf, isSchemaMessage, verifyMessage } from '../ipc/verify-message.js'
import type { ByteSource } from './byte-source.js'
import { fileEndBytes, footerLength, magic, readFooter } from './file-footer.js'

/** An Arrow IPC message: its metadata, and the buffers that these describe. */
export interface IpcMessage {
  readonly header: Uint8Array
  readonly body: Uint8Array
}

/** Begins every message but those of Arrow before 0.15. */
const continuation = 0xffffffff

/**
 * Metadata of a message are smaller, even those of thousands of columns. Bytes that are not Arrow mostly claim more, text
 * always does.
 */
const largestHeader = 1 << 27

/**
 * Reads the messages of an IPC stream or file one after the other.
 *
 * @throws MicromegasError `protocol` for bytes that are not Arrow IPC, and for an end before the end
 */
export async function* readMessages(source: ByteSource, allowMissingEnd: boolean): AsyncGenerator<IpcMessage, void> {
  const begin = await source.read(4)
  if (begin.byteLength === 0) {
    throw new MicromegasError('protocol', 'The source is empty: expected Arrow IPC bytes.')
  }
  source.unread(begin)
  if (begin.byteLength === 4 && wordOf(begin) === magic[0]) yield* messagesOfFile(source)
  else yield* messagesOfStream(source, allowMissingEnd)
}

async function* messagesOfStream(source: ByteSource, allowMissingEnd: boolean): AsyncGenerator<IpcMessage, void> {
  for (let count = 0; ; count++) {
    const message = await readMessage(source, count === 0)
    if (message === 'no more bytes' && !allowMissingEnd) throw truncated()
    if (typeof message === 'string') break
    yield message
  }
  if (source.buffered === 0) return
  throw new MicromegasError('protocol', `There are ${source.buffered} bytes after the end of the Arrow stream.`, {
    help: 'Read streams that follow each other one by one, each from its own bytes.',
  })
}

/**
 * A file is a stream between two magic words, with a footer for those who read it in another order. Some writers,
 * apache-arrow's own among them, have the schema in the footer alone: then all of the file is read before its first message.
 */
async function* messagesOfFile(source: ByteSource): AsyncGenerator<IpcMessage, void> {
  // Six bytes, padded to eight.
  const begin = await source.read(8)
  if (begin.byteLength < 8 || (wordOf(begin, 4) & 0xffff) !== magic[1]) throw invalid()
  if (!(await beginsWithSchema(source))) {
    source.unread(begin)
    yield* messagesByFooter(await source.readAll())
    return
  }
  for (;;) {
    const message = await readMessage(source, false)
    if (message === 'no more bytes') throw truncated()
    if (message === 'end') break
    yield message
  }
  const rest = await source.readAll()
  if (footerLength(rest) !== rest.byteLength - fileEndBytes) throw truncated()
}

async function beginsWithSchema(source: ByteSource): Promise<boolean> {
  const parts = [await source.read(4)]
  if (parts[0]?.byteLength === 4 && wordOf(parts[0]) === continuation) parts.push(await source.read(4))
  const last = parts.at(-1) as Uint8Array
  const length = last.byteLength === 4 ? wordOf(last) : 0
  const header = await source.read(length > largestHeader ? 0 : length)
  const isWhole = length > 0 && header.byteLength === length
  if (isWhole) verifyMessage(header)
  for (const part of [...parts, header].reverse()) source.unread(part)
  return isWhole && isSchemaMessage(header)
}

async function* messagesByFooter(file: Uint8Array): AsyncGenerator<IpcMessage, void> {
  const { schemaMessage, blocks } = readFooter(file)
  yield { header: schemaMessage, body: new Uint8Array(0) }
  for (const { offset, headerLength, bodyLength } of blocks) {
    const bodyAt = offset + headerLength
    const isInside = offset >= 0 && headerLength >= 4 && bodyLength >= 0 && bodyAt + bodyLength <= file.byteLength
    if (!isInside) throw truncated()
    const prefix = wordOf(file, offset) === continuation ? 8 : 4
    const header = file.subarray(offset + prefix, bodyAt)
    verifyMessage(header)
    yield { header, body: file.subarray(bodyAt, bodyAt + bodyLength) }
  }
}

type MessageEnd = 'end' | 'no more bytes'

/** Returns the next message; 'end' for the marker of the end, 'no more bytes' where the source ends before a message. */
async function readMessage(source: ByteSource, isFirst: boolean): Promise<IpcMessage | MessageEnd> {
  let word = await source.read(4)
  if (word.byteLength === 0) return 'no more bytes'
  if (word.byteLength === 4 && wordOf(word) === continuation) word = await source.read(4)
  if (word.byteLength < 4) throw isFirst ? invalid() : truncated()
  const length = wordOf(word)
  if (length === 0) return 'end'
  if (length > largestHeader) throw invalid()
  const header = await source.read(length)
  if (header.byteLength < length) throw truncated()
  verifyMessage(header)
  const bodyLength = bodyLengthOf(header)
  if (!Number.isSafeInteger(bodyLength) || bodyLength < 0) throw invalid()
  const body = await source.read(bodyLength)
  if (body.byteLength < bodyLength) throw truncated()
  return { header, body }
}

function wordOf(bytes: Uint8Array, offset = 0): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(offset, true)
}

function truncated(): MicromegasError {
  return new MicromegasError('protocol', 'The Arrow data ends before its end: a part of it is missing.')
}

function invalid(): MicromegasError {
  return new MicromegasError('protocol', 'The bytes are not an Arrow IPC stream or file.')
}
