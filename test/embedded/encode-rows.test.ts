import { tableFromIPC } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Columns, createRowDecoder } from '../../src/arrow/index.js'
import { RowEncoder } from '../../src/embedded/insert/encode-rows.js'
import { type AnyColumn, builtinViewSets, column, defineViewSet, Timestamp } from '../../src/index.js'
import type { AnyViewSet } from '../../src/views/view-set.js'
import { arbitraryColumn } from './support/column-arbitraries.js'

function viewSet(columns: Readonly<Record<string, AnyColumn>>): AnyViewSet {
  return defineViewSet('things', { instances: ['global'], timeColumns: [], columns })
}

/** What a client reads of rows that were encoded. */
function readBack(set: AnyViewSet, rows: readonly object[]): unknown[] {
  const table = tableFromIPC(new RowEncoder(set).encode(rows))
  const decode = createRowDecoder(table.schema, { columns: set.columns as Columns })
  return table.batches.flatMap((batch) => decode(batch))
}

const encode = (columns: Readonly<Record<string, AnyColumn>>, rows: readonly object[]) =>
  new RowEncoder(viewSet(columns)).encode(rows)

describe('rows that are inserted', () => {
  it('come back as they were, whatever their types', () => {
    fc.assert(
      fc.property(
        fc
          .array(arbitraryColumn, { minLength: 1, maxLength: 4 })
          .chain((columns) =>
            fc.tuple(
              fc.constant(columns.map(({ column }) => column)),
              fc.array(fc.tuple(...columns.map(({ value }) => value)), { maxLength: 12 }),
            ),
          ),
        ([columns, values]) => {
          const names = columns.map((_, index) => `c${index}`)
          const named = (items: readonly unknown[]) => Object.fromEntries(names.map((name, i) => [name, items[i]]))
          const set = viewSet(named(columns) as Record<string, AnyColumn>)
          const rows = values.map(named)
          expect(readBack(set, rows)).toEqual(rows)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('take other exact forms of times and integers', () => {
    const set = viewSet({ time: column.timestamp(), n: column.int64() })
    const noon = '2026-11-23T12:00:00.5Z'
    const forms = [
      noon,
      '2026-11-23T13:00:00.5+01:00',
      new Date(noon),
      Timestamp.from(noon),
      Timestamp.from(noon).epochNanoseconds,
    ]
    expect(
      readBack(
        set,
        forms.map((time) => ({ time, n: 7 })),
      ),
    ).toEqual(forms.map(() => ({ time: Timestamp.from(noon), n: 7n })))
  })

  it('may leave out what may be null', () => {
    const set = viewSet({ a: column.int32(), b: column.utf8().nullable(), c: column.list(column.int32()).nullable() })
    expect(readBack(set, [{ a: 1 }, { a: 2, b: undefined, c: [3] }])).toEqual([
      { a: 1, b: null, c: null },
      { a: 2, b: null, c: [3] },
    ])
  })

  it('store equal values of a dictionary once, JSON whatever the order of its members', () => {
    const table = tableFromIPC(
      encode({ p: column.jsonb(), s: column.dictionary(column.utf8()) }, [
        { p: { a: 1, b: 2 }, s: 'x' },
        { p: { b: 2, a: 1 }, s: 'x' },
        { p: {}, s: 'y' },
      ]),
    )
    const dictionaryLength = (name: string) => table.getChild(name)?.data[0]?.dictionary?.length
    expect([dictionaryLength('p'), dictionaryLength('s')]).toEqual([2, 2])
  })

  it('write JSON in the bytes of the service', () => {
    const hex = (value: unknown) => {
      const table = tableFromIPC(encode({ p: column.jsonb('binary') }, [{ p: value }]))
      return Buffer.from(table.getChild('p')?.get(0)).toString('hex')
    }
    expect(hex(0)).toBe('200000002000000100')
    expect(hex(-1)).toBe('200000002000000240ff')
    expect(hex(300)).toBe('200000002000000350012c')
    expect(hex(0.5)).toBe('2000000020000009603fe0000000000000')
    expect(hex({ b: null, a: [true, 'x'] })).toBe(
      [
        '40000002',
        '10000001',
        '10000001',
        '5000000d',
        '00000000',
        '61',
        '62',
        '80000002',
        '40000000',
        '10000001',
        '78',
      ].join(''),
    )
  })
})

describe('a row that does not fit is refused by its number and column', () => {
  const refusals: readonly [what: string, AnyColumn, value: unknown, reason: string, path?: string][] = [
    ['null', column.int32(), null, 'the value is null.'],
    ['nothing', column.int32(), undefined, 'the value is missing.'],
    ['text', column.int32(), '1', 'expected an integer from -2147483648 to 2147483647, got "1".'],
    ['a number out of range', column.uint8(), 256, 'expected an integer from 0 to 255, got 256.'],
    ['a fraction', column.int64(), 0.5, 'expected a bigint or a safe integer, got 0.5.'],
    ['an unsafe number', column.int64(), 2 ** 53, 'expected a bigint or a safe integer, got 9007199254740992.'],
    ['too much', column.int64(), 2n ** 63n, 'expected an integer from -2^63 to 2^63 - 1, got 9223372036854775808n.'],
    ['a negative number', column.uint64(), -1n, 'expected an integer from 0 to 2^64 - 1, got -1n.'],
    ['a bigint', column.float64(), 1n, 'expected a number, got 1n.'],
    [
      'a time without a zone',
      column.timestamp(),
      '2026-11-23T12:00:00',
      '"2026-11-23T12:00:00" is not an RFC 3339 time with an offset',
    ],
    ['an invalid date', column.timestamp(), new Date(Number.NaN), 'An invalid Date does not stand for an instant.'],
    ['a number for a time', column.timestamp(), 1, 'Expected an instant, got a value of type number'],
    ['a finer time than the column', column.timestamp('second'), 1n, '1 ns is not a whole number of seconds.'],
    [
      'a day that is none',
      column.date(),
      '2026-02-30',
      'expected a calendar date as text, YYYY-MM-DD, got "2026-02-30".',
    ],
    ['half a character', column.utf8(), '\ud800', 'the text holds half of a surrogate pair.'],
    ['a number for text', column.dictionary(column.utf8()), 5, 'expected text, got 5.'],
    ['text for bytes', column.binary(), 'x', 'expected a Uint8Array, got "x".'],
    ['too few bytes', column.fixedSizeBinary(4), new Uint8Array(3), 'expected 4 bytes, got 3.'],
    ['too many digits after the point', column.decimal(4, 1), '1.25', '1.25 has more than 1 digits after the point.'],
    ['too many digits', column.decimal(4, 1), '1000', '1000 has more than 4 digits.'],
    ['a date in JSON', column.jsonb(), { at: [new Date(0)] }, 'JSON cannot hold an object of class Date (at .at[0]).'],
    ['not a number in JSON', column.jsonb(), Number.NaN, 'JSON cannot hold the number NaN.'],
    ['undefined in JSON', column.jsonb(), { a: undefined }, 'JSON cannot hold a value of type undefined (at .a).'],
    [
      'too much in JSON',
      column.jsonb(),
      2n ** 64n,
      'JSON cannot hold the integer 18446744073709551616, which has more than 64 bits.',
    ],
    ['no list', column.list(column.int8()), 1, 'expected an array, got 1.'],
    ['null in a list', column.list(column.int8()), [null], 'the value is null.', ' at [0]'],
    ['a wrong item', column.list(column.int8()), [1, 128], 'expected an integer from -128 to 127, got 128.', ' at [1]'],
    ['a field too much', column.struct({ a: column.int8() }), { a: 1, b: 2 }, 'the struct has no field "b".'],
    ['a field too few', column.struct({ a: column.int8() }), {}, 'the value is missing.', ' at .a'],
    [
      'a wrong value of a map',
      column.map(column.utf8(), column.list(column.int8())),
      new Map([['k', [1, 2.5]]]),
      'expected an integer from -128 to 127, got 2.5.',
      ' at .get("k")[1]',
    ],
    [
      'a wrong key of a map',
      column.map(column.utf8(), column.int8()),
      new Map([[1, 1]]),
      'expected text, got 1.',
      ' at .keys()[0]',
    ],
    ['no map', column.map(column.utf8(), column.int8()), { a: 1 }, 'expected a Map, got an object.'],
  ]

  it.each(refusals)('%s', (_, wanted, value, reason, path = '') => {
    const fitting = { a: 1, wanted: undefined }
    expect(() => encode({ a: column.int32(), wanted }, [{ ...fitting, wanted: value }])).toThrow(
      expect.objectContaining({
        code: 'invalid_argument',
        message: expect.stringContaining(`things: row 0, column "wanted"${path}: ${reason}`),
      }),
    )
  })

  it('the first one that is wrong, and its number', () => {
    const rows = [{ n: 1 }, { n: 2 }, { n: 'x' }, { n: 'y' }]
    expect(() => encode({ n: column.int64() }, rows)).toThrow('things: row 2, column "n"')
  })

  it('a value of a dictionary, in the row where it stands first', () => {
    const rows = [{ s: 'a' }, { s: 'a' }, { s: 'b' }, { s: '\ud800' }]
    expect(() => encode({ s: column.dictionary(column.utf8()) }, rows)).toThrow('things: row 3, column "s"')
  })

  it('columns that the view set does not have', () => {
    expect(() => encode({ a: column.int32() }, [{ a: 1 }, { a: 1, levle: 2 }])).toThrow(
      'things: row 1, column "levle": the schema has no such column.',
    )
  })

  it('what is no row', () => {
    expect(() => encode({ a: column.int32() }, [null as never])).toThrow('things: row 0 is not an object.')
    expect(() => encode({ a: column.int32() }, 'rows' as never)).toThrow('things: expected an array of rows.')
  })

  it('dotted columns are named as in TypeScript', () => {
    expect(() => new RowEncoder(builtinViewSets.blocks).encode([{}])).toThrow(
      'blocks: row 0, column "block_id": the value is missing.',
    )
  })
})
