import { Readable } from 'node:stream'
import type { ArrowSource } from '../../../src/arrow/index.js'

/** The bytes in pieces of `size`; the last one may be shorter. */
export function pieces(bytes: Uint8Array, size: number): Uint8Array[] {
  const count = Math.ceil(bytes.byteLength / size)
  return Array.from({ length: count }, (_, index) => bytes.slice(index * size, (index + 1) * size))
}

/** What has become of a source. */
export interface Watched {
  pulled: number
  cancelled: boolean
}

/** An async iterable that counts what is pulled out of it. */
export async function* iterableOf(
  chunks: readonly Uint8Array[],
  watched: Watched = { pulled: 0, cancelled: false },
): AsyncGenerator<Uint8Array, void, undefined> {
  watched.cancelled = true
  for (const chunk of chunks) {
    watched.pulled++
    yield chunk
  }
  watched.cancelled = false
}

/** A web stream that counts what is pulled out of it. */
export function streamOf(
  chunks: readonly Uint8Array[],
  watched: Watched = { pulled: 0, cancelled: false },
): ReadableStream<Uint8Array> {
  const rest = [...chunks]
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const chunk = rest.shift()
        if (chunk === undefined) return controller.close()
        watched.pulled++
        controller.enqueue(chunk)
      },
      cancel() {
        watched.cancelled = true
      },
    },
    { highWaterMark: 0 },
  )
}

/** Every kind of source, over the same bytes. */
export const sourceKinds: Readonly<Record<string, (bytes: Uint8Array) => ArrowSource>> = {
  'a Uint8Array': (bytes) => bytes,
  'a Uint8Array at an odd address': (bytes) => {
    const moved = new Uint8Array(bytes.byteLength + 3)
    moved.set(bytes, 3)
    return moved.subarray(3)
  },
  'an ArrayBuffer': (bytes) => bytes.slice().buffer,
  'an async iterable': (bytes) => iterableOf(pieces(bytes, 1000)),
  'a web stream': (bytes) => streamOf(pieces(bytes, 777)),
  'a Node stream': (bytes) => Readable.from(pieces(bytes, 100).map((piece) => Buffer.from(piece))),
  'a Response': (bytes) => new Response(bytes.slice()),
}
