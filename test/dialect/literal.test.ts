import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { literal } from '../../src/dialect/literal.js'
import { Timestamp } from '../../src/index.js'
import type { ColumnType } from '../../src/types/column-type.js'
import { literalArbitraries } from './literal-arbitraries.js'

const int64: ColumnType = { kind: 'integer', bits: 64, signed: true }
const utf8: ColumnType = { kind: 'utf8', large: false }

describe('a literal', () => {
  it.each<[unknown, string]>([
    [null, 'null'],
    [true, 'true'],
    [false, 'false'],
    ['', `''`],
    ["it's", `'it''s'`],
    ['back\\slash', `'back\\slash'`],
    [0, '0'],
    [42, '42'],
    [-42, '(-42)'],
    [-0, '(-0.0)'],
    [1.5, '1.5'],
    [-1.5, '(-1.5)'],
    [1e-7, '1e-7'],
    [Number.NaN, `cast('NaN' as double)`],
    [Number.POSITIVE_INFINITY, `cast('Infinity' as double)`],
    [Number.NEGATIVE_INFINITY, `cast('-Infinity' as double)`],
    [2n ** 64n - 1n, '18446744073709551615'],
    [-(2n ** 63n), `arrow_cast('-9223372036854775808', 'Int64')`],
    [new Date('2026-01-01T00:00:00.5Z'), `timestamp '2026-01-01T00:00:00.5Z'`],
    [Timestamp.from(1n), `timestamp '1970-01-01T00:00:00.000000001Z'`],
    [{ epochNanoseconds: -1n }, `timestamp '1969-12-31T23:59:59.999999999Z'`],
    [new Uint8Array([0, 255]), `x'00ff'`],
    [[1, -2], '[1, (-2)]'],
    [['a', null], `['a', null]`],
    [[], '[]'],
  ])('of %o is %s', (value, text) => {
    expect(literal(value)).toBe(text)
  })

  it.each<[string, unknown, ColumnType, string]>([
    ['integer as text', '-5', int64, '(-5)'],
    ['float that is whole', 5, { kind: 'float', bits: 64 }, '5.0'],
    ['float beyond 2^53', 2 ** 60, { kind: 'float', bits: 64 }, '1152921504606847000.0'],
    [
      'instant as text',
      '2026-01-01T00:00:00+01:00',
      { kind: 'timestamp', unit: 'nanosecond' },
      `timestamp '2025-12-31T23:00:00Z'`,
    ],
    ['time', 5n, { kind: 'time', unit: 'nanosecond' }, `arrow_cast(arrow_cast(5, 'Int64'), 'Time64(Nanosecond)')`],
    [
      'time of seconds',
      5_000_000_000n,
      { kind: 'time', unit: 'second' },
      `arrow_cast(arrow_cast(5, 'Int32'), 'Time32(Second)')`,
    ],
    ['duration', -5n, { kind: 'duration' }, `arrow_cast((-5), 'Duration(Nanosecond)')`],
    ['date', '2026-01-02', { kind: 'date' }, `arrow_cast('2026-01-02', 'Date32')`],
    ['decimal', '-1.20', { kind: 'decimal', precision: 10, scale: 2 }, `arrow_cast('-1.20', 'Decimal128(10, 2)')`],
    ['wide decimal', '1', { kind: 'decimal', precision: 50, scale: 2 }, `arrow_cast('1', 'Decimal256(50, 2)')`],
    [
      'interval',
      { months: 1, days: -2, nanoseconds: 3n },
      { kind: 'interval' },
      `interval '1 months -2 days 3 nanoseconds'`,
    ],
    [
      'id',
      new Uint8Array([1, 2]),
      { kind: 'fixedSizeBinary', byteWidth: 2 },
      `arrow_cast(x'0102', 'FixedSizeBinary(2)')`,
    ],
    ['dictionary value', 'x', { kind: 'dictionary', value: utf8 }, `'x'`],
    ['empty list', [], { kind: 'list', item: { type: int64, nullable: false } }, `arrow_cast([], 'List(Int64)')`],
    [
      'struct',
      { a: 1n },
      { kind: 'struct', fields: { a: { type: int64, nullable: false } } },
      `named_struct('a', arrow_cast(1, 'Int64'))`,
    ],
    [
      'map',
      new Map([['k', 1n]]),
      { kind: 'map', key: { type: utf8, nullable: false }, value: { type: int64, nullable: false } },
      `map(arrow_cast(['k'], 'List(Utf8)'), arrow_cast([1], 'List(Int64)'))`,
    ],
    ['JSON', { a: [1n, "'"] }, { kind: 'jsonb', encoding: 'dictionary' }, `jsonb_parse('{"a":[1,"''"]}')`],
    ['null of any type', null, int64, 'null'],
  ])('next to a column: %s', (_, value, type, text) => {
    expect(literal(value, type)).toBe(text)
  })

  it.each<[string, unknown, ColumnType?]>([
    ['undefined', undefined],
    ['a symbol', Symbol('x')],
    ['a function', () => 1],
    ['a plain object', { a: 1 }],
    ['an instance of a class', new Set()],
    ['an invalid date', new Date(Number.NaN)],
    ['an unsafe integer', 2 ** 53],
    ['an integer beyond 64 bits', 2n ** 64n],
    ['a negative integer beyond 64 bits', -(2n ** 63n) - 1n],
    ['a lone surrogate', 'a\ud800'],
    ['an unsafe integer inside of a list', [1, 2 ** 60]],
    ['text that is not an integer', '1e3', int64],
    ['text that is not an instant', 'yesterday', { kind: 'timestamp', unit: 'nanosecond' }],
    ['an instant without zone', '2026-01-01T00:00:00', { kind: 'timestamp', unit: 'nanosecond' }],
    ['a decimal with too many digits', '1.234', { kind: 'decimal', precision: 10, scale: 2 }],
    ['a decimal that is too large', '123456789.1', { kind: 'decimal', precision: 10, scale: 2 }],
    ['a struct that lacks a field', {}, { kind: 'struct', fields: { a: { type: int64, nullable: true } } }],
    [
      'a struct with another field',
      { a: 1n, b: 1 },
      { kind: 'struct', fields: { a: { type: int64, nullable: true } } },
    ],
    ['a time of another unit', 5n, { kind: 'time', unit: 'second' }],
    ['an interval with a fraction', { months: 0.5, days: 0, nanoseconds: 0n }, { kind: 'interval' }],
    ['NaN inside of JSON', { a: Number.NaN }, { kind: 'jsonb', encoding: 'dictionary' }],
  ])('is refused for %s', (_, value, type) => {
    expect(() => literal(value, type)).toThrow(expect.objectContaining({ code: 'invalid_argument' }))
  })

  it('of any value is one token or one call, which nothing in the value ends early', () => {
    fc.assert(
      fc.property(fc.oneof(...Object.values<fc.Arbitrary<unknown>>(literalArbitraries)), (value) => {
        const rest = withoutStrings(literal(value))
        // What stands outside of quotes is of this package's making: names, digits, signs, brackets.
        expect(rest).toMatch(/^[A-Za-z0-9_.+()[\], -]*$/)
        expect(rest).not.toMatch(/--|\/\*/)
      }),
      { numRuns: 2_000 },
    )
  })

  it('of text reads back as the text, by the rule of doubled quotes alone', () => {
    fc.assert(
      fc.property(literalArbitraries.text, (text) => {
        fc.pre(text.isWellFormed())
        const written = literal(text)
        expect(written.slice(1, -1).replaceAll("''", "'")).toBe(text)
        expect(withoutStrings(written)).toBe('')
      }),
      { numRuns: 2_000 },
    )
  })
})

/** What is left of SQL when its string literals are taken out, by the engine's rule: a quote ends unless it is doubled. */
function withoutStrings(sql: string): string {
  let rest = ''
  for (let at = 0; at < sql.length; at++) {
    if (sql[at] !== "'") {
      rest += sql[at]
      continue
    }
    for (at++; !(sql[at] === "'" && sql[at + 1] !== "'"); at++) {
      if (at >= sql.length) throw new Error('a string literal does not end')
      if (sql[at] === "'") at++
    }
  }
  return rest
}
