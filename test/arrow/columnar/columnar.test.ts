import {
  type Data,
  DataType,
  Dictionary,
  Field,
  Int16,
  Int32,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  TimestampNanosecond,
  tableFromIPC,
  Utf8,
  vectorFromArray,
} from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type {
  CodedColumn,
  ColumnArray,
  Columnar,
  ColumnarOptions,
  NumberArray,
} from '../../../src/arrow/columnar/columnar.js'
import { columnarOf } from '../../../src/arrow/columnar/columnar-of.js'
import { createRowDecoder } from '../../../src/arrow/decode/row-decoder.js'
import {
  createMicromegas,
  type Properties,
  stringify,
  Timestamp,
  type TypeOptions,
  viewInstance,
} from '../../../src/index.js'
import { defaultTypeOptions } from '../../../src/types/type-options.js'
import { goldenNames, goldenStream } from '../decode/golden.js'

const batchesOf = (name: string) => {
  const { schema, batches } = tableFromIPC(goldenStream(name))
  return { schema, batches: batches.filter(({ numRows }) => numRows > 0) }
}

function columnar(
  schema: Schema,
  batches: readonly RecordBatch[],
  types: TypeOptions = {},
  options: ColumnarOptions = {},
) {
  return columnarOf(schema, batches, { types: { ...defaultTypeOptions, ...types } }, options)
}

function rows(schema: Schema, batches: readonly RecordBatch[], types: TypeOptions = {}) {
  const decode = createRowDecoder(schema, { types: { ...defaultTypeOptions, ...types } })
  return batches.flatMap((batch) => decode(batch))
}

/** A cell of rows as columns have it. */
const asCell = (value: unknown) => (value instanceof Timestamp ? value.epochNanoseconds : value)

