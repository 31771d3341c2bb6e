import { invalidArgument } from '../../errors.js'
import type { InstantInput } from '../../types/timestamp.js'
import { checkUuid } from '../../views/instances/ids.js'
import type { TableFunctionRelation } from '../../views/instances/relation.js'
import { instantTexts, tableFunctionRelation } from './relation.js'

/** Which spans of a process: those of its threads, its async ones, or both. */
export type SpanTypes = 'thread' | 'async' | 'both'

const spanTypes: ReadonlySet<string> = new Set<SpanTypes>(['thread', 'async', 'both'])

function checkSpanTypes(types: string): void {
  if (!spanTypes.has(types)) {
    throw invalidArgument(`Unknown span types ${JSON.stringify(types)}; supported: 'thread', 'async', 'both'.`)
  }
}

/**
 * Reads the spans of all threads of a process, its async spans, or both: the columns of `thread_spans`, with `stream_id`
 * and `thread_name` before them. Needs the query's time range.
 *
 * ```ts
 * db.selectFrom(processSpans(processId, 'thread')).select(['thread_name', 'name', 'duration'])
 * ```
 *
 * @throws `invalid_argument` for an id that is not a UUID
 */
export function processSpans<const A extends string = 'process_spans'>(
  processId: string,
  types: SpanTypes,
  alias?: A,
): TableFunctionRelation<'process_spans', A> {
  checkUuid('The process id', processId)
  checkSpanTypes(types)
  return tableFunctionRelation('process_spans', [processId, types], alias)
}

/**
 * Makes a trace of a process for the Perfetto viewer, in chunks: order by `chunk_id`, concatenate `chunk_data`. It uses its
 * own time range, not the query's.
 *
 * @throws `invalid_argument` for an id that is not a UUID, and for a range that is not one
 */
export function perfettoTraceChunks<const A extends string = 'perfetto_trace_chunks'>(
  processId: string,
  types: SpanTypes,
  begin: InstantInput,
  end: InstantInput,
  alias?: A,
): TableFunctionRelation<'perfetto_trace_chunks', A> {
  checkUuid('The process id', processId)
  checkSpanTypes(types)
  return tableFunctionRelation('perfetto_trace_chunks', [processId, types, ...instantTexts(begin, end)], alias)
}
