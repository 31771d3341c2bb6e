import { type Expression, type RawBuilder, sql } from 'kysely'
import { MicromegasError } from '../../errors.js'
import { timeRange } from '../../types/time-range.js'
import type { InstantInput } from '../../types/timestamp.js'
import { checkUuid } from '../../views/instances/ids.js'
import { callTableFunction, type TableFunctionRelation } from '../../views/instances/relation.js'

/** Which spans of a process: those of its threads, its async ones, or both. */
export type SpanTypes = 'thread' | 'async' | 'both'

const spanTypes: ReadonlySet<string> = new Set<SpanTypes>(['thread', 'async', 'both'])

function checkSpanTypes(types: string): void {
  if (!spanTypes.has(types)) {
    throw new MicromegasError('invalid_argument', `${JSON.stringify(types)} is none of 'thread', 'async' and 'both'.`)
  }
}

/**
 * Spans of all threads of a process, its async spans, or both: the columns of `thread_spans`, with `stream_id` and
 * `thread_name` before them. Needs the query's time range.
 */
export function processSpans<const A extends string = 'process_spans'>(
  processId: string,
  types: SpanTypes,
  alias?: A,
): TableFunctionRelation<'process_spans', A> {
  checkUuid('Process id', processId)
  checkSpanTypes(types)
  return relation('process_spans', [processId, types], alias)
}

/**
 * A trace of a process for the Perfetto viewer, in chunks: order by `chunk_id`, concatenate `chunk_data`. It uses its own
 * range, not the query's.
 */
export function perfettoTraceChunks<const A extends string = 'perfetto_trace_chunks'>(
  processId: string,
  types: SpanTypes,
  begin: InstantInput,
  end: InstantInput,
  alias?: A,
): TableFunctionRelation<'perfetto_trace_chunks', A> {
  checkUuid('Process id', processId)
  checkSpanTypes(types)
  return relation('perfetto_trace_chunks', [processId, types, ...ends(begin, end)], alias)
}

/** The decoded objects of one block. The block must lie inside of the query's time range, if it has one. */
export function parseBlock<const A extends string = 'parse_block'>(
  blockId: string,
  alias?: A,
): TableFunctionRelation<'parse_block', A> {
  checkUuid('Block id', blockId)
  return relation('parse_block', [blockId], alias)
}

/** The materialized partitions of all view instances. */
export function listPartitions<const A extends string = 'list_partitions'>(
  alias?: A,
): TableFunctionRelation<'list_partitions', A> {
  return relation('list_partitions', [], alias)
}

/** The view sets that the service has. */
export function listViewSets<const A extends string = 'list_view_sets'>(
  alias?: A,
): TableFunctionRelation<'list_view_sets', A> {
  return relation('list_view_sets', [], alias)
}

/** Who may read which audience; callers that are no administrators see what they hold themselves. */
export function listAudienceGrants<const A extends string = 'list_audience_grants'>(
  alias?: A,
): TableFunctionRelation<'list_audience_grants', A> {
  return relation('list_audience_grants', [], alias)
}

/**
 * The bins of a histogram, one row each.
 *
 * @param histogram a scalar subquery, as the service takes no column here
 */
export function expandHistogram<const A extends string = 'expand_histogram'>(
  histogram: Expression<unknown>,
  alias?: A,
): TableFunctionRelation<'expand_histogram', A> {
  return relation('expand_histogram', [subquery(histogram)], alias)
}

/**
 * The members of a JSONB object, one row each.
 *
 * @param object a scalar subquery, as the service takes no column here
 */
export function jsonbEach<const A extends string = 'jsonb_each'>(
  object: Expression<unknown>,
  alias?: A,
): TableFunctionRelation<'jsonb_each', A> {
  return relation('jsonb_each', [subquery(object)], alias)
}

/**
 * The elements of a JSONB array, one row each.
 *
 * @param array a scalar subquery, as the service takes no column here
 */
export function jsonbArrayElements<const A extends string = 'jsonb_array_elements'>(
  array: Expression<unknown>,
  alias?: A,
): TableFunctionRelation<'jsonb_array_elements', A> {
  return relation('jsonb_array_elements', [subquery(array)], alias)
}

/** Table functions that only administrators have. Begin and end are insert times. */
export const admin = {
  /** Retires the partitions of one view instance whose insert times lie within the range. */
  retirePartitions<const A extends string = 'retire_partitions'>(
    viewSet: string,
    instanceId: string,
    begin: InstantInput,
    end: InstantInput,
    alias?: A,
  ): TableFunctionRelation<'retire_partitions', A> {
    return relation('retire_partitions', [viewSet, instanceId, ...ends(begin, end)], alias)
  },
  /**
   * Materializes partitions of a global instance, `partitionSeconds` of insert time each. Failures come back as rows, not
   * as an error: read `msg`.
   */
  materializePartitions<const A extends string = 'materialize_partitions'>(
    viewSet: string,
    begin: InstantInput,
    end: InstantInput,
    partitionSeconds: number,
    alias?: A,
  ): TableFunctionRelation<'materialize_partitions', A> {
    checkSeconds(partitionSeconds)
    return relation('materialize_partitions', [viewSet, ...ends(begin, end), partitionSeconds], alias)
  },
  /** Builds partitions of a global instance anew, `partitionSeconds` of insert time each. Failures come back as rows. */
  regeneratePartitions<const A extends string = 'regenerate_partitions'>(
    viewSet: string,
    begin: InstantInput,
    end: InstantInput,
    partitionSeconds: number,
    alias?: A,
  ): TableFunctionRelation<'regenerate_partitions', A> {
    checkSeconds(partitionSeconds)
    return relation('regenerate_partitions', [viewSet, ...ends(begin, end), partitionSeconds], alias)
  },
  /** The rules by which the service refuses queries. */
  listQueryDenials<const A extends string = 'list_query_denials'>(
    alias?: A,
  ): TableFunctionRelation<'list_query_denials', A> {
    return relation('list_query_denials', [], alias)
  },
  /** Makes a rule by which the service refuses queries: an SQL condition over the fields of the audit record. */
  denyQueries<const A extends string = 'deny_queries'>(
    matchExpression: string,
    reason: string,
    alias?: A,
  ): TableFunctionRelation<'deny_queries', A> {
    return relation('deny_queries', [matchExpression, reason], alias)
  },
  /** The definitions of the view sets that were made by DDL. */
  listViewSetDefinitions<const A extends string = 'list_view_set_definitions'>(
    alias?: A,
  ): TableFunctionRelation<'list_view_set_definitions', A> {
    return relation('list_view_set_definitions', [], alias)
  },
}

function relation(name: string, args: Parameters<typeof callTableFunction>[1], alias: string = name): never {
  return callTableFunction(name, args, alias) as never
}

/** The service takes times as RFC 3339 text. */
function ends(begin: InstantInput, end: InstantInput): [string, string] {
  const range = timeRange(begin, end)
  return [range.begin.toString(), range.end.toString()]
}

function checkSeconds(seconds: number): void {
  if (!Number.isSafeInteger(seconds) || seconds <= 0) {
    throw new MicromegasError('invalid_argument', `${seconds} is no positive number of whole seconds.`)
  }
}

/** A builder query brings its own parentheses. */
function subquery(expression: Expression<unknown>): RawBuilder<unknown> {
  return sql`${expression}`
}
