// Emitted from the declarations beside this file, which are what to change:
// npx vitest run test/views/emitted-database.test.ts --update
import type { Properties } from '../../types/properties.js'
import type { DefaultTypes, ResolvedTypes, valueTypes } from '../../types/type-options.js'
import type { AsyncEventType, NetSpanKind, OtelSpanEvent, OtelSpanKind, OtelSpanLink, OtelSpanStatus } from '../kinds.js'
import type { LogLevel } from '../log-level.js'

/** Rows of `log_entries`: log entries. */
export interface LogEntriesRow<R extends ResolvedTypes = DefaultTypes> {
  /** uuid of the process */
  readonly process_id: string
  /** uuid of the stream */
  readonly stream_id: string
  /** uuid of the block that held the event */
  readonly block_id: string
  /** when the block arrived at the service */
  readonly insert_time: R['timestamp']
  /** program */
  readonly exe: string
  /** user that ran the program */
  readonly username: string
  /** computer that ran the program */
  readonly computer: string
  /** when the entry was logged */
  readonly time: R['timestamp']
  /** module or category */
  readonly target: string
  /** severity, 1 fatal to 6 trace: see LogLevel */
  readonly level: LogLevel
  /** text of the entry */
  readonly msg: string
  /** properties of the entry */
  readonly properties: Properties
  /** properties of the process */
  readonly process_properties: Properties
  /** access label */
  readonly audience: string
}

/** Rows of several instances of `log_entries`. */
export interface LogEntriesOfInstancesRow<R extends ResolvedTypes = DefaultTypes> extends LogEntriesRow<R> {
  /** id of the instance that the row is of */
  readonly instance_id: string
}

/** Rows of `measures`: values of metrics. */
export interface MeasuresRow<R extends ResolvedTypes = DefaultTypes> {
  /** uuid of the process */
  readonly process_id: string
  /** uuid of the stream */
  readonly stream_id: string
  /** uuid of the block that held the event */
  readonly block_id: string
  /** when the block arrived at the service */
  readonly insert_time: R['timestamp']
  /** program */
  readonly exe: string
  /** user that ran the program */
  readonly username: string
  /** computer that ran the program */
  readonly computer: string
  /** when the value was measured */
  readonly time: R['timestamp']
  /** module or category */
  readonly target: string
  /** metric */
  readonly name: string
  /** unit of the value; values recorded in `ticks` arrive in `seconds` */
  readonly unit: string
  /** in the unit of the column unit; integer metrics are converted */
  readonly value: number
  /** properties of the value */
  readonly properties: Properties
  /** properties of the process */
  readonly process_properties: Properties
  /** access label */
  readonly audience: string
}

/** Rows of several instances of `measures`. */
export interface MeasuresOfInstancesRow<R extends ResolvedTypes = DefaultTypes> extends MeasuresRow<R> {
  /** id of the instance that the row is of */
  readonly instance_id: string
}

/** Rows of `processes`: processes. */
export interface ProcessesRow<R extends ResolvedTypes = DefaultTypes> {
  /** uuid */
  readonly process_id: string
  /** program */
  readonly exe: string | null
  /** user that ran the program */
  readonly username: string | null
  /** full name of the user */
  readonly realname: string | null
  /** computer that ran the program */
  readonly computer: string | null
  /** operating system */
  readonly distro: string | null
  readonly cpu_brand: string | null
  /** unit: ticks per second */
  readonly tsc_frequency: R['int64'] | null
  readonly start_time: R['timestamp'] | null
  /** unit: ticks */
  readonly start_ticks: R['int64'] | null
  /** when the process arrived at the service */
  readonly insert_time: R['timestamp'] | null
  /** uuid; null for root processes and those of OpenTelemetry */
  readonly parent_process_id: string | null
  readonly properties: Properties | null
  /** when its latest block arrived */
  readonly last_update_time: R['timestamp'] | null
  /** unit: ticks */
  readonly last_block_end_ticks: R['int64'] | null
  /** when the events of its latest block ended */
  readonly last_block_end_time: R['timestamp'] | null
  /** access label */
  readonly audience: string | null
}