describe('a result by columns', () => {
  it.each(goldenNames)('has what its rows have: %s', (name) => {
    const { schema, batches } = batchesOf(name)
    const expected = rows(schema, batches)
    const { length, columns } = columnar(schema, batches)
    expect(length).toBe(expected.length)
    expect(Object.keys(columns)).toEqual(schema.fields.map(({ name }) => name))
    for (const [name, column] of Object.entries(columns)) {
      expect(Array.from(column as ArrayLike<unknown>), name).toEqual(expected.map((row) => asCell(row[name])))
    }
  })

  it('has arrays as wide as each column', () => {
    const columnsOf = (types: TypeOptions, options: ColumnarOptions = {}) => {
      const { schema, batches } = batchesOf('every-type')
      // Rows without nulls alone.
      const whole = batches.map((batch) => batch.slice(2, 3))
      const { columns } = columnar(schema, whole, types, options)
      return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, (column as object).constructor]))
    }
    expect(columnsOf({})).toMatchObject({
      int8: Int8Array,
      int16: Int16Array,
      int32: Int32Array,
      int64: BigInt64Array,
      uint8: Uint8Array,
      uint64: BigUint64Array,
      float32: Float32Array,
      float64: Float64Array,
      utf8: Array,
    })
    expect(columnsOf({ int64: 'string' })).toMatchObject({ int64: Array, uint64: Array })
  })

  const times = (values: readonly (bigint | null)[]) => {
    const type = new TimestampNanosecond('UTC')
    const nulls = values.some((value) => value === null)
    const child = makeData({
      type,
      length: values.length,
      nullCount: values.filter((value) => value === null).length,
      ...(nulls && {
        nullBitmap: Uint8Array.of(values.reduce((bits, value, i) => bits | (value === null ? 0 : 1 << i), 0)),
      }),
      data: BigInt64Array.from(values, (value) => value ?? 99n),
    })
    const schema = new Schema([new Field('time', type, true)])
    const data = makeData({ type: new Struct(schema.fields), length: values.length, nullCount: 0, children: [child] })
    return { schema, batches: [new RecordBatch(schema, data as never)] }
  }

  it('has instants as exact nanoseconds or as milliseconds with fractions', () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), { minLength: 1, maxLength: 8 }),
        (values) => {
          const { schema, batches } = times(values)
          expect(columnar(schema, batches).columns.time).toEqual(BigInt64Array.from(values))
          const milliseconds = columnar(schema, batches, { timestamp: 'date' }, { time: 'milliseconds' }).columns.time
          const expected = values.map((value) => Number(value / 1_000_000n) + Number(value % 1_000_000n) / 1e6)
          expect(milliseconds).toBeInstanceOf(Float64Array)
          for (const [index, value] of expected.entries()) {
            expect((milliseconds as Float64Array)[index]).toBeCloseTo(value, 3)
          }
        },
      ),
    )
  })

  it('has null for nulls, or NaN on request', () => {
    const { schema, batches } = times([1_500_000n, null])
    expect(columnar(schema, batches).columns.time).toEqual([1_500_000n, null])
    expect(columnar(schema, batches, {}, { time: 'milliseconds' }).columns.time).toEqual([1.5, null])
    const nan = columnar(schema, batches, {}, { time: 'milliseconds', nulls: 'nan' })
    expect(nan.columns.time).toEqual(Float64Array.of(1.5, Number.NaN))
    const numbers = new Table({ n: vectorFromArray([1, null, 3], new Int32()) } as never)
    expect(columnar(numbers.schema, numbers.batches).columns.n).toEqual([1, null, 3])
    expect(columnar(numbers.schema, numbers.batches, {}, { nulls: 'nan' }).columns.n).toEqual(
      Float64Array.of(1, Number.NaN, 3),
    )
  })

  it('rejects unsafe integers if numbers were asked for', () => {
    const { schema, batches } = batchesOf('every-type')
    expect(() => columnar(schema, batches, { int64: 'number' })).toThrow(
      expect.objectContaining({ code: 'protocol', message: expect.stringContaining('Column "int64" holds') }),
    )
  })

  describe('as codes', () => {
    const valuesOf = ({ codes, values }: CodedColumn<unknown>) =>
      Array.from(codes, (code) => (code === -1 ? null : values[code]))
    const isCoded = (column: unknown): column is CodedColumn<unknown> => column instanceof Object && 'codes' in column

    it.each(goldenNames)('has what its rows have, whatever the column: %s', (name) => {
      const { schema, batches } = batchesOf(name)
      const expected = rows(schema, batches)
      const { columns } = columnar(schema, batches, {}, { codes: schema.fields.map(({ name }) => name) })
      for (const [name, column] of Object.entries(columns)) {
        if (!isCoded(column)) throw new Error(`${name} is not coded`)
        expect(valuesOf(column), name).toEqual(expected.map((row) => row[name]))
        expect(new Set(column.values.map((value) => stringify(value))).size, name).toBe(column.values.length)
      }
    })

    it.each(goldenNames)('for dictionaries has what its rows have: %s', (name) => {
      const { schema, batches } = batchesOf(name)
      const expected = rows(schema, batches)
      const { columns } = columnar(schema, batches, {}, { codes: 'dictionaries' })
      for (const { name, type } of schema.fields) {
        const column = columns[name]
        expect(isCoded(column), name).toBe(DataType.isDictionary(type) && !DataType.isInt(type.dictionary))
        if (isCoded(column)) expect(valuesOf(column), name).toEqual(expected.map((row) => row[name]))
      }
    })

    const texts = (dictionary: readonly (string | null)[], indices: readonly number[], valid = -1) => {
      const type = new Dictionary(new Utf8(), new Int16())
      return makeData({
        type,
        length: indices.length,
        nullCount: valid === -1 ? 0 : 1,
        ...(valid === -1 ? {} : { nullBitmap: Uint8Array.of(valid) }),
        data: Int16Array.from(indices),
        dictionary: vectorFromArray(dictionary, new Utf8()),
      })
    }
    const codesOf = (...parts: Data[]) => {
      const schema = new Schema([new Field('name', (parts[0] as Data).type, true)])
      const batches = parts.map((part) => {
        const type = new Struct(schema.fields)
        return new RecordBatch(schema, makeData({ type, length: part.length, nullCount: 0, children: [part] }))
      })
      return columnar(schema, batches, {}, { codes: ['name'] }).columns.name as unknown as CodedColumn<string>
    }

    it('uses the same code for a value in all batches', () => {
      const { codes, values } = codesOf(texts(['a', 'b'], [1, 0]), texts(['b', 'c'], [0, 1]), texts(['a', 'b'], [0, 1]))
      expect(codes).toEqual(Int32Array.of(1, 0, 1, 2, 0, 1))
      expect(values).toEqual(['a', 'b', 'c'])
    })

    it('has -1 for null, in the column or in its dictionary', () => {
      const { codes, values } = codesOf(texts(['a', null, 'b'], [0, 9, 1, 2], 0b1101))
      expect(codes).toEqual(Int32Array.of(0, -1, -1, 1))
      expect(values).toEqual(['a', 'b'])
    })

    it('keeps a value that a dictionary repeats only once', () => {
      const { codes, values } = codesOf(texts(['a', 'a', 'b'], [0, 1, 2]))
      expect([codes, values]).toEqual([Int32Array.of(0, 0, 1), ['a', 'b']])
    })

    it.each([[2], [-1], [32_767]])('refuses the index %i of a dictionary of two values', (index) => {
      for (const dictionary of [
        ['a', 'b'],
        ['a', 'a'],
      ]) {
        expect(() => codesOf(texts(dictionary, [0, index]))).toThrow(
          expect.objectContaining({
            code: 'protocol',
            message: 'Column "name" refers to a value that its dictionary does not have.',
          }),
        )
      }
    })

    it('rejects an unknown column', () => {
      const { schema, batches } = batchesOf('every-type')
      expect(() => columnar(schema, batches, {}, { codes: ['nmae'] })).toThrow(
        expect.objectContaining({
          code: 'invalid_argument',
          message: expect.stringMatching(/^Option "codes": unknown column "nmae"; columns: null, bool, /),
        }),
      )
    })

    it('can be sent to a worker, JSON included', () => {
      const { schema, batches } = batchesOf('jsonb-in-a-dictionary')
      const { columns } = columnar(schema, batches, {}, { codes: 'dictionaries' })
      expect(structuredClone(columns)).toEqual(columns)
      expect((columns.properties as unknown as CodedColumn<unknown>).values).toContainEqual({ k: 'v' })
    })
  })

  it('without rows has empty arrays of the same types', () => {
    const { schema } = batchesOf('every-type')
    const { length, columns } = columnar(schema, [])
    expect(length).toBe(0)
    expect(columns).toMatchObject({ int8: new Int8Array(), int64: new BigInt64Array(), utf8: [] })
  })

  it('rejects two columns of the same name, and types other than declared', () => {
    const field = new Field('a', new Int32())
    expect(() => columnar(new Schema([field, field]), [])).toThrow(
      expect.objectContaining({ code: 'invalid_argument' }),
    )
  })
})

