import {
  Int32,
  RecordBatchFileWriter,
  RecordBatchStreamWriter,
  Table,
  tableFromIPC,
  vectorFromArray,
} from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ArrowSource, type ReadOptions, readBatches, readRows } from '../../../src/arrow/index.js'
import { goldenFile, goldenNames, goldenRows, goldenStream } from '../decode/golden.js'
import { iterableOf, pieces, sourceKinds, streamOf, type Watched } from '../support/sources.js'

const numbers = (...batches: number[][]) =>
  new Table(batches.flatMap((values) => new Table({ n: vectorFromArray(values, new Int32()) }).batches))
const stream = (table: Table) => RecordBatchStreamWriter.writeAll(table).toUint8Array(true)
const file = (table: Table) => RecordBatchFileWriter.writeAll(table).toUint8Array(true)
const three = numbers([1, 2], [3], [4, 5, 6])
const endMarkerBytes = 8

async function read(source: ArrowSource, options: ReadOptions = {}): Promise<unknown[]> {
  const values: unknown[] = []
  for await (const batch of readBatches(source, options)) values.push(...batch.toArray().map(({ n }) => n))
  return values
}

const protocol = (message: string | RegExp) =>
  expect.objectContaining({ code: 'protocol', message: expect.stringMatching(message) })

