// Emitted from the declarations beside this file, which are what to change:
// npx vitest run test/views/emitted-database.test.ts --update
import type { Properties } from '../../types/properties.js'
import type { Timestamp } from '../../types/timestamp.js'
import type { DefaultTypes, valueTypes } from '../../types/type-options.js'
import type { AsyncEventType, NetSpanKind, OtelSpanEvent, OtelSpanKind, OtelSpanLink, OtelSpanStatus } from '../kinds.js'
import type { LogLevel } from '../log-level.js'

/** Rows of `log_entries`: log entries. */
export interface LogEntriesRow {
  /** uuid of the process */
  readonly process_id: string
  /** uuid of the stream */
  readonly stream_id: string
  /** uuid of the block that held the event */
  readonly block_id: string
  /** when the block arrived at the service */
  readonly insert_time: Timestamp
  /** program */
  readonly exe: string
  /** user that ran the program */
  readonly username: string
  /** computer that ran the program */
  readonly computer: string
  /** when the entry was logged */
  readonly time: Timestamp
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
export interface LogEntriesOfInstancesRow extends LogEntriesRow {
  /** id of the instance that the row is of */
  readonly instance_id: string
}

/** Rows of `measures`: values of metrics. */
export interface MeasuresRow {
  /** uuid of the process */
  readonly process_id: string
  /** uuid of the stream */
  readonly stream_id: string
  /** uuid of the block that held the event */
  readonly block_id: string
  /** when the block arrived at the service */
  readonly insert_time: Timestamp
  /** program */
  readonly exe: string
  /** user that ran the program */
  readonly username: string
  /** computer that ran the program */
  readonly computer: string
  /** when the value was measured */
  readonly time: Timestamp
  /** module or category */
  readonly target: string
  /** metric */
  readonly name: string
  /** unit of value; what was recorded in `ticks` arrives in `seconds` */
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
export interface MeasuresOfInstancesRow extends MeasuresRow {
  /** id of the instance that the row is of */
  readonly instance_id: string
}

/** Rows of `processes`: processes. */
export interface ProcessesRow {
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
  readonly tsc_frequency: bigint | null
  readonly start_time: Timestamp | null
  /** unit: ticks */
  readonly start_ticks: bigint | null
  /** when the process arrived at the service */
  readonly insert_time: Timestamp | null
  /** uuid; null for root processes and those of OpenTelemetry */
  readonly parent_process_id: string | null
  readonly properties: Properties | null
  /** when its latest block arrived */
  readonly last_update_time: Timestamp | null
  /** unit: ticks */
  readonly last_block_end_ticks: bigint | null
  /** when the events of its latest block ended */
  readonly last_block_end_time: Timestamp | null
  /** access label */
  readonly audience: string | null
}

/** Rows of `streams`: streams. */
export interface StreamsRow {
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
  readonly insert_time: Timestamp | null
  /** encoding of payloads, such as micromegas-transit or otlp/v1/logs */
  readonly format: string | null
  /** when its latest block arrived */
  readonly last_update_time: Timestamp | null
  /** access label */
  readonly audience: string | null
}

/** Rows of `blocks`: blocks. */
export interface BlocksRow {
  /** uuid */
  readonly block_id: string
  /** uuid of the stream */
  readonly stream_id: string
  /** uuid of the process */
  readonly process_id: string
  /** when its events begin */
  readonly begin_time: Timestamp
  /** unit: ticks */
  readonly begin_ticks: bigint
  /** when its events end */
  readonly end_time: Timestamp
  /** unit: ticks */
  readonly end_ticks: bigint
  /** number of events; an over-estimate for some OpenTelemetry metrics */
  readonly nb_objects: number
  /** position of its first event in the stream */
  readonly object_offset: bigint
  /** unit: bytes */
  readonly payload_size: bigint
  /** when the block arrived at the service */
  readonly insert_time: Timestamp
  /** how to decode payloads */
  readonly streams_dependencies_metadata: Uint8Array
  /** how to decode payloads */
  readonly streams_objects_metadata: Uint8Array
  /** what the stream holds */
  readonly streams_tags: string[] | null
  readonly streams_properties: Properties
  /** when the stream arrived at the service */
  readonly streams_insert_time: Timestamp
  /** encoding of payloads */
  readonly streams_format: string
  readonly processes_start_time: Timestamp
  /** unit: ticks */
  readonly processes_start_ticks: bigint
  /** unit: ticks per second */
  readonly processes_tsc_frequency: bigint
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
  readonly processes_insert_time: Timestamp
  /** uuid */
  readonly processes_parent_process_id: string | null
  readonly processes_properties: Properties
  /** access label */
  readonly audience: string
}

/** Rows of `log_stats`: numbers of log entries per minute. */
export interface LogStatsRow {
  /** begin of the minute */
  readonly time_bin: Timestamp | null
  /** uuid of the process */
  readonly process_id: string
  /** severity, 1 fatal to 6 trace: see LogLevel */
  readonly level: LogLevel
  /** module or category */
  readonly target: string
  /** number of entries */
  readonly count: bigint | null
  /** access label */
  readonly audience: string | null
}

/** Rows of `images`: images. */
export interface ImagesRow {
  /** uuid of the process */
  readonly process_id: string
  /** uuid of the stream */
  readonly stream_id: string
  /** uuid of the block that held the event */
  readonly block_id: string
  /** when the block arrived at the service */
  readonly insert_time: Timestamp
  /** program */
  readonly exe: string
  /** user that ran the program */
  readonly username: string
  /** computer that ran the program */
  readonly computer: string
  /** when the image was taken */
  readonly time: Timestamp
  readonly name: string
  /** encoding of data, such as png */
  readonly format: string
  /** unit: bytes */
  readonly payload_size: bigint
  /** the encoded image */
  readonly data: Uint8Array
}

/** Rows of several instances of `images`. */
export interface ImagesOfInstancesRow extends ImagesRow {
  /** id of the instance that the row is of */
  readonly instance_id: string
}

/** Rows of `async_events`: begins and ends of async spans. */
export interface AsyncEventsRow {
  /** uuid of the stream */
  readonly stream_id: string
  /** uuid of the block that held the event */
  readonly block_id: string
  readonly time: Timestamp
  /** begin or end */
  readonly event_type: AsyncEventType
  readonly span_id: bigint
  readonly parent_span_id: bigint
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
export interface AsyncEventsOfInstancesRow extends AsyncEventsRow {
  /** id of the instance that the row is of */
  readonly instance_id: string
}

/** Rows of `net_spans`: spans of network replication. */
export interface NetSpansRow {
  /** uuid of the process */
  readonly process_id: string
  /** uuid of the stream */
  readonly stream_id: string
  readonly span_id: bigint
  /** -1 at the root */
  readonly parent_span_id: bigint
  /** nesting */
  readonly depth: number
  /** connection, object, property or rpc */
  readonly kind: NetSpanKind
  readonly name: string
  readonly connection_name: string
  readonly is_outgoing: boolean
  /** unit: bits */
  readonly begin_bits: bigint
  /** unit: bits */
  readonly end_bits: bigint
  /** unit: bits */
  readonly bit_size: bigint
  readonly begin_time: Timestamp
  readonly end_time: Timestamp
}

/** Rows of several instances of `net_spans`. */
export interface NetSpansOfInstancesRow extends NetSpansRow {
  /** id of the instance that the row is of */
  readonly instance_id: string
}

/** Rows of `thread_spans`: spans of one thread. */
export interface ThreadSpansRow {
  /** number of the span within its stream; -1 for the synthetic root */
  readonly id: bigint
  /** id of the span that encloses it; 0 for the root itself */
  readonly parent: bigint
  /** nesting; 0 is a synthetic span named after the thread, top-level calls are at 1 */
  readonly depth: number
  /** hash of the call site */
  readonly hash: number
  readonly begin: Timestamp
  readonly end: Timestamp
  /** unit: ns */
  readonly duration: bigint
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
export interface ThreadSpansOfInstancesRow extends ThreadSpansRow {
  /** id of the instance that the row is of */
  readonly instance_id: string
}

/** Rows of `otel_spans`: spans of OpenTelemetry traces. */
export interface OtelSpansRow {
  /** uuid of the process */
  readonly process_id: string
  /** uuid of the stream */
  readonly stream_id: string
  /** uuid of the block that held the event */
  readonly block_id: string
  /** when the block arrived at the service */
  readonly insert_time: Timestamp
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
  readonly start_time: Timestamp
  readonly end_time: Timestamp
  /** unit: ns */
  readonly duration: bigint
  readonly name: string
  readonly kind: OtelSpanKind
  readonly status: OtelSpanStatus
  readonly status_message: string | null
  /** attributes of the span, and otel.scope.* */
  readonly properties: Properties
  /** events of the span; time in ns */
  readonly events: OtelSpanEvent[]
  /** links to other spans; ids in hex */
  readonly links: OtelSpanLink[]
}

/** Rows of several instances of `otel_spans`. */
export interface OtelSpansOfInstancesRow extends OtelSpansRow {
  /** id of the instance that the row is of */
  readonly instance_id: string
}

/** Rows of the table function `process_spans`. */
export interface ProcessSpansRow {
  /** stream of the thread; empty for async spans */
  readonly stream_id: string
  /** name of the thread; `async` for async spans */
  readonly thread_name: string
  /** number of the span within its stream; -1 for the synthetic root */
  readonly id: bigint
  /** id of the span that encloses it; 0 for the root itself */
  readonly parent: bigint
  /** nesting; 0 is a synthetic span named after the thread, top-level calls are at 1 */
  readonly depth: number
  /** hash of the call site */
  readonly hash: number
  readonly begin: Timestamp
  readonly end: Timestamp
  /** unit: ns */
  readonly duration: bigint
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
export interface ParseBlockRow {
  /** position of the object in its stream */
  readonly object_index: bigint
  readonly type_name: string
  /** the decoded object */
  readonly value: unknown
}

/** Rows of the table function `list_partitions`. */
export interface ListPartitionsRow {
  readonly view_set_name: string
  readonly view_instance_id: string
  readonly begin_insert_time: Timestamp
  readonly end_insert_time: Timestamp
  /** null for an empty partition */
  readonly min_event_time: Timestamp | null
  /** null for an empty partition */
  readonly max_event_time: Timestamp | null
  readonly updated: Timestamp
  /** null for an empty partition */
  readonly file_path: string | null
  /** unit: bytes */
  readonly file_size: bigint
  readonly file_schema_hash: Uint8Array
  readonly source_data_hash: Uint8Array
  readonly num_rows: bigint
  readonly partition_format_version: number
  readonly sort_order: string[] | null
  readonly max_sort_key_time: Timestamp | null
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
export interface ListAudienceGrantsRow {
  readonly audience: string
  /** `read` or `mint` */
  readonly axis: string
  /** `*`, `user:…`, `group:…` or `key:…` */
  readonly selector: string
  readonly created_at: Timestamp
  readonly created_by: string
}

/** Rows of the table function `expand_histogram`. */
export interface ExpandHistogramRow {
  readonly bin_center: number
  readonly count: bigint
}

/** Rows of the table function `jsonb_each`. */
export interface JsonbEachRow {
  readonly key: string
  readonly value: any
}

/** Rows of the table function `jsonb_array_elements`. */
export interface JsonbArrayElementsRow {
  readonly value: any
}

/** Rows of the table function `retire_partitions`. */
export interface RetirePartitionsRow {
  /** when the step was reported */
  readonly time: Timestamp
  /** what was done, or why it failed */
  readonly msg: string
}

/** Rows of the table function `materialize_partitions`. */
export interface MaterializePartitionsRow {
  /** when the step was reported */
  readonly time: Timestamp
  /** what was done, or why it failed */
  readonly msg: string
}

/** Rows of the table function `regenerate_partitions`. */
export interface RegeneratePartitionsRow {
  /** when the step was reported */
  readonly time: Timestamp
  /** what was done, or why it failed */
  readonly msg: string
}

/** Rows of the table function `list_query_denials`. */
export interface ListQueryDenialsRow {
  readonly rule_id: string
  readonly created_at: Timestamp
  readonly created_by: string
  readonly reason: string
  readonly match_expr: string
  readonly last_hit_at: Timestamp | null
}

/** Rows of the table function `deny_queries`. */
export interface DenyQueriesRow {
  /** when the step was reported */
  readonly time: Timestamp
  /** what was done, or why it failed */
  readonly msg: string
}

/** Rows of the table function `list_view_set_definitions`. */
export interface ListViewSetDefinitionsRow {
  readonly view_set_name: string
  readonly definition_sql: string | null
  readonly update_group: number | null
  readonly updated_at: Timestamp | null
  readonly updated_by: string | null
  /** `ddl` or `builtin` */
  readonly source: string
}

/** The Kysely database of the built-in view sets with the default options. */
export interface MicromegasDatabase {
  log_entries: LogEntriesRow
  'view_instance(log_entries)': LogEntriesRow
  'view_instances(log_entries)': LogEntriesOfInstancesRow
  measures: MeasuresRow
  'view_instance(measures)': MeasuresRow
  'view_instances(measures)': MeasuresOfInstancesRow
  processes: ProcessesRow
  streams: StreamsRow
  blocks: BlocksRow
  log_stats: LogStatsRow
  'view_instance(images)': ImagesRow
  'view_instances(images)': ImagesOfInstancesRow
  'view_instance(async_events)': AsyncEventsRow
  'view_instances(async_events)': AsyncEventsOfInstancesRow
  'view_instance(net_spans)': NetSpansRow
  'view_instances(net_spans)': NetSpansOfInstancesRow
  'view_instance(thread_spans)': ThreadSpansRow
  'view_instances(thread_spans)': ThreadSpansOfInstancesRow
  'view_instance(otel_spans)': OtelSpansRow
  'view_instances(otel_spans)': OtelSpansOfInstancesRow
  'process_spans()': ProcessSpansRow
  'perfetto_trace_chunks()': PerfettoTraceChunksRow
  'parse_block()': ParseBlockRow
  'list_partitions()': ListPartitionsRow
  'list_view_sets()': ListViewSetsRow
  'list_audience_grants()': ListAudienceGrantsRow
  'expand_histogram()': ExpandHistogramRow
  'jsonb_each()': JsonbEachRow
  'jsonb_array_elements()': JsonbArrayElementsRow
  'retire_partitions()': RetirePartitionsRow
  'materialize_partitions()': MaterializePartitionsRow
  'regenerate_partitions()': RegeneratePartitionsRow
  'list_query_denials()': ListQueryDenialsRow
  'deny_queries()': DenyQueriesRow
  'list_view_set_definitions()': ListViewSetDefinitionsRow
  readonly [valueTypes]: DefaultTypes
}
