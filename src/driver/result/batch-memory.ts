import type { RecordBatch } from 'apache-arrow'

/** gRPC puts five bytes before each message: whether it is compressed, and its length. */
const framingBytes = 5

const memory = new WeakMap<RecordBatch, ArrayBuffer>()

/** Notes in which memory a record batch lies, if gRPC allocated it for this message alone. */
export function noteMemory(batch: RecordBatch, { buffer, byteOffset, byteLength }: Uint8Array): void {
  const isAlone = byteOffset === framingBytes && byteLength + framingBytes === buffer.byteLength
  if (isAlone && buffer instanceof ArrayBuffer) memory.set(batch, buffer)
}

/**
 * Frees the memory of a record batch, which cannot be read afterwards. Left to the collector, it is expensive: V8 marks its
 * whole heap, all rows of the result included, whenever array buffers have grown by 64 MB.
 */
export function releaseMemory(batch: RecordBatch): void {
  memory.get(batch)?.transfer(0)
}
