import { invalidArgument, MicromegasError } from '../../errors.js'

/** The part of a web `ReadableStream` that is used here. */
export interface ByteStream {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>
    cancel(reason?: unknown): Promise<void>
  }
}

/** The part of a web `Response` that is used here. */
export interface ByteResponse {
  readonly body: ByteStream | null
  readonly ok: boolean
  readonly status: number
}

/**
 * Where Arrow IPC bytes come from: all of them at once, or a stream of them, such as `response.body`, a Node `Readable`
 * or an async generator. A `Response` of `fetch` is taken as it is.
 */
export type ArrowSource = Uint8Array | ArrayBuffer | AsyncIterable<Uint8Array> | ByteStream | ByteResponse

/** Bytes that are pulled chunk by chunk. */
interface Chunks {
  next(): Promise<Uint8Array | undefined>
  /** Lets the source go before its end. */
  cancel(): Promise<void>
}

/**
 * Opens a source. Nothing is read before the first pull.
 *
 * @throws `invalid_argument` for anything that is not a source of bytes
 */
export function openSource(source: ArrowSource): ByteSource {
  return new ByteSource(chunksOf(source))
}

function chunksOf(source: ArrowSource): Chunks {
  if (ArrayBuffer.isView(source)) {
    return single(new Uint8Array(source.buffer, source.byteOffset, source.byteLength))
  }
  if (isBuffer(source)) return single(new Uint8Array(source))
  if (isObject(source)) {
    if ('body' in source && 'status' in source) return chunksOfResponse(source)
    // Before the async iterator, which not every browser has.
    if ('getReader' in source) return chunksOfStream(source)
    if (Symbol.asyncIterator in source) return chunksOfIterable(source)
  }
  throw invalidArgument(
    `Expected Arrow IPC bytes, got ${source === null ? 'null' : `a value of type ${typeof source}`}.`,
    'Pass a Uint8Array, an ArrayBuffer, a stream of Uint8Array, or a Response.',
  )
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** Also for buffers of another realm, such as a frame. */
function isBuffer(value: unknown): value is ArrayBuffer {
  return /^\[object (Shared)?ArrayBuffer\]$/.test(Object.prototype.toString.call(value))
}

function single(bytes: Uint8Array): Chunks {
  let rest: Uint8Array | undefined = bytes
  return {
    next: async () => {
      const chunk = rest
      rest = undefined
      return chunk
    },
    cancel: async () => {},
  }
}

function chunksOfResponse({ body, ok, status }: ByteResponse): Chunks {
  const failure = (reason: string) => new MicromegasError('protocol', `The response ${reason}.`)
  const stream = ok && body !== null ? chunksOfStream(body) : undefined
  return {
    next: async () => {
      if (stream !== undefined) return await stream.next()
      throw failure(ok ? 'has no body' : `has HTTP status ${status}, and no Arrow data`)
    },
    cancel: async () => stream?.cancel(),
  }
}

function chunksOfStream(stream: ByteStream): Chunks {
  let reader: ReturnType<ByteStream['getReader']> | undefined
  const opened = () => {
    reader ??= stream.getReader()
    return reader
  }
  return {
    next: async () => {
      const { done, value } = await opened().read()
      return done ? undefined : value
    },
    cancel: async () => opened().cancel(),
  }
}

function chunksOfIterable(iterable: AsyncIterable<Uint8Array>): Chunks {
  let iterator: AsyncIterator<Uint8Array> | undefined
  const opened = () => {
    iterator ??= iterable[Symbol.asyncIterator]()
    return iterator
  }
  return {
    next: async () => {
      const { done, value } = await opened().next()
      return done === true ? undefined : value
    },
    cancel: async () => {
      await opened().return?.()
    },
  }
}

/** Reads exact amounts of bytes from a source, and no more of it than they need. */
export class ByteSource {
  readonly #chunks: Chunks
  /** Received, or given back, and not read: none of them is empty. */
  readonly #buffers: Uint8Array[] = []
  #ended = false

  constructor(chunks: Chunks) {
    this.#chunks = chunks
  }

  /** The number of bytes that have been received and not been read. */
  get buffered(): number {
    return this.#buffers.reduce((sum, { byteLength }) => sum + byteLength, 0)
  }

  /**
   * Reads `length` bytes: a view where they came in one chunk, a copy where they came in several. Returns fewer, possibly
   * none, if the source ends before.
   */
  async read(length: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = []
    // A length that lies costs no memory: only bytes that arrive are kept.
    for (let missing = length; missing > 0 && (this.#buffers.length > 0 || (await this.#pull())); ) {
      const part = this.#take(missing)
      parts.push(part)
      missing -= part.byteLength
    }
    return joined(parts)
  }

  /** Reads all bytes that are left. */
  readAll(): Promise<Uint8Array> {
    return this.read(Number.POSITIVE_INFINITY)
  }

  /** Gives back what was read last. */
  unread(bytes: Uint8Array): void {
    if (bytes.byteLength > 0) this.#buffers.unshift(bytes)
  }

  async cancel(): Promise<void> {
    this.#buffers.length = 0
    if (this.#ended) return
    this.#ended = true
    await this.#chunks.cancel()
  }

  #take(most: number): Uint8Array {
    const buffer = this.#buffers.shift() as Uint8Array
    if (buffer.byteLength <= most) return buffer
    this.#buffers.unshift(buffer.subarray(most))
    return buffer.subarray(0, most)
  }

  /** Whether another chunk with bytes has come. */
  async #pull(): Promise<boolean> {
    while (!this.#ended) {
      const chunk: unknown = await this.#chunks.next()
      if (chunk === undefined) {
        this.#ended = true
      } else if (!ArrayBuffer.isView(chunk)) {
        throw invalidArgument(`The source yielded a value of type ${typeof chunk} instead of a Uint8Array.`)
      } else if (chunk.byteLength > 0) {
        // Not as it is: a `Buffer` has methods of its own.
        this.#buffers.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength))
        return true
      }
    }
    return false
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [first] = parts
  if (parts.length === 1 && first !== undefined) return first
  const bytes = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.byteLength
  }
  return bytes
}
