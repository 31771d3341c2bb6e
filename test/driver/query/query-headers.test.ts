import { describe, expect, it } from 'vitest'
import type { QueryPlan } from '../../../src/driver/query/compiled-query.js'
import { queryHeaders } from '../../../src/driver/query/query-headers.js'
import type { QueryRequest } from '../../../src/driver/query/query-request.js'
import { last, timeRange, unboundedRange } from '../../../src/types/time-range.js'
import { Timestamp } from '../../../src/types/timestamp.js'

const range = timeRange('2026-11-24T10:00:00Z', '2026-11-24T11:00:00.123456789Z')
const reading = (rangeRequiredBy: string[], neverUnbounded: string[] = []): QueryPlan => ({
  rangeRequiredBy,
  neverUnbounded,
  propertyNames: new Map(),
  resultColumns: new Map(),
})
const sql = 'select 1'

const headersOf = (request: Partial<QueryRequest>, maxRows?: number) =>
  Object.fromEntries(queryHeaders({ sql, ...request }, maxRows))

describe('the headers of a query', () => {
  it('always keep dictionaries, and have both ends of a range or neither', () => {
    expect(headersOf({})).toEqual({ preserve_dictionary: 'true' })
    expect(headersOf({ timeRange: range })).toEqual({
      preserve_dictionary: 'true',
      query_range_begin: '2026-11-24T10:00:00Z',
      query_range_end: '2026-11-24T11:00:00.123456789Z',
    })
  })

  it.each([
    'select 1',
    ' SELECT 1',
    '((select 1) union (select 2))',
    'with a as (select 1) select * from a',
    'values (1)',
  ])('ask for one row more than allowed: %s', (text) => {
    expect(headersOf({ sql: text }, 10)).toHaveProperty('limit', '11')
  })

  it.each(['explain select 1', 'show tables', 'describe processes', 'selection'])(
    'ask for no limit where the service cannot set one: %s',
    (text) => {
      expect(headersOf({ sql: text }, 10)).toEqual({ preserve_dictionary: 'true' })
    },
  )
})

describe('the time range of a query', () => {
  it('up to now ends at the moment of sending', () => {
    const before = BigInt(Date.now()) * 1_000_000n
    const headers = headersOf({ timeRange: last('1 hour'), plan: reading(['log_entries']) })
    const [begin, end] = [headers.query_range_begin ?? '', headers.query_range_end ?? ''].map(
      (text) => Timestamp.from(text).epochNanoseconds,
    ) as [bigint, bigint]
    expect(end).toBeGreaterThanOrEqual(before)
    expect(end - begin).toBe(3_600_000_000_000n)
  })

  it('that is missing is refused, with the view sets that need it and what to add', () => {
    expect(() => headersOf({ plan: reading(['log_entries', 'measures', 'log_entries']) })).toThrow(
      expect.objectContaining({
        code: 'time_range_required',
        message: 'The query reads log_entries, measures without a time range.',
        help:
          "Add .$call(during(last('1 hour'))), or set timeRange in the configuration. " +
          'To read everything on purpose, add .$call(unbounded).',
      }),
    )
  })

  it('is not required by SQL text, nor where nothing needs one', () => {
    expect(headersOf({ sql: 'select * from log_entries' })).toEqual({ preserve_dictionary: 'true' })
    expect(headersOf({ plan: reading([]) })).toEqual({ preserve_dictionary: 'true' })
  })

  it('may be unbounded on purpose, except for what the service never reads without one', () => {
    const unbounded = { timeRange: unboundedRange }
    expect(headersOf({ ...unbounded, plan: reading(['log_entries']) })).toEqual({ preserve_dictionary: 'true' })
    for (const name of ['thread_spans', 'process_spans']) {
      expect(() => headersOf({ ...unbounded, plan: reading(['log_entries', name], [name]) })).toThrow(
        expect.objectContaining({
          code: 'time_range_required',
          message: `The query reads ${name} unbounded, but the service requires a time range for that.`,
        }),
      )
    }
  })
})

describe('parameters', () => {
  it.each([
    [['secret'], 'The query has 1 parameter, and the service takes none.'],
    [['secret', 2], 'The query has 2 parameters, and the service takes none.'],
  ])('are refused, without their values: %j', (parameters, message) => {
    expect(() => headersOf({ sql: 'select $1', parameters })).toThrow(
      expect.objectContaining({ code: 'unsupported', message }),
    )
    expect(() => headersOf({ parameters: [] })).not.toThrow()
  })
})
