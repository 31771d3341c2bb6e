import {
  Binary,
  Bool,
  type DataType,
  DateDay,
  Decimal,
  Dictionary,
  DurationNanosecond,
  Field,
  FixedSizeBinary,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  IntervalMonthDayNano,
  LargeUtf8,
  List,
  Map_,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  Table,
  TimeMicrosecond,
  TimeMillisecond,
  TimeNanosecond,
  TimeSecond,
  TimestampMicrosecond,
  TimestampMillisecond,
  TimestampNanosecond,
  TimestampSecond,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Utf8,
} from 'apache-arrow'
import type { ColumnDeclaration, ColumnType, NestedType, TimeUnit } from '../../types/column-type.js'
import type { AnyViewSet } from '../../views/view-set.js'

const utc = '+00:00'

const timestamps: Readonly<Record<TimeUnit, () => DataType>> = {
  second: () => new TimestampSecond(utc),
  millisecond: () => new TimestampMillisecond(utc),
  microsecond: () => new TimestampMicrosecond(utc),
  nanosecond: () => new TimestampNanosecond(utc),
}

const times: Readonly<Record<TimeUnit, () => DataType>> = {
  second: () => new TimeSecond(),
  millisecond: () => new TimeMillisecond(),
  microsecond: () => new TimeMicrosecond(),
  nanosecond: () => new TimeNanosecond(),
}

const signed = { 8: Int8, 16: Int16, 32: Int32, 64: Int64 }
const unsigned = { 8: Uint8, 16: Uint16, 32: Uint32, 64: Uint64 }

/** The Arrow type that a declared type is stored as: the one that the service has for it. */
export function arrowType(type: ColumnType): DataType {
  switch (type.kind) {
    case 'boolean':
      return new Bool()
    case 'integer':
      return new (type.signed ? signed : unsigned)[type.bits]()
    case 'float':
      return type.bits === 32 ? new Float32() : new Float64()
    case 'utf8':
      return type.large ? new LargeUtf8() : new Utf8()
    case 'binary':
      return new Binary()
    case 'fixedSizeBinary':
      return new FixedSizeBinary(type.byteWidth)
    case 'timestamp':
      return timestamps[type.unit]()
    case 'date':
      return new DateDay()
    case 'time':
      return times[type.unit]()
    case 'duration':
      return new DurationNanosecond()
    case 'interval':
      return new IntervalMonthDayNano()
    case 'decimal':
      return new Decimal(type.scale, type.precision, type.precision > 38 ? 256 : 128)
    case 'dictionary':
      return new Dictionary(arrowType(type.value), new Int32())
    case 'list':
      return new List(field(type.itemName ?? 'item', type.item))
    case 'struct':
      return new Struct(Object.entries(type.fields).map(([name, nested]) => field(name, nested)))
    case 'map': {
      const entries = new Struct([field('keys', { ...type.key, nullable: false }), field('values', type.value)])
      return new Map_(new Field('entries', entries as never, false) as never)
    }
    case 'jsonb':
      return type.encoding === 'dictionary' ? new Dictionary(new Binary(), new Int32()) : new Binary()
  }
}

function field(name: string, { type, nullable }: NestedType): Field {
  return new Field(name, arrowType(type), nullable)
}

/** The columns of a view set by their SQL names. */
export function columnsOf(set: AnyViewSet): [name: string, declaration: ColumnDeclaration][] {
  return Object.entries(set.columns as Record<string, { readonly declaration: ColumnDeclaration }>).map(
    ([name, { declaration }]) => [name, declaration],
  )
}

/** The Arrow schema of a view set. */
export function arrowSchema(set: AnyViewSet): Schema {
  return new Schema(columnsOf(set).map(([name, declaration]) => field(name, declaration)))
}

/** A schema alone, as an Arrow IPC stream. */
export function schemaStream(schema: Schema): Uint8Array {
  return RecordBatchStreamWriter.writeAll(new Table(schema, [])).toUint8Array(true)
}
