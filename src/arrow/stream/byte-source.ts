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
  #chunk = new Uint8Array(0)
  #ended = false

  constructor(chunks: Chunks) {
    this.#chunks = chunks
  }

  /** The number of bytes that have been received and not been read. */
  get buffered(): number {
    return this.#chunk.byteLength
  }

  /**
   * Reads `length` bytes: a view where they came in one chunk, a copy where they came in several. Returns fewer, possibly
   * none, if the source ends before.
   */
  async read(length: number): Promise<Uint8Array> {
    if (this.#chunk.byteLength === 0) await this.#pull()
    if (this.#chunk.byteLength >= length) return this.#take(length)
    const parts: Uint8Array[] = []
    let missing = length
    // A length that lies costs no memory: only bytes that arrive are kept.
    while (missing > 0 && (this.#chunk.byteLength > 0 || (await this.#pull()))) {
      const part = this.#take(Math.min(missing, this.#chunk.byteLength))
      parts.push(part)
      missing -= part.byteLength
    }
    return concatenated(parts, length - missing)
  }

  async cancel(): Promise<void> {
    this.#chunk = new Uint8Array(0)
    if (this.#ended) return
    this.#ended = true
    await this.#chunks.cancel()
  }

  #take(length: number): Uint8Array {
    const taken = this.#chunk.subarray(0, length)
    this.#chunk = this.#chunk.subarray(length)
    return taken
  }

  /** Whether another chunk with bytes has come. */
  async #pull(): Promise<boolean> {
    while (!this.#ended && this.#chunk.byteLength === 0) {
      const chunk: unknown = await this.#chunks.next()
      if (chunk === undefined) this.#ended = true
      else if (ArrayBuffer.isView(chunk)) this.#chunk = asBytes(chunk)
      else throw invalidArgument(`The source yielded a value of type ${typeof chunk} instead of a Uint8Array.`)
    }
    return this.#chunk.byteLength > 0
  }
}

/** Also of subclasses: a `Buffer` has methods of its own. */
function asBytes({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength)
}

function concatenated(parts: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.byteLength
  }
  return bytes
}