/** Rows of `streams`: streams. */
export interface StreamsRow<R extends ResolvedTypes = DefaultTypes> {
  /** uuid */
  readonly stream_id: string
  /** uuid of the process */
  readonly process_id: string | null
  /** how to decode payloads */
  readonly dependencies_metadata: Uint8Array | null
  /** how to decode payloads */
  readonly objects_metadata: Uint8Array | null
  /** what it holds: log, metrics, cpu, net, image or trace */
  readonly tags: string[] | null
  readonly properties: Properties | null
  /** when the stream arrived at the service */
  readonly insert_time: R['timestamp'] | null
  /** encoding of payloads, such as micromegas-transit or otlp/v1/logs */
  readonly format: string | null
  /** when its latest block arrived */
  readonly last_update_time: R['timestamp'] | null
  /** access label */
  readonly audience: string | null
}

/** Rows of `blocks`: blocks. */
export interface BlocksRow<R extends ResolvedTypes = DefaultTypes> {
  /** uuid */
  readonly block_id: string
  /** uuid of the stream */
  readonly stream_id: string
  /** uuid of the process */
  readonly process_id: string
  /** when its events begin */
  readonly begin_time: R['timestamp']
  /** unit: ticks */
  readonly begin_ticks: R['int64']
  /** when its events end */
  readonly end_time: R['timestamp']
  /** unit: ticks */
  readonly end_ticks: R['int64']
  /** number of events; an over-estimate for some OpenTelemetry metrics */
  readonly nb_objects: number
  /** position of its first event in the stream */
  readonly object_offset: R['int64']
  /** unit: bytes */
  readonly payload_size: R['int64']
  /** when the block arrived at the service */
  readonly insert_time: R['timestamp']
  /** how to decode payloads */
  readonly streams_dependencies_metadata: Uint8Array
  /** how to decode payloads */
  readonly streams_objects_metadata: Uint8Array
  /** what the stream holds */
  readonly streams_tags: string[] | null
  readonly streams_properties: Properties
  /** when the stream arrived at the service */
  readonly streams_insert_time: R['timestamp']
  /** encoding of payloads */
  readonly streams_format: string
  readonly processes_start_time: R['timestamp']
  /** unit: ticks */
  readonly processes_start_ticks: R['int64']
  /** unit: ticks per second */
  readonly processes_tsc_frequency: R['int64']
  /** program */
  readonly processes_exe: string
  /** user that ran the program */
  readonly processes_username: string
  /** full name of the user */
  readonly processes_realname: string
  /** computer that ran the program */
  readonly processes_computer: string
  /** operating system */
  readonly processes_distro: string
  readonly processes_cpu_brand: string
  /** when the process arrived at the service */
  readonly processes_insert_time: R['timestamp']
  /** uuid */
  readonly processes_parent_process_id: string | null
  readonly processes_properties: Properties
  /** access label */
  readonly audience: string
}

/** Rows of `log_stats`: numbers of log entries per minute. */
export interface LogStatsRow<R extends ResolvedTypes = DefaultTypes> {
  /** begin of the minute */
  readonly time_bin: R['timestamp'] | null
  /** uuid of the process */
  readonly process_id: string
  /** severity, 1 fatal to 6 trace: see LogLevel */
  readonly level: LogLevel
  /** module or category */
  readonly target: string
  /** number of entries */
  readonly count: R['int64'] | null
  /** access label */
  readonly audience: string | null
}

/** Rows of `images`: images. */
export interface ImagesRow<R extends ResolvedTypes = DefaultTypes> {
  /** uuid of the process */
  readonly process_id: string
  /** uuid of the stream */
  readonly stream_id: string
  /** uuid of the block that held the event */
  readonly block_id: string
  /** when the block arrived at the service */
  readonly insert_time: R['timestamp']
  /** program */
  readonly exe: string
  /** user that ran the program */
  readonly username: string
  /** computer that ran the program */
  readonly computer: string
  /** when the image was taken */
  readonly time: R['timestamp']
  readonly name: string
  /** encoding of data, such as png */
  readonly format: string
  /** unit: bytes */
  readonly payload_size: R['int64']
  /** the encoded image */
  readonly data: Uint8Array
}

/** Rows of several instances of `images`. */
export interface ImagesOfInstancesRow<R extends ResolvedTypes = DefaultTypes> extends ImagesRow<R> {
  /** id of the instance that the row is of */
  readonly instance_id: string
}

