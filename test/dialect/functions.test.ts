import { type SelectQueryBuilder, type Simplify, sql } from 'kysely'
import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  createMicromegas,
  functions,
  type Histogram,
  type JsonbValue,
  type Timestamp,
  viewInstance,
} from '../../src/index.js'
import { expectedSql, placeholderIds } from '../suite/case.js'
import { functionCases } from '../suite/function-cases.js'

const url = 'grpc://localhost:50051'
const db = createMicromegas({ url })
const numbers = createMicromegas({ url, types: { int64: 'number', timestamp: 'date' } })
const texts = createMicromegas({ url, types: { int64: 'string', timestamp: 'string' } })
const invalid = expect.objectContaining({ code: 'invalid_argument' })

declare function rowOf<O>(query: SelectQueryBuilder<any, any, O>): Simplify<O>
const never = (_: () => unknown) => {}

describe('the SQL of a function', () => {
  it.each(functionCases.map((query) => [query.name, query] as const))('%s', (_, query) => {
    expect(query.build(db, placeholderIds).compile().sql).toBe(expectedSql(query, placeholderIds))
  })
})

describe('the type of a function', () => {
  it('follows the options of the handle', () => {
    never(() => {
      const query = db.selectFrom('log_entries').select((eb) => {
        const f = functions(eb)
        return [f.countStar().as('n'), f.dateBin('1 hour', 'time').as('hour'), f.sumInteger('level').as('sum')]
      })
      expectTypeOf(rowOf(query)).toEqualTypeOf<{ n: bigint; hour: Timestamp; sum: bigint | null }>()
      const plain = numbers.selectFrom('log_entries').select((eb) => {
        const f = functions(eb)
        return [f.countStar().as('n'), f.dateBin('1 hour', 'time').as('hour'), f.sumInteger('level').as('sum')]
      })
      expectTypeOf(rowOf(plain)).toEqualTypeOf<{ n: number; hour: Date; sum: number | null }>()
      const text = texts.selectFrom(viewInstance('thread_spans', '')).select((eb) => {
        const f = functions(eb)
        return [f.count('id').as('n'), f.max('duration').as('longest'), f.now().as('now')]
      })
      expectTypeOf(rowOf(text)).toEqualTypeOf<{ n: string; longest: string | null; now: string }>()
    })
  })

  it('is nullable where its argument is, after a left join too', () => {
    never(() => {
      const query = db
        .selectFrom('log_entries as l')
        .leftJoin(viewInstance('otel_spans', '', 's'), (join) => join.onTrue())
        .select((eb) => {
          const f = functions(eb)
          return [
            f.propertiesLength('l.properties').as('own'),
            f.propertiesLength('s.properties').as('joined'),
            f.hex('s.trace_id').as('trace'),
            f.arrowCast('l.level', 'Float64').as('level'),
          ]
        })
      expectTypeOf(rowOf(query)).toEqualTypeOf<{
        own: number
        joined: number | null
        trace: string | null
        level: number
      }>()
    })
  })

  it('is the type of what the engine returns', () => {
    never(() => {
      const query = db.selectFrom('measures').select((eb) => {
        const f = functions(eb)
        return [
          f.makeHistogram(0, 1, 10, 'value').as('h'),
          f.makeHll('name').as('sketch'),
          f.jsonbGet('properties', 'x').as('x'),
          f.jsonbObjectKeys('properties').as('keys'),
          f.arrayAgg('unit').as('units'),
          f.approxPercentileCont('value', 0.5).as('median'),
        ]
      })
      expectTypeOf(rowOf(query)).toEqualTypeOf<{
        h: Histogram<bigint>
        sketch: Uint8Array
        x: JsonbValue
        keys: string[] | null
        units: string[] | null
        median: number | null
      }>()
    })
  })

  it('refuses columns that do not fit', () => {
    never(() => {
      db.selectFrom(viewInstance('otel_spans', '')).select((eb) => {
        const f = functions(eb)
        return [
          // @ts-expect-error bytes are not JSON
          f.jsonbGet('trace_id', 'x').as('a'),
          // @ts-expect-error text is not a histogram
          f.countFromHistogram('name').as('b'),
          // @ts-expect-error a number is not a sketch
          f.hllCardinality('duration').as('c'),
          // @ts-expect-error JSON is not text
          f.jsonbParse('properties').as('d'),
          // @ts-expect-error text is not a list
          f.arrayHas('name', 'x').as('e'),
          // @ts-expect-error unknown scale
          f.colorScale('rainbow', 0.5).as('f'),
          // @ts-expect-error unknown type
          f.arrowCast('name', 'Text').as('g'),
        ]
      })
    })
  })
})

describe('a function is refused when it is made', () => {
  const over = (make: (f: ReturnType<typeof functions<any, any>>) => unknown) => () =>
    db.selectFrom('measures').select((eb) => {
      make(functions(eb) as never)
      return sql`1`.as('x')
    })

  it.each([
    ['for an empty property name', over((f) => f.propertyGet('properties', ''))],
    ['for a share above one', over((f) => f.approxPercentileCont('value', 1.5))],
    ['for a share that is not a number', over((f) => f.quantileFromHistogram('h', Number.NaN))],
    ['for a histogram that ends before it starts', over((f) => f.makeHistogram(1, 0, 10, 'value'))],
    ['for a histogram without end', over((f) => f.makeHistogram(0, Number.POSITIVE_INFINITY, 10, 'value'))],
    ['for a histogram without bins', over((f) => f.makeHistogram(0, 1, 0, 'value'))],
    ['for text that is not an interval', over((f) => f.dateBin("1 minute'" as '1 minute', 'time'))],
    ['for an origin without zone', over((f) => f.dateBin('1 minute', 'time', '2026-01-01T00:00:00'))],
  ])('%s', (_, attempt) => {
    expect(attempt).toThrow(invalid)
  })
})
