import { isDeepStrictEqual } from 'node:util'
import { Field, makeData, RecordBatch, RecordBatchStreamWriter, Schema, Struct, Table } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile } from '#arrow/platform'
import { createRowDecoder } from '../../../../src/arrow/decode/row-decoder.js'
import { RecordBatchAssembler } from '../../../../src/arrow/ipc/record-batch-assembler.js'
import type { CompleteTypeOptions } from '../../../../src/types/type-options.js'
import { messagesOf } from '../../../driver/support/ipc-stream.js'
import { type ColumnKind, randomKind } from './column-kinds.js'
import { Random } from './random.js'
import { cell } from './reference.js'

/** Lengths around the words of validity bitmaps. */
const lengths = [0, 1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 40, 63, 64, 65, 100]

const options: readonly CompleteTypeOptions[] = [
  { int64: 'bigint', timestamp: 'timestamp' },
  { int64: 'string', timestamp: 'date' },
  { int64: 'bigint', timestamp: 'string' },
]

function schemaOf(kinds: readonly ColumnKind[]): Schema {
  return new Schema(kinds.map(({ type }, index) => new Field(`c${index}`, type, true)))
}

/** A batch that is mostly a slice of longer columns, so that no offset is zero. */
function randomBatch(random: Random, schema: Schema, kinds: readonly ColumnKind[]): RecordBatch {
  const length = random.pick(lengths)
  const begin = random.oneIn(3) ? 0 : random.below(70)
  const children = kinds.map((kind) => {
    const column = kind.make(random, begin + length + random.below(9))
    return column.slice(begin, length)
  })
  const type = new Struct(schema.fields)
  return new RecordBatch(schema, makeData({ type, length, nullCount: 0, children } as never) as never)
}

function reference(batch: RecordBatch, types: CompleteTypeOptions): unknown[] {
  return Array.from({ length: batch.numRows }, (_, row) =>
    Object.fromEntries(
      batch.schema.fields.map(({ name }, index) => [name, cell(batch.data.children[index] as never, row, types)]),
    ),
  )
}

/** The batch as a client has it that received it at any address. */
function received(batch: RecordBatch, shift: number): RecordBatch[] {
  const assembler = new RecordBatchAssembler()
  const stream = RecordBatchStreamWriter.writeAll(new Table([batch])).toUint8Array(true)
  return messagesOf(stream).flatMap(({ header, body }) => {
    const moved = new Uint8Array(body.length + shift)
    moved.set(body, shift)
    return assembler.push(header, moved.subarray(shift)) ?? []
  })
}

type Rows = readonly unknown[]

/** Fails with the first cell that differs, and its type. */
function expectSame(actual: Rows, expected: Rows, { fields }: Schema): void {
  if (isDeepStrictEqual(actual, expected)) return
  expect(actual).toHaveLength(expected.length)
  for (const [index, row] of expected.entries()) {
    for (const { name, type } of fields) {
      const [ours, theirs] = [actual[index], row].map((one) => (one as Record<string, unknown>)[name])
      if (!isDeepStrictEqual(ours, theirs)) expect(ours, `row ${index}, ${type}`).toStrictEqual(theirs)
    }
  }
  expect(actual).toStrictEqual(expected)
}

/** Batches of one random schema each, whose rows are compared with the reference. */
function compare(seed: number, columns: number, batches: number): void {
  const random = new Random(seed)
  const kinds = Array.from({ length: columns }, () => randomKind(random))
  const schema = schemaOf(kinds)
  const types = random.pick(options)
  const decode = createRowDecoder(schema, { types })
  for (let number = 0; number < batches; number++) {
    const batch = randomBatch(random, schema, kinds)
    const expected = reference(batch, types)
    expectSame(decode(batch), expected, schema)
    if (number % 10 > 0) continue
    const rows = received(batch, random.below(8)).flatMap((one) => createRowDecoder(one.schema, { types })(one))
    expectSame(rows, expected, schema)
  }
}

describe('rows equal what apache-arrow reads cell by cell', () => {
  it('of thousands of batches of random schemas', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 4 }), (seed, columns) => compare(seed, columns, 40)),
      { numRuns: compile === undefined ? 100 : 500 },
    )
  }, 120_000)

  it('of batches of sixty columns', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => compare(seed, 60, 3)),
      { numRuns: 10 },
    )
  }, 60_000)

  it('of parts of batches', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(100), fc.nat(100), (seed, a, b) => {
        const random = new Random(seed)
        const kinds = [randomKind(random), randomKind(random)]
        const schema = schemaOf(kinds)
        const [types] = options as [CompleteTypeOptions]
        const batch = randomBatch(random, schema, kinds)
        const [begin, end] = [a, b].map((at) => at % (batch.numRows + 1)).sort((x, y) => x - y) as [number, number]
        const decode = createRowDecoder(schema, { types })
        expectSame(decode(batch, begin, end), reference(batch, types).slice(begin, end), schema)
      }),
      { numRuns: 300 },
    )
  })
})

describe('rows share nothing mutable', () => {
  it('a change to one row does not show in another', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = new Random(seed)
        const kinds = [randomKind(random), randomKind(random)]
        const schema = schemaOf(kinds)
        const types = random.pick(options)
        const batch = randomBatch(random, schema, kinds)
        const decode = createRowDecoder(schema, { types })
        const [first, ...others] = decode(batch)
        for (const value of Object.values(first ?? {})) spoil(value)
        const expected = reference(batch, types)
        expectSame(others, expected.slice(1), schema)
        // Nor in rows that are made afterwards, or in the batch.
        expectSame(decode(batch), expected, schema)
      }),
      { numRuns: compile === undefined ? 100 : 500 },
    )
  })
})

/** Changes everything in a value that can be changed. */
function spoil(value: unknown): void {
  if (value instanceof Uint8Array) value.fill(0xaa)
  else if (value instanceof Date) value.setTime(1)
  else if (value instanceof Map) {
    for (const item of value.values()) spoil(item)
    value.set('spoilt', true)
  } else if (Array.isArray(value)) {
    for (const item of value) spoil(item)
    value.push('spoilt')
  } else if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    for (const item of Object.values(value)) spoil(item)
    Object.assign(value, { spoilt: true })
  }
}