describe('record batches are read', () => {
  it.each(Object.entries(sourceKinds))('from %s', async (_, sourceOf) => {
    for (const bytes of [stream(three), file(three)]) expect(await read(sourceOf(bytes))).toEqual([1, 2, 3, 4, 5, 6])
  })

  it.each(goldenNames)('from pieces of any size: %s', async (name) => {
    const bytes = goldenStream(name)
    const expected = tableFromIPC(bytes)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: bytes.byteLength }), async (size) => {
        const reader = readBatches(iterableOf(pieces(bytes, size)))
        expect(String(await reader.schema())).toBe(String(expected.schema))
        let rows = 0
        for await (const batch of reader) rows += batch.numRows
        expect(rows).toBe(goldenRows(name).length)
      }),
      { numRuns: 10 },
    )
  })

  it.each([1, 50, 5000])('from a file of another implementation, in pieces of %i bytes', async (size) => {
    const name = 'dictionaries-extended'
    expect(await readRows(iterableOf(pieces(goldenFile(name), size)))).toEqual(goldenRows(name))
  })

  it('from a file, by its footer, whatever the order of its messages', async () => {
    // apache-arrow writes the schema into the footer alone.
    expect(await read(iterableOf(pieces(file(three), 10)))).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('from streams of Arrow before 0.15', async () => {
    const legacy = RecordBatchStreamWriter.writeAll(three, { writeLegacyIpcFormat: true }).toUint8Array(true)
    expect(await read(legacy)).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('with empty chunks between', async () => {
    const chunks = pieces(stream(three), 50).flatMap((piece) => [new Uint8Array(0), piece])
    expect(await read(iterableOf(chunks))).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('as views over the bytes, if those are aligned', async () => {
    const bytes = stream(three)
    const batch = await readBatches(bytes).next()
    expect(batch?.data.children[0]?.values.buffer).toBe(bytes.buffer)
  })

  it('with a schema, even if there is no batch', async () => {
    const reader = readBatches(stream(new Table(three.schema, [])))
    expect(String(await reader.schema())).toBe(String(three.schema))
    expect(await reader.next()).toBe(undefined)
    expect(await reader.next()).toBe(undefined)
  })

  it('in order, by concurrent calls', async () => {
    const reader = readBatches(streamOf(pieces(stream(three), 10)))
    const [first, schema, second, third, end] = await Promise.all([
      reader.next(),
      reader.schema(),
      reader.next(),
      reader.next(),
      reader.next(),
    ])
    expect([first, second, third, end].map((batch) => batch?.numRows)).toEqual([2, 1, 3, undefined])
    expect(schema.fields.map(({ name }) => name)).toEqual(['n'])
  })
})

describe('a source is read only as far as its reader asks', () => {
  const many = pieces(stream(numbers(...Array.from({ length: 20 }, (_, n) => [n]))), 64)
  const kinds: readonly [string, (chunks: readonly Uint8Array[], watched: Watched) => ArrowSource][] = [
    ['an async iterable', iterableOf],
    ['a web stream', streamOf],
  ]

  it.each(kinds)('%s', async (_, sourceOf) => {
    const watched: Watched = { pulled: 0, cancelled: false }
    const reader = readBatches(sourceOf(many, watched))
    expect(watched.pulled).toBe(0)
    await reader.next()
    const afterFirst = watched.pulled
    expect(afterFirst).toBeLessThan(many.length / 2)
    await reader.next()
    expect(watched.pulled).toBeLessThan(afterFirst + many.length / 5)
  })

  it.each(kinds)('and cancelled where the loop is left: %s', async (_, sourceOf) => {
    const watched: Watched = { pulled: 0, cancelled: false }
    for await (const batch of readBatches(sourceOf(many, watched))) if (batch.numRows > 0) break
    expect(watched.cancelled).toBe(true)
  })

  it.each(kinds)('and cancelled where it is not Arrow: %s', async (_, sourceOf) => {
    const watched: Watched = { pulled: 0, cancelled: false }
    const text = new TextEncoder().encode('<!DOCTYPE html>')
    await expect(read(sourceOf([text, text, text], watched))).rejects.toEqual(protocol('not an Arrow'))
    expect(watched).toEqual({ pulled: 1, cancelled: true })
  })

  it('and an abandoned reader fails from then on', async () => {
    const reader = readBatches(stream(three))
    await reader.next()
    await reader[Symbol.asyncDispose]()
    await expect(reader.next()).rejects.toEqual(expect.objectContaining({ code: 'cancelled' }))
  })
})

describe('an incomplete source is an error', () => {
  it('wherever a stream is cut', async () => {
    const bytes = stream(three)
    for (let length = 1; length < bytes.byteLength; length++) {
      await expect(read(bytes.subarray(0, length)), `${length} bytes`).rejects.toEqual(protocol(/./))
    }
  })

  it('wherever a file is cut', async () => {
    for (const bytes of [file(numbers([1])), goldenFile('dictionaries-extended')]) {
      for (let length = 1; length < bytes.byteLength; length++) {
        await expect(read(bytes.subarray(0, length)), `${length} bytes`).rejects.toEqual(protocol(/./))
      }
    }
  })

  it('except a missing end marker, if that is allowed', async () => {
    const bytes = stream(three).subarray(0, -endMarkerBytes)
    await expect(read(bytes)).rejects.toEqual(protocol('The Arrow data ends before its end: a part of it is missing.'))
    expect(await read(bytes, { allowMissingEnd: true })).toEqual([1, 2, 3, 4, 5, 6])
    await expect(read(bytes.subarray(0, -1), { allowMissingEnd: true })).rejects.toEqual(
      protocol('ends before its end'),
    )
  })

  it('for every further call', async () => {
    const reader = readBatches(stream(three).subarray(0, -endMarkerBytes))
    for (let batch = 0; batch < 3; batch++) await reader.next()
    const failure = await reader.next().catch((error: unknown) => error)
    expect(failure).toEqual(protocol('ends before its end'))
    await expect(reader.next()).rejects.toBe(failure)
    expect(String(await reader.schema())).toBe(String(three.schema))
  })
})

describe('a source that is not Arrow is rejected', () => {
  const bytesOf = (text: string) => new TextEncoder().encode(text)
  const cases: readonly [string, ArrowSource, string][] = [
    ['no bytes', new Uint8Array(0), 'The source is empty: expected Arrow IPC bytes.'],
    ['JSON', bytesOf('{"error":"not found"}'), 'The bytes are not an Arrow IPC stream or file.'],
    ['two bytes', bytesOf('{}'), 'The bytes are not an Arrow IPC stream or file.'],
    ['another magic', bytesOf('ARROW2\0\0........'), 'The bytes are not an Arrow IPC stream or file.'],
    ['random metadata', Uint8Array.of(255, 255, 255, 255, 8, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8), 'metadata'],
    ['a response without a body', new Response(null), 'The response has no body.'],
    [
      'a response that failed',
      new Response('no', { status: 503 }),
      'The response has HTTP status 503, and no Arrow data.',
    ],
  ]

  it.each(cases)('%s', async (_, source, message) => {
    await expect(read(source)).rejects.toEqual(protocol(message))
  })

  it('a second stream after the first', async () => {
    const bytes = Buffer.concat([stream(three), stream(three)])
    await expect(read(bytes)).rejects.toEqual(protocol(/^There are \d+ bytes after the end of the Arrow stream\.$/))
  })

  it('a source that yields something other than bytes', async () => {
    const texts = (async function* () {
      yield 'text' as never
    })()
    await expect(read(texts)).rejects.toThrow('The source yielded a value of type string instead of a Uint8Array.')
  })

  it.each([[null], [undefined], ['text'], [5], [{}], [[1, 2]]])('what is no source, at once: %j', (source) => {
    expect(() => readBatches(source as never)).toThrow(
      expect.objectContaining({
        code: 'invalid_argument',
        help: 'Pass a Uint8Array, an ArrayBuffer, a stream of Uint8Array, or a Response.',
      }),
    )
  })

  it('an unknown option', () => {
    expect(() => readBatches(new Uint8Array(0), { allowMissing: true } as never)).toThrow(
      'readBatches: unknown option "allowMissing"; supported options: allowMissingEnd.',
    )
  })

  it('and the failure of a source is passed on', async () => {
    const failure = new TypeError('network')
    const failing = (async function* () {
      yield stream(three).subarray(0, 20)
      throw failure
    })()
    await expect(read(failing)).rejects.toBe(failure)
  })

  it('a file with a damaged footer', async () => {
    const bytes = file(numbers([1]))
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.byteLength - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const damaged = bytes.slice()
        damaged[at] = (damaged[at] as number) ^ flip
        // Padding and names can be anything.
        const outcome = await read(damaged).catch((error: unknown) => error)
        if (!Array.isArray(outcome)) expect(outcome).toEqual(expect.objectContaining({ name: 'MicromegasError' }))
      }),
      { numRuns: 500 },
    )
  })

  it('whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        await expect(read(bytes)).rejects.toEqual(protocol(/./))
      }),
    )
  })
})