/** Rows of `async_events`: begins and ends of async spans. */
export interface AsyncEventsRow<R extends ResolvedTypes = DefaultTypes> {
  /** uuid of the stream */
  readonly stream_id: string
  /** uuid of the block that held the event */
  readonly block_id: string
  readonly time: R['timestamp']
  /** begin or end */
  readonly event_type: AsyncEventType
  readonly span_id: R['int64']
  readonly parent_span_id: R['int64']
  /** nesting */
  readonly depth: number
  /** hash of the call site */
  readonly hash: number
  /** function or scope */
  readonly name: string
  /** source file */
  readonly filename: string
  /** module or category */
  readonly target: string
  /** line of the source file */
  readonly line: number
  /** properties of the span */
  readonly properties: Properties
}

/** Rows of several instances of `async_events`. */
export interface AsyncEventsOfInstancesRow<R extends ResolvedTypes = DefaultTypes> extends AsyncEventsRow<R> {
  /** id of the instance that the row is of */
  readonly instance_id: string
}

/** Rows of `net_spans`: spans of network replication. */
export interface NetSpansRow<R extends ResolvedTypes = DefaultTypes> {
  /** uuid of the process */
  readonly process_id: string
  /** uuid of the stream */
  readonly stream_id: string
  readonly span_id: R['int64']
  /** -1 at the root */
  readonly parent_span_id: R['int64']
  /** nesting */
  readonly depth: number
  /** connection, object, property or rpc */
  readonly kind: NetSpanKind
  readonly name: string
  readonly connection_name: string
  readonly is_outgoing: boolean
  /** unit: bits */
  readonly begin_bits: R['int64']
  /** unit: bits */
  readonly end_bits: R['int64']
  /** unit: bits */
  readonly bit_size: R['int64']
  readonly begin_time: R['timestamp']
  readonly end_time: R['timestamp']
}

/** Rows of several instances of `net_spans`. */
export interface NetSpansOfInstancesRow<R extends ResolvedTypes = DefaultTypes> extends NetSpansRow<R> {
  /** id of the instance that the row is of */
  readonly instance_id: string
}

/** Rows of `thread_spans`: spans of one thread. */
export interface ThreadSpansRow<R extends ResolvedTypes = DefaultTypes> {
  /** number of the span within its stream; -1 for the synthetic root */
  readonly id: R['int64']
  /** id of the span that encloses it; 0 for the root itself */
  readonly parent: R['int64']
  /** nesting; 0 is a synthetic span named after the thread, top-level calls are at 1 */
  readonly depth: number
  /** hash of the call site */
  readonly hash: number
  readonly begin: R['timestamp']
  readonly end: R['timestamp']
  /** unit: ns */
  readonly duration: R['int64']
  /** function or scope */
  readonly name: string
  /** module or category */
  readonly target: string
  /** source file */
  readonly filename: string
  /** line of the source file */
  readonly line: number
  /** properties of the span */
  readonly properties: Properties
}

/** Rows of several instances of `thread_spans`. */
export interface ThreadSpansOfInstancesRow<R extends ResolvedTypes = DefaultTypes> extends ThreadSpansRow<R> {
  /** id of the instance that the row is of */
  readonly instance_id: string
}

/** Rows of `otel_spans`: spans of OpenTelemetry traces. */
export interface OtelSpansRow<R extends ResolvedTypes = DefaultTypes> {
  /** uuid of the process */
  readonly process_id: string
  /** uuid of the stream */
  readonly stream_id: string
  /** uuid of the block that held the event */
  readonly block_id: string
  /** when the block arrived at the service */
  readonly insert_time: R['timestamp']
  /** program: service.namespace/service.name */
  readonly exe: string
  /** user that ran the program */
  readonly username: string
  /** computer that ran the program */
  readonly computer: string
  /** properties of the process */
  readonly process_properties: Properties
  readonly trace_id: Uint8Array
  readonly span_id: Uint8Array
  /** null at the root of a trace */
  readonly parent_span_id: Uint8Array | null
  readonly start_time: R['timestamp']
  readonly end_time: R['timestamp']
  /** unit: ns */
  readonly duration: R['int64']
  readonly name: string
  readonly kind: OtelSpanKind
  readonly status: OtelSpanStatus
  readonly status_message: string | null
  /** attributes of the span, and otel.scope.* */
  readonly properties: Properties
  /** events of the span; time in ns */
  readonly events: readonly OtelSpanEvent[]
  /** links to other spans; ids in hex */
  readonly links: readonly OtelSpanLink[]
}

/** Rows of several instances of `otel_spans`. */
export interface OtelSpansOfInstancesRow<R extends ResolvedTypes = DefaultTypes> extends OtelSpansRow<R> {
  /** id of the instance that the row is of */
  readonly instance_id: string
}

