import { Field, Int32, Null, type RecordBatch, Schema, Table, tableFromArrays, vectorFromArray } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { createRowDecoder, type RowPlan } from '../../../src/arrow/decode/row-decoder.js'
import { RecordBatchAssembler } from '../../../src/arrow/ipc/record-batch-assembler.js'
import { column, type TypeOptions } from '../../../src/index.js'
import type { ColumnDeclaration } from '../../../src/types/column-type.js'
import { defaultTypeOptions } from '../../../src/types/type-options.js'
import { messagesOf } from '../../driver/support/ipc-stream.js'
import { goldenNames, goldenRows, goldenStream } from './golden.js'

const declared = (columns: Record<string, { declaration: ColumnDeclaration }>) =>
  new Map(Object.entries(columns).map(([name, { declaration }]) => [name, declaration]))

interface Options {
  readonly types?: TypeOptions
  readonly plan?: Omit<RowPlan, 'types'>
  /** Where in its buffer each message begins: gRPC hands out slices at any offset. */
  readonly offset?: number
}

/** All rows of an IPC stream. */
function rowsOf(stream: Uint8Array, { types = {}, plan = {}, offset = 0 }: Options = {}): Record<string, unknown>[] {
  const moved = (bytes: Uint8Array) => {
    const copy = new Uint8Array(bytes.byteLength + offset)
    copy.set(bytes, offset)
    return copy.subarray(offset)
  }
  const assembler = new RecordBatchAssembler()
  const batches = messagesOf(stream).map(({ header, body }) => assembler.push(moved(header), moved(body)))
  const decode = createRowDecoder(assembler.schema as Schema, { types: { ...defaultTypeOptions, ...types }, ...plan })
  return batches.flatMap((batch) => (batch === undefined ? [] : decode(batch)))
}

/** What a golden stream needs beside its bytes: JSONB in plain binary is known by its declaration only. */
const plans: Readonly<Record<string, Omit<RowPlan, 'types'>>> = {
  jsonb: { columns: declared({ events: column.jsonb('binary') }) },
}

describe.each([0, 1, 4])('rows of the golden streams, with messages at offset %i', (offset) => {
  it.each(goldenNames)('%s', (name) => {
    expect(rowsOf(goldenStream(name), { plan: plans[name] ?? {}, offset })).toEqual(goldenRows(name))
  })
})

describe('rows under the options', () => {
  const of = (name: string, types: TypeOptions) => rowsOf(goldenStream('every-type'), { types }).map((row) => row[name])

  it('have integers as text', () => {
    expect(of('int64', { int64: 'string' })).toEqual([
      null,
      '-9223372036854775808',
      '9223372036854775807',
      '0',
      '9007199254740993',
      null,
    ])
    expect(of('uint64', { int64: 'string' })).toEqual([null, '0', '18446744073709551615', '1', '2', null])
  })

  it('have times as text with all digits', () => {
    expect(of('time_ns', { timestamp: 'string' })).toEqual([
      null,
      '1677-09-21T00:12:43.145224193Z',
      '2262-04-11T23:47:16.854775807Z',
      '1969-12-31T23:59:59.999999999Z',
      '2026-11-23T12:00:00.123456789Z',
      null,
    ])
  })

  it('have times as dates, rounded down', () => {
    expect(of('time_ns', { timestamp: 'date' }).slice(3, 5)).toEqual([
      new Date(-1),
      new Date('2026-11-23T12:00:00.123Z'),
    ])
    expect(of('time_us', { timestamp: 'date' })[1]).toEqual(new Date(-1))
  })

  it('reject an integer that a number cannot hold, and name the column', () => {
    expect(() => of('int64', { int64: 'number' })).toThrow(
      expect.objectContaining({ code: 'protocol', message: expect.stringContaining('"int64"') }),
    )
    expect(() => rowsOf(goldenStream('jsonb-in-a-dictionary'), { types: { int64: 'number' } })).toThrow(
      expect.objectContaining({ code: 'protocol', message: expect.stringContaining('"properties"') }),
    )
  })
})

