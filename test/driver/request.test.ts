import { describe, expect, it } from 'vitest'
import type { QueryPlan } from '../../src/driver/compiled-query.js'
import { rangeToSend, refuseParameters, requestHeaders } from '../../src/driver/request.js'
import { last, timeRange, unboundedRange } from '../../src/types/time-range.js'

const range = timeRange('2026-11-24T10:00:00Z', '2026-11-24T11:00:00.123456789Z')
const reading = (rangeRequiredBy: string[], neverUnbounded: string[] = []): QueryPlan => ({
  rangeRequiredBy,
  neverUnbounded,
  propertyNames: new Map(),
  resultColumns: new Map(),
})
const sql = 'select 1'

describe('the range of a query', () => {
  it('is its own, else that of the configuration', () => {
    expect(rangeToSend({ sql, timeRange: range }, last('1 hour'))).toEqual(range)
    expect(rangeToSend({ sql }, range)).toEqual(range)
    expect(rangeToSend({ sql, timeRange: unboundedRange }, range)).toBeUndefined()
  })

  it('up to now ends when the query is sent', () => {
    const before = BigInt(Date.now()) * 1_000_000n
    const sent = rangeToSend({ sql, timeRange: last('1 hour'), plan: reading(['log_entries']) }, undefined)
    expect(sent?.end.epochNanoseconds).toBeGreaterThanOrEqual(before)
    expect(sent === undefined ? 0n : sent.end.epochNanoseconds - sent.begin.epochNanoseconds).toBe(3_600_000_000_000n)
  })

  it('that is missing is refused, with the view sets that need it and what to add', () => {
    expect(() => rangeToSend({ sql, plan: reading(['log_entries', 'measures', 'log_entries']) }, undefined)).toThrow(
      expect.objectContaining({
        code: 'time_range_required',
        message: expect.stringContaining('reads log_entries, measures without a time range'),
        help: expect.stringContaining(".$call(during(last('1 hour')))"),
      }),
    )
  })

  it('that is missing is not refused for plain SQL, nor where nothing needs one', () => {
    expect(rangeToSend({ sql: 'select * from log_entries' }, undefined)).toBeUndefined()
    expect(rangeToSend({ sql, plan: reading([]) }, undefined)).toBeUndefined()
  })

  it('may be unbounded on purpose, but not for what the service never reads without one', () => {
    expect(rangeToSend({ sql, timeRange: unboundedRange, plan: reading(['log_entries']) }, undefined)).toBeUndefined()
    for (const name of ['thread_spans', 'process_spans']) {
      const refused = () => rangeToSend({ sql, plan: reading(['log_entries', name], [name]) }, unboundedRange)
      expect(refused).toThrow(expect.objectContaining({ code: 'time_range_required' }))
      expect(refused).toThrow(`reads ${name}, which the service does not read without a time range`)
    }
  })
})

describe('the headers of a query', () => {
  it('always keep dictionaries, and have both ends of a range or none', () => {
    expect(requestHeaders(sql, undefined, undefined)).toEqual([['preserve_dictionary', 'true']])
    expect(requestHeaders(sql, range, undefined)).toEqual([
      ['preserve_dictionary', 'true'],
      ['query_range_begin', '2026-11-24T10:00:00Z'],
      ['query_range_end', '2026-11-24T11:00:00.123456789Z'],
    ])
  })

  it.each([
    'select 1',
    ' SELECT 1',
    '((select 1) union (select 2))',
    'with a as (select 1) select * from a',
    'values (1)',
  ])('ask for one row more than allowed: %s', (text) => {
    expect(requestHeaders(text, undefined, 10)).toContainEqual(['limit', '11'])
  })

  it.each(['explain select 1', 'show tables', 'describe processes', 'selection'])(
    'ask for no limit where the service cannot set one: %s',
    (text) => {
      expect(requestHeaders(text, undefined, 10)).toEqual([['preserve_dictionary', 'true']])
    },
  )
})

it('parameters are refused: the service takes none', () => {
  expect(() => refuseParameters({ sql: 'select $1', parameters: ['secret'] })).toThrow(
    expect.objectContaining({ code: 'unsupported', message: expect.not.stringContaining('secret') }),
  )
  expect(() => refuseParameters({ sql, parameters: [] })).not.toThrow()
})
