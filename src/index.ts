export type { CodedColumn, ColumnArray, Columnar, ColumnarOptions, NumberArray } from './arrow/columnar/columnar.js'
export { createMicromegas } from './client/create-micromegas.js'
export {
  type ClientConfig,
  type DefaultClientConfig,
  MicromegasClient,
  type MicromegasKysely,
  type MicromegasQueries,
} from './client/micromegas-client.js'
export type { AnyRow, QueryOptions } from './client/query-client.js'
export type { QuerySource } from './client/query-source.js'
export { MicromegasDialect } from './dialect/dialect.js'
export type { MicromegasDialectConfig, SharedConnectionConfig, ViewSetsConfig } from './dialect/dialect-config.js'
export type { Histogram } from './dialect/functions/histogram.js'
export { type Functions, functions } from './dialect/functions/index.js'
export type { ColorScale } from './dialect/functions/numeric.js'
export type { ArrowTypeName } from './dialect/functions/text.js'
export type { IntervalText, TruncationUnit } from './dialect/functions/time.js'
export { admin } from './dialect/table-functions/admin.js'
export { parseBlock } from './dialect/table-functions/blocks.js'
export { expandHistogram, jsonbArrayElements, jsonbEach } from './dialect/table-functions/expansions.js'
export { listAudienceGrants, listPartitions, listViewSets } from './dialect/table-functions/listings.js'
export { perfettoTraceChunks, processSpans, type SpanTypes } from './dialect/table-functions/spans.js'
export { during, type TimeRangeModifier, unbounded } from './dialect/time-range-modifier.js'
export type { AttributionConfig, EndUser } from './driver/config/attribution.js'
export type { ConnectionConfig, RetryConfig, TlsConfig } from './driver/config/config.js'
export type { Auth, TokenProvider } from './driver/config/credentials.js'
export { FlightSqlConnection, type QueryConnection } from './driver/connection.js'
export type { MicromegasCompiledQuery, QueryPlan } from './driver/query/compiled-query.js'
export type { CallOptions } from './driver/query/query-request.js'
export type { QueryStats, QueryStream } from './driver/result/query-stream.js'
export { MicromegasError, type MicromegasErrorCode, type MicromegasErrorDetails } from './errors.js'
export {
  type AnyColumn,
  type Column,
  type Columns,
  type ColumnValue,
  column,
  type Int64Mark,
  type ListMark,
  type MapMark,
  type StructMark,
  type TimestampMark,
} from './types/column.js'
export type { ColumnDeclaration, ColumnType, NestedType, TimeUnit } from './types/column-type.js'
export type { DurationText } from './types/duration.js'
export type { Interval } from './types/interval.js'
export type { JsonbValue, Properties } from './types/properties.js'
export type { RoundingMode } from './types/rounding.js'
export {
  type LastDuration,
  last,
  type TimeRange,
  type TimeRangeSpec,
  type Unbounded,
} from './types/time-range.js'
export {
  type InstantInput,
  type InstantLike,
  type RoundingOptions,
  Timestamp,
  type TimestampFields,
} from './types/timestamp.js'
export type {
  CompleteTypeOptions,
  DefaultTypes,
  Int64Option,
  Resolve,
  ResolvedTypes,
  TimestampOption,
  TypeOptions,
  ValueTypes,
} from './types/type-options.js'
export { fromHex, jsonReplacer, stringify, toHex } from './types/values.js'
export type { MicromegasDatabase } from './views/builtin/database.js'
export { builtinViewSets } from './views/builtin/index.js'
export type { Database, Row } from './views/database.js'
export { defineViewSet } from './views/define-view-set.js'
export type { TableFunctionRelation, ViewInstance, ViewInstances } from './views/instances/relation.js'
export { viewInstance } from './views/instances/view-instance.js'
export { viewInstances } from './views/instances/view-instances.js'
export {
  AsyncEventType,
  isAsyncEventType,
  isNetSpanKind,
  isOtelSpanKind,
  isOtelSpanStatus,
  NetSpanKind,
  type OtelSpanEvent,
  OtelSpanKind,
  type OtelSpanLink,
  OtelSpanStatus,
} from './views/kinds.js'
export { isLogLevel, LogLevel } from './views/log-level.js'
export type {
  BuiltinViewSets,
  GlobalName,
  InstanceKey,
  InstanceName,
  InstancesKey,
  TableFunctionKey,
} from './views/names.js'
export type {
  AnyViewSets,
  ColumnsOf,
  InstanceKind,
  InstancesOf,
  PropertyName,
  RowOf,
  ServiceFacts,
  ViewSet,
  ViewSetDeclaration,
} from './views/view-set.js'
export { defineViewSets, type ViewSets } from './views/view-sets.js'