/** Rows of the table function `process_spans`. */
export interface ProcessSpansRow<R extends ResolvedTypes = DefaultTypes> {
  /** stream of the thread; empty for async spans */
  readonly stream_id: string
  /** name of the thread; `async` for async spans */
  readonly thread_name: string
  /** number of the span within its stream; -1 for the synthetic root */
  readonly id: R['int64']
  /** id of the span that encloses it; 0 for the root itself */
  readonly parent: R['int64']
  /** nesting; 0 is a synthetic span named after the thread, top-level calls are at 1 */
  readonly depth: number
  /** hash of the call site */
  readonly hash: number
  readonly begin: R['timestamp']
  readonly end: R['timestamp']
  /** unit: ns */
  readonly duration: R['int64']
  /** function or scope */
  readonly name: string
  /** module or category */
  readonly target: string
  /** source file */
  readonly filename: string
  /** line of the source file */
  readonly line: number
  /** properties of the span */
  readonly properties: Properties
}

/** Rows of the table function `perfetto_trace_chunks`. */
export interface PerfettoTraceChunksRow {
  /** 0, 1, 2, … in order */
  readonly chunk_id: number
  /** the chunks one after the other are the trace file */
  readonly chunk_data: Uint8Array
}

/** Rows of the table function `parse_block`. */
export interface ParseBlockRow<R extends ResolvedTypes = DefaultTypes> {
  /** position of the object in its stream */
  readonly object_index: R['int64']
  readonly type_name: string
  /** the decoded object */
  readonly value: unknown
}

/** Rows of the table function `list_partitions`. */
export interface ListPartitionsRow<R extends ResolvedTypes = DefaultTypes> {
  readonly view_set_name: string
  readonly view_instance_id: string
  readonly begin_insert_time: R['timestamp']
  readonly end_insert_time: R['timestamp']
  /** null for an empty partition */
  readonly min_event_time: R['timestamp'] | null
  /** null for an empty partition */
  readonly max_event_time: R['timestamp'] | null
  readonly updated: R['timestamp']
  /** null for an empty partition */
  readonly file_path: string | null
  /** unit: bytes */
  readonly file_size: R['int64']
  readonly file_schema_hash: Uint8Array
  readonly source_data_hash: Uint8Array
  readonly num_rows: R['int64']
  readonly partition_format_version: number
  readonly sort_order: string[] | null
  readonly max_sort_key_time: R['timestamp'] | null
}

/** Rows of the table function `list_view_sets`. */
export interface ListViewSetsRow {
  readonly view_set_name: string
  readonly current_schema_hash: Uint8Array
  /** the Arrow schema, as text for people */
  readonly schema: string
  /** whether it has instances with ids */
  readonly has_view_maker: boolean
  readonly global_instance_available: boolean
}

/** Rows of the table function `list_audience_grants`. */
export interface ListAudienceGrantsRow<R extends ResolvedTypes = DefaultTypes> {
  readonly audience: string
  /** `read` or `mint` */
  readonly axis: string
  /** `*`, `user:…`, `group:…` or `key:…` */
  readonly selector: string
  readonly created_at: R['timestamp']
  readonly created_by: string
}

/** Rows of the table function `expand_histogram`. */
export interface ExpandHistogramRow<R extends ResolvedTypes = DefaultTypes> {
  readonly bin_center: number
  readonly count: R['int64']
}

/** Rows of the table function `jsonb_each`. */
export interface JsonbEachRow {
  readonly key: string
  readonly value: unknown
}

/** Rows of the table function `jsonb_array_elements`. */
export interface JsonbArrayElementsRow {
  readonly value: unknown
}

/** Rows of the table function `retire_partitions`. */
export interface RetirePartitionsRow<R extends ResolvedTypes = DefaultTypes> {
  /** when the step was reported */
  readonly time: R['timestamp']
  /** what was done, or why it failed */
  readonly msg: string
}

/** Rows of the table function `materialize_partitions`. */
export interface MaterializePartitionsRow<R extends ResolvedTypes = DefaultTypes> {
  /** when the step was reported */
  readonly time: R['timestamp']
  /** what was done, or why it failed */
  readonly msg: string
}

