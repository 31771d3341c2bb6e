import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  builtinViewSets,
  column,
  defineViewSet,
  defineViewSets,
  isLogLevel,
  isOtelSpanKind,
  LogLevel,
  type Row,
} from '../../src/index.js'
import type { PropertyName } from '../../src/views/view-set.js'

const columns = { time: column.timestamp(), value: column.float64() }
const invalid = expect.objectContaining({ code: 'invalid_argument' })

describe('a view set', () => {
  it('keeps its declaration', () => {
    const set = defineViewSet('frames', {
      columns,
      instances: ['global'],
      timeColumns: ['time'],
      description: 'frames',
    })
    expect(set).toMatchObject({
      name: 'frames',
      instances: ['global'],
      timeColumns: ['time'],
      description: 'frames',
      rangeMandatory: false,
    })
    expect(Object.isFrozen(set)).toBe(true)
  })

  it('may be a static table, without time', () => {
    expect(
      defineViewSet('builds', { columns: { commit: column.utf8() }, instances: ['global'], timeColumns: [] })
        .timeColumns,
    ).toEqual([])
  })

  it.each([
    [
      'a name that is not an identifier',
      () => defineViewSet('my frames', { columns, instances: ['global'], timeColumns: [] }),
    ],
    ['an empty name', () => defineViewSet('', { columns, instances: ['global'], timeColumns: [] })],
    [
      'the name of a table function',
      () => defineViewSet('view_instance', { columns, instances: ['global'], timeColumns: [] }),
    ],
    ['a lack of columns', () => defineViewSet('x', { columns: {}, instances: ['global'], timeColumns: [] })],
    [
      'a column name that is not an identifier',
      () => defineViewSet('x', { columns: { 'a b': column.utf8() }, instances: ['global'], timeColumns: [] }),
    ],
    [
      'a column name that ends in a dot',
      () => defineViewSet('x', { columns: { 'a.': column.utf8() }, instances: ['global'], timeColumns: [] }),
    ],
    [
      'a column that was not made by `column`',
      () => defineViewSet('x', { columns: { a: 'utf8' as never }, instances: ['global'], timeColumns: [] }),
    ],
    [
      'two columns of one TypeScript name',
      () =>
        defineViewSet('x', {
          columns: { 'a.b': column.utf8(), a_b: column.utf8() },
          instances: ['global'],
          timeColumns: [],
        }),
    ],
    [
      'an unknown time column',
      () => defineViewSet('x', { columns, instances: ['global'], timeColumns: ['tim' as 'time'] }),
    ],
    [
      'a time column that is not a timestamp',
      () => defineViewSet('x', { columns, instances: ['global'], timeColumns: ['value' as 'time'] }),
    ],
    [
      'three time columns',
      () => defineViewSet('x', { columns, instances: ['global'], timeColumns: ['time', 'time', 'time'] as never }),
    ],
    [
      'an unknown kind of instance',
      () => defineViewSet('x', { columns, instances: ['thread' as 'stream'], timeColumns: [] }),
    ],
    [
      'a mandatory range without a time column',
      () => defineViewSet('x', { columns, instances: ['global'], timeColumns: [], rangeMandatory: true }),
    ],
    ['a lack of instances', () => defineViewSet('x', { columns, instances: [], timeColumns: [] })],
    [
      'a kind of instance twice',
      () => defineViewSet('x', { columns, instances: ['global', 'global'], timeColumns: [] }),
    ],
  ])('is rejected for %s', (_, attempt) => {
    expect(attempt).toThrow(invalid)
  })
})

describe('a column', () => {
  it('keeps its type, nullability and description', () => {
    expect(column.list(column.int64().nullable()).nullable().describe('unit: ns').declaration).toEqual({
      type: { kind: 'list', item: { type: { kind: 'integer', bits: 64, signed: true }, nullable: true } },
      nullable: true,
      description: 'unit: ns',
    })
  })

  it('keeps the name of list items, where it is not `item`', () => {
    expect(column.list(column.utf8(), { itemName: 'tag' }).declaration.type).toMatchObject({ itemName: 'tag' })
    expect(column.list(column.utf8()).declaration.type).not.toHaveProperty('itemName')
  })

  it.each([
    ['a width of zero bytes', () => column.fixedSizeBinary(0)],
    ['a width that is not a whole number', () => column.fixedSizeBinary(1.5)],
    ['a decimal of too many digits', () => column.decimal(77, 2)],
    ['a decimal with more digits after the point than in total', () => column.decimal(2, 3)],
    ['a decimal without digits', () => column.decimal(0, 0)],
  ])('is rejected for %s', (_, attempt) => {
    expect(attempt).toThrow(invalid)
  })
})

it('JSON of an unknown shape is unknown, wherever it is declared', () => {
  const views = defineViewSets({
    x: defineViewSet('x', {
      columns: { a: column.jsonb(), b: column.list(column.jsonb()), c: column.jsonb<{ n: number }>().nullable() },
      instances: ['global'],
      timeColumns: [],
    }),
  })
  expectTypeOf<Row<typeof views, 'x'>>().toEqualTypeOf<{
    readonly a: unknown
    readonly b: unknown[]
    readonly c: { n: number } | null
  }>()
})

describe('a collection of view sets', () => {
  const set = (name: string, names: readonly string[]) =>
    defineViewSet(name, {
      columns: Object.fromEntries(names.map((column_) => [column_, column.utf8()])),
      instances: ['global'],
      timeColumns: [],
    })

  it('maps SQL names to TypeScript names and back, where they differ', () => {
    const views = defineViewSets({ a: set('a', ['x.y', 'z']) } as never)
    expect([...views.columnNames]).toEqual([['x_y', 'x.y']])
    expect([...views.propertyNames]).toEqual([['x.y', 'x_y']])
  })

  it.each([
    ['a key that is not the name', { b: set('a', ['x']) }],
    ['a renamed column that is a column of another view set', { a: set('a', ['x.y']), b: set('b', ['x_y']) }],
    ['a renamed column that is the name of a view set', { a: set('a', ['x.y']), x_y: set('x_y', ['z']) }],
    ['columns of two view sets of one TypeScript name', { a: set('a', ['x.y_z']), b: set('b', ['x_y.z']) }],
  ])('is rejected for %s', (_, sets) => {
    expect(() => defineViewSets(sets as never)).toThrow(invalid)
  })
})

describe('the built-in view sets', () => {
  it('are those of the service', () => {
    expect(Object.keys(builtinViewSets).sort()).toEqual([
      'async_events',
      'blocks',
      'images',
      'log_entries',
      'log_stats',
      'measures',
      'net_spans',
      'otel_spans',
      'processes',
      'streams',
      'thread_spans',
    ])
  })

  it('have constants of their kinds, and guards for other values', () => {
    expect(isLogLevel(LogLevel.Warn)).toBe(true)
    expect(isLogLevel(7)).toBe(false)
    expect(isOtelSpanKind('SERVER')).toBe(true)
    expect(isOtelSpanKind('OTHER')).toBe(false)
  })

  it('have names that are dotted in SQL and underscored in TypeScript', () => {
    expectTypeOf<PropertyName<'a.b.c'>>().toEqualTypeOf<'a_b_c'>()
    expectTypeOf<PropertyName<'a_b'>>().toEqualTypeOf<'a_b'>()
  })
})
