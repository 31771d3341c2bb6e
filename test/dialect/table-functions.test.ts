import { describe, expect, it } from 'vitest'
import {
  admin,
  builtinViewSets,
  column,
  defineViewSet,
  defineViewSets,
  parseBlock,
  perfettoTraceChunks,
  processSpans,
  viewInstance,
  viewInstances,
} from '../../src/index.js'

const id = '11111111-1111-4111-8111-111111111111'
const invalid = expect.objectContaining({ code: 'invalid_argument' })
const own = defineViewSet('own', { columns: { a: column.utf8() }, instances: ['process'], timeColumns: [] })
const views = defineViewSets({ ...builtinViewSets, own })

describe('a table function is refused', () => {
  it.each([
    ['for an id that is not a UUID', () => viewInstance('thread_spans', 'x')],
    ['for an empty id', () => viewInstance('thread_spans', '')],
    ['for a missing id', () => viewInstance('thread_spans', undefined as never)],
    ['for the global instance of a view set without one', () => viewInstance('thread_spans', 'global')],
    ['for a view set that does not exist', () => viewInstance('thread_span' as 'thread_spans', id)],
    ['for a view set without instances', () => viewInstance('processes' as 'thread_spans', id)],
    ['for an empty list of ids', () => viewInstances('measures', [])],
    ['for a list with an id that is not a UUID', () => viewInstances('measures', [id, 'x'])],
    ['for an id of a declared view set that is not a UUID', () => views.viewInstance('own', 'global')],
    ['for unknown span types', () => processSpans(id, 'all' as 'both')],
    ['for a process id that is not a UUID', () => processSpans('x', 'both')],
    ['for a block id that is not a UUID', () => parseBlock('x')],
    ['for a trace that ends before it begins', () => perfettoTraceChunks(id, 'both', 1n, 0n)],
    ['for partitions of zero length', () => admin.materializePartitions('blocks', 0n, 1n, 0)],
    ['for partitions of half a second', () => admin.regeneratePartitions('blocks', 0n, 1n, 0.5)],
  ])('%s', (_, attempt) => {
    expect(attempt).toThrow(invalid)
  })
})

it('accepts the global instance of a view set that has one', () => {
  expect(() => viewInstance('log_entries', 'global')).not.toThrow()
})