/** Rows of the table function `regenerate_partitions`. */
export interface RegeneratePartitionsRow<R extends ResolvedTypes = DefaultTypes> {
  /** when the step was reported */
  readonly time: R['timestamp']
  /** what was done, or why it failed */
  readonly msg: string
}

/** Rows of the table function `list_query_denials`. */
export interface ListQueryDenialsRow<R extends ResolvedTypes = DefaultTypes> {
  readonly rule_id: string
  readonly created_at: R['timestamp']
  readonly created_by: string
  readonly reason: string
  readonly match_expr: string
  readonly last_hit_at: R['timestamp'] | null
}

/** Rows of the table function `deny_queries`. */
export interface DenyQueriesRow<R extends ResolvedTypes = DefaultTypes> {
  /** when the step was reported */
  readonly time: R['timestamp']
  /** what was done, or why it failed */
  readonly msg: string
}

/** Rows of the table function `list_view_set_definitions`. */
export interface ListViewSetDefinitionsRow<R extends ResolvedTypes = DefaultTypes> {
  readonly view_set_name: string
  readonly definition_sql: string | null
  readonly update_group: number | null
  readonly updated_at: R['timestamp'] | null
  readonly updated_by: string | null
  /** `ddl` or `builtin` */
  readonly source: string
}

/** The Kysely database of the built-in view sets under any options. */
export interface BuiltinDatabase<R extends ResolvedTypes> {
  log_entries: LogEntriesRow<R>
  'view_instance(log_entries)': LogEntriesRow<R>
  'view_instances(log_entries)': LogEntriesOfInstancesRow<R>
  measures: MeasuresRow<R>
  'view_instance(measures)': MeasuresRow<R>
  'view_instances(measures)': MeasuresOfInstancesRow<R>
  processes: ProcessesRow<R>
  streams: StreamsRow<R>
  blocks: BlocksRow<R>
  log_stats: LogStatsRow<R>
  'view_instance(images)': ImagesRow<R>
  'view_instances(images)': ImagesOfInstancesRow<R>
  'view_instance(async_events)': AsyncEventsRow<R>
  'view_instances(async_events)': AsyncEventsOfInstancesRow<R>
  'view_instance(net_spans)': NetSpansRow<R>
  'view_instances(net_spans)': NetSpansOfInstancesRow<R>
  'view_instance(thread_spans)': ThreadSpansRow<R>
  'view_instances(thread_spans)': ThreadSpansOfInstancesRow<R>
  'view_instance(otel_spans)': OtelSpansRow<R>
  'view_instances(otel_spans)': OtelSpansOfInstancesRow<R>
  'process_spans()': ProcessSpansRow<R>
  'perfetto_trace_chunks()': PerfettoTraceChunksRow
  'parse_block()': ParseBlockRow<R>
  'list_partitions()': ListPartitionsRow<R>
  'list_view_sets()': ListViewSetsRow
  'list_audience_grants()': ListAudienceGrantsRow<R>
  'expand_histogram()': ExpandHistogramRow<R>
  'jsonb_each()': JsonbEachRow
  'jsonb_array_elements()': JsonbArrayElementsRow
  'retire_partitions()': RetirePartitionsRow<R>
  'materialize_partitions()': MaterializePartitionsRow<R>
  'regenerate_partitions()': RegeneratePartitionsRow<R>
  'list_query_denials()': ListQueryDenialsRow<R>
  'deny_queries()': DenyQueriesRow<R>
  'list_view_set_definitions()': ListViewSetDefinitionsRow<R>
  readonly [valueTypes]: R
}

/** The tables of each built-in view set in the database. */
export interface BuiltinTables {
  log_entries: 'log_entries' | 'view_instance(log_entries)' | 'view_instances(log_entries)'
  measures: 'measures' | 'view_instance(measures)' | 'view_instances(measures)'
  processes: 'processes'
  streams: 'streams'
  blocks: 'blocks'
  log_stats: 'log_stats'
  images: 'view_instance(images)' | 'view_instances(images)'
  async_events: 'view_instance(async_events)' | 'view_instances(async_events)'
  net_spans: 'view_instance(net_spans)' | 'view_instances(net_spans)'
  thread_spans: 'view_instance(thread_spans)' | 'view_instances(thread_spans)'
  otel_spans: 'view_instance(otel_spans)' | 'view_instances(otel_spans)'
}

/** The Kysely database of the built-in view sets with the default options. */
export interface MicromegasDatabase extends BuiltinDatabase<DefaultTypes> {}
