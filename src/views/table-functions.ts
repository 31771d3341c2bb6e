import { column as c } from '../types/column.js'
import { async_events } from './builtin/async-events.js'
import { thread_spans } from './builtin/thread-spans.js'
import type { AnyViewSet, Columns } from './view-set.js'

/** A declared table function of the service, other than `view_instance`. */
export interface TableFunction {
  /** The columns of its result, by their SQL names. */
  readonly columns: Columns
  /** The view sets that it reads in the query's time range, and whose rules about that range are its own. */
  readonly reads?: readonly AnyViewSet[]
  /** The service has it for administrators only: to everybody else it is an unknown function. */
  readonly administrator?: true
}

const dictionary = () => c.dictionary(c.utf8())

/** Progress of an administrative function: failures are rows too. */
const progress = {
  time: c.timestamp().describe('when the step was reported'),
  msg: c.utf8().describe('what was done, or why it failed'),
}

/** The service's table functions, other than `view_instance`, by name. */
export const tableFunctions = {
  process_spans: {
    columns: {
      stream_id: dictionary().describe('stream of the thread; empty for async spans'),
      thread_name: dictionary().describe('name of the thread; `async` for async spans'),
      ...thread_spans.columns,
    },
    reads: [thread_spans, async_events],
  },
  perfetto_trace_chunks: {
    columns: {
      chunk_id: c.int32().describe('0, 1, 2, … in order'),
      chunk_data: c.binary().describe('the chunks one after the other are the trace file'),
    },
  },
  parse_block: {
    columns: {
      object_index: c.int64().describe('position of the object in its stream'),
      type_name: c.utf8(),
      value: c.jsonb('binary').describe('the decoded object'),
    },
  },
  list_partitions: {
    columns: {
      view_set_name: c.utf8(),
      view_instance_id: c.utf8(),
      begin_insert_time: c.timestamp(),
      end_insert_time: c.timestamp(),
      min_event_time: c.timestamp().nullable().describe('null for an empty partition'),
      max_event_time: c.timestamp().nullable().describe('null for an empty partition'),
      updated: c.timestamp(),
      file_path: c.utf8().nullable().describe('null for an empty partition'),
      file_size: c.int64().describe('unit: bytes'),
      file_schema_hash: c.binary(),
      source_data_hash: c.binary(),
      num_rows: c.int64(),
      partition_format_version: c.int32(),
      sort_order: c.list(c.utf8(), { itemName: 'tag' }).nullable(),
      max_sort_key_time: c.timestamp().nullable(),
    },
  },
  list_view_sets: {
    columns: {
      view_set_name: c.utf8(),
      current_schema_hash: c.binary(),
      schema: c.utf8().describe('the Arrow schema, as text for people'),
      has_view_maker: c.boolean().describe('whether it has instances with ids'),
      global_instance_available: c.boolean(),
    },
  },
  list_audience_grants: {
    columns: {
      audience: c.utf8(),
      axis: c.utf8().describe('`read` or `mint`'),
      selector: c.utf8().describe('`*`, `user:…`, `group:…` or `key:…`'),
      created_at: c.timestamp(),
      created_by: c.utf8(),
    },
  },
  expand_histogram: {
    columns: {
      bin_center: c.float64(),
      count: c.uint64(),
    },
  },
  jsonb_each: {
    columns: {
      key: c.utf8(),
      value: c.jsonb('binary'),
    },
  },
  jsonb_array_elements: {
    columns: {
      value: c.jsonb('binary'),
    },
  },
  retire_partitions: { columns: progress, administrator: true },
  materialize_partitions: { columns: progress, administrator: true },
  regenerate_partitions: { columns: progress, administrator: true },
  list_query_denials: {
    columns: {
      rule_id: c.utf8(),
      created_at: c.timestamp(),
      created_by: c.utf8(),
      reason: c.utf8(),
      match_expr: c.utf8(),
      last_hit_at: c.timestamp().nullable(),
    },
    administrator: true,
  },
  deny_queries: { columns: progress, administrator: true },
  list_view_set_definitions: {
    columns: {
      view_set_name: c.utf8(),
      definition_sql: c.utf8().nullable(),
      update_group: c.int32().nullable(),
      updated_at: c.timestamp().nullable(),
      updated_by: c.utf8().nullable(),
      source: c.utf8().describe('`ddl` or `builtin`'),
    },
    administrator: true,
  },
} as const satisfies Readonly<Record<string, TableFunction>>

export type TableFunctions = typeof tableFunctions

/** Names of the table functions that are for administrators. */
export type AdministratorFunction = {
  [F in keyof TableFunctions]: TableFunctions[F] extends { readonly administrator: true } ? F : never
}[keyof TableFunctions]

const byName: ReadonlyMap<string, TableFunction> = new Map(Object.entries<TableFunction>(tableFunctions))

/** The declaration of a table function; nothing for `view_instance`, whose columns are those of the view set. */
export function tableFunction(name: string): TableFunction | undefined {
  return byName.get(name)
}

/** Whether a name is that of a table function of the service, which no view set can have. */
export function isTableFunction(name: string): boolean {
  return name === 'view_instance' || byName.has(name)
}
