export { createMicromegas } from './client/create-micromegas.js'
export type { MicromegasKysely, MicromegasQueries } from './client/handle.js'
export {
  type AnyRow,
  type ClientConfig,
  type DefaultClientConfig,
  MicromegasClient,
  type QueryOptions,
} from './client/micromegas-client.js'
export type { QuerySource } from './client/query-source.js'
export { MicromegasDialect } from './dialect/dialect.js'
export type { MicromegasDialectConfig, SharedConnectionConfig, ViewSetsConfig } from './dialect/dialect-config.js'
export type { Histogram } from './dialect/functions/histogram.js'
export { type Functions, functions } from './dialect/functions/index.js'
export type { ColorScale } from './dialect/functions/numeric.js'
export type { ArrowTypeName } from './dialect/functions/text.js'
export type { IntervalText, TruncationUnit } from './dialect/functions/time.js'
export { during, type TimeRangeModifier, unbounded } from './dialect/time-range-modifier.js'
export type { AttributionConfig, EndUser } from './driver/attribution.js'
export type { ColumnArray, Columnar, ColumnarOptions, NumberArray } from './driver/columns/columnar.js'
export type { MicromegasCompiledQuery, QueryPlan } from './driver/compiled-query.js'
export type { ConnectionConfig, RetryConfig, TlsConfig } from './driver/config.js'
export { FlightSqlConnection, type QueryConnection } from './driver/connection.js'
export type { Auth, TokenProvider } from './driver/credentials.js'
export type { QueryStats, QueryStream } from './driver/query-stream.js'
export type { CallOptions } from './driver/request.js'
export { MicromegasError, type MicromegasErrorCode, type MicromegasErrorDetails } from './errors.js'
export type { MicromegasDatabase } from './views/builtin/database.js'
export { builtinViewSets } from './views/builtin/index.js'
export {
  type AnyColumn,
  type Column,
  type ColumnValue,
  column,
  type Int64Mark,
  type Interval,
  type ListMark,
  type MapMark,
  type StructMark,
  type TimestampMark,
} from './views/column.js'
export type { ColumnDeclaration, ColumnType, NestedType, TimeUnit } from './views/column-type.js'
export type { Database, Row } from './views/database.js'
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
export type { JsonbValue, Properties } from './views/properties.js'
export type { TableFunctionRelation, ViewInstance, ViewInstances } from './views/table-functions/relation.js'
export {
  admin,
  expandHistogram,
  jsonbArrayElements,
  jsonbEach,
  listAudienceGrants,
  listPartitions,
  listViewSets,
  parseBlock,
  perfettoTraceChunks,
  processSpans,
  type SpanTypes,
} from './views/table-functions/table-functions.js'
export { viewInstance } from './views/table-functions/view-instance.js'
export { viewInstances } from './views/table-functions/view-instances.js'
export {
  type DurationText,
  type LastDuration,
  last,
  type TimeRange,
  type TimeRangeSpec,
  type Unbounded,
} from './views/time-range.js'
export { type InstantInput, type InstantLike, Timestamp } from './views/timestamp.js'
export type {
  CompleteTypeOptions,
  DefaultTypes,
  Int64Option,
  Resolve,
  ResolvedTypes,
  TimestampOption,
  TypeOptions,
} from './views/type-options.js'
export { fromHex, jsonReplacer, stringify, toHex } from './views/values.js'
export {
  type AnyViewSets,
  type ColumnsOf,
  defineViewSet,
  type InstanceKind,
  type InstancesOf,
  type PropertyName,
  type RowOf,
  type ViewSet,
} from './views/view-set.js'
export { defineViewSets, type ViewSets } from './views/view-sets.js'