describe('JSONB in rows', () => {
  it('is shared where it is equal, and frozen', () => {
    const rows = rowsOf(goldenStream('jsonb-in-a-dictionary')) as { properties: Record<string, unknown> | null }[]
    const [first, ...others] = rows.map(({ properties }) => properties).filter((properties) => properties?.k === 'v')
    expect(others).toHaveLength(2)
    for (const other of others) expect(other).toBe(first)
    expect(() => Object.assign(first ?? {}, { k: 'changed' })).toThrow(TypeError)
    expect(first).toEqual({ k: 'v' })
  })

  it('becomes a mutable copy by structuredClone', () => {
    const [row] = rowsOf(goldenStream('jsonb-in-a-dictionary')) as { properties: Record<string, unknown> }[]
    const copy = Object.assign(structuredClone(row?.properties ?? {}), { added: 1 })
    expect(copy).toEqual({ ...row?.properties, added: 1 })
  })

  it('is frozen in plain binary columns, too', () => {
    const rows = rowsOf(goldenStream('jsonb'), { plan: plans.jsonb ?? {} })
    const events = rows.map((row) => row.events).filter((value) => typeof value === 'object')
    expect(events.length).toBeGreaterThan(0)
    for (const value of events) expect(Object.isFrozen(value)).toBe(true)
  })
})

describe('each row has its own values', () => {
  it('of bytes, apart from the memory of the batch', () => {
    const [, row] = rowsOf(goldenStream('every-type')) as { fixed_binary: Uint8Array }[]
    expect(row?.fixed_binary.buffer.byteLength).toBe(2)
  })

  it('as plain objects of one shape', () => {
    const rows = rowsOf(goldenStream('every-type'))
    for (const row of rows) {
      expect(Object.getPrototypeOf(row)).toBe(Object.prototype)
      expect(Object.keys(row)).toEqual(Object.keys(rows[0] ?? {}))
    }
  })
})

describe('a result is rejected', () => {
  const batchOf = (values: Record<string, unknown[]>) =>
    new Table(tableFromArrays(values as never)).batches[0] as RecordBatch
  const decoder = (batch: RecordBatch, plan: Omit<RowPlan, 'types'> = {}) =>
    createRowDecoder(batch.schema, { types: defaultTypeOptions, ...plan })

  it('for two columns of the same name, with advice', () => {
    const field = new Field('x', new Int32(), false)
    expect(() => createRowDecoder(new Schema([field, field]), { types: defaultTypeOptions })).toThrow(
      expect.objectContaining({ code: 'invalid_argument', help: expect.stringContaining('alias') }),
    )
  })

  it('for a column whose TypeScript name is that of another column', () => {
    const batch = batchOf({ 'a.b': [1], a_b: [2] })
    expect(() => decoder(batch, { propertyNames: new Map([['a.b', 'a_b']]) })).toThrow(
      expect.objectContaining({ code: 'invalid_argument' }),
    )
  })

  it.each([
    ['text where a number was declared', { x: ['a'] }, column.int32()],
    ['floats where 64-bit integers were declared', { x: [1.5] }, column.int64()],
    ['numbers where text was declared', { x: [1.5] }, column.dictionary(column.utf8())],
    ['numbers where instants were declared', { x: [1.5] }, column.timestamp()],
    ['numbers where JSON was declared', { x: [1.5] }, column.jsonb()],
    ['numbers where a list was declared', { x: [1.5] }, column.list(column.float64())],
  ])('for %s', (_, values, type) => {
    expect(() => decoder(batchOf(values), { columns: declared({ x: type }) })).toThrow(
      expect.objectContaining({ code: 'protocol', message: expect.stringContaining('"x"') }),
    )
  })

  it('not if there are only nulls', () => {
    const batch = new Table({ x: vectorFromArray([null, null], new Null()) }).batches[0] as RecordBatch
    expect(decoder(batch, { columns: declared({ x: column.int64() }) })(batch)).toEqual([{ x: null }, { x: null }])
  })
})

it('a column named __proto__ is an ordinary column', () => {
  const batch = new Table({ ['__proto__']: vectorFromArray(['a']) } as never).batches[0] as RecordBatch
  const schema = new Schema([new Field('__proto__', (batch.schema.fields[0] as Field).type, true)])
  const [row] = createRowDecoder(schema, { types: defaultTypeOptions })(batch)
  expect(Object.getOwnPropertyDescriptor(row, '__proto__')?.value).toBe('a')
  expect(Object.getPrototypeOf(row)).toBe(Object.prototype)
})