describe('the compiler knows the arrays', () => {
  const db = createMicromegas({ url: 'grpc://localhost:50051' })
  const query = () =>
    db.selectFrom(viewInstance('thread_spans', 'x')).select(['begin', 'duration', 'depth', 'name', 'properties'])
  const never = (_: () => unknown) => {}

  it('of a query', () => {
    never(async () => {
      const { columns, length } = await db.client.columnar(query())
      expectTypeOf(length).toEqualTypeOf<number>()
      expectTypeOf(columns.begin).toEqualTypeOf<BigInt64Array>()
      expectTypeOf(columns.duration).toEqualTypeOf<BigInt64Array | BigUint64Array>()
      expectTypeOf(columns.depth).toEqualTypeOf<NumberArray>()
      expectTypeOf(columns.name).toEqualTypeOf<string[]>()
      // @ts-expect-error no such column
      columns.durration
    })
  })

  it('under the options', () => {
    never(async () => {
      const { columns } = await db.client.columnar(query(), { time: 'milliseconds', timeout: 5 })
      expectTypeOf(columns.begin).toEqualTypeOf<Float64Array>()
      // @ts-expect-error no such option
      await db.client.columnar(query(), { times: 'milliseconds' })
    })
    never(async () => {
      const { columns } = await db.client.columnar(query(), { codes: ['name', 'properties'] })
      expectTypeOf(columns.name).toEqualTypeOf<CodedColumn<string>>()
      expectTypeOf(columns.properties).toEqualTypeOf<CodedColumn<Properties>>()
      expectTypeOf(columns.begin).toEqualTypeOf<BigInt64Array>()
      // @ts-expect-error no such column
      await db.client.columnar(query(), { codes: ['nmae'] })
    })
    never(async () => {
      const { columns } = await db.client.columnar(query(), { codes: 'dictionaries' })
      expectTypeOf(columns.name).toEqualTypeOf<string[] | CodedColumn<string>>()
      expectTypeOf(columns.duration).toEqualTypeOf<BigInt64Array | BigUint64Array>()
    })
    expectTypeOf<ColumnArray<number | null>>().toEqualTypeOf<NumberArray | (number | null)[]>()
    expectTypeOf<ColumnArray<number | null, { nulls: 'nan' }>>().toEqualTypeOf<NumberArray>()
    expectTypeOf<ColumnArray<bigint | null>>().toEqualTypeOf<BigInt64Array | BigUint64Array | (bigint | null)[]>()
    expectTypeOf<ColumnArray<Timestamp | null>>().toEqualTypeOf<BigInt64Array | (bigint | null)[]>()
    expectTypeOf<ColumnArray<string | null>>().toEqualTypeOf<string[] | (string | null)[]>()
    expectTypeOf<Columnar<{ a: number }>['columns']>().toEqualTypeOf<{ readonly a: NumberArray }>()
  })
})
