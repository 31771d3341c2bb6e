/** Names that a view set cannot have: those of the service's table functions. */
export const tableFunctionNames: ReadonlySet<string> = new Set([
  'view_instance',
  'process_spans',
  'perfetto_trace_chunks',
  'parse_block',
  'list_partitions',
  'list_view_sets',
  'list_audience_grants',
  'expand_histogram',
  'jsonb_each',
  'jsonb_array_elements',
  'retire_partitions',
  'materialize_partitions',
  'regenerate_partitions',
  'list_query_denials',
  'deny_queries',
  'list_view_set_definitions',
])
