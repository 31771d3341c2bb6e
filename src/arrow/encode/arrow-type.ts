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
  Struct,
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
import type { ColumnType, NestedType, TimeUnit } from '../../types/column-type.js'

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

/** Returns the Arrow type that stores a declared type: the one that the Micromegas service has for it. */
function arrowType(type: ColumnType): DataType {
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
      return new List(arrowField(type.itemName ?? 'item', type.item))
    case 'struct':
      return new Struct(Object.entries(type.fields).map(([name, nested]) => arrowField(name, nested)))
    case 'map': {
      const entries = new Struct([
        arrowField('keys', { ...type.key, nullable: false }),
        arrowField('values', type.value),
      ])
      return new Map_(new Field('entries', entries as never, false) as never)
    }
    case 'jsonb':
      return type.encoding === 'dictionary' ? new Dictionary(new Binary(), new Int32()) : new Binary()
  }
}

/** Returns the Arrow field that stores a declared column. */
export function arrowField(name: string, { type, nullable }: NestedType): Field {
  return new Field(name, arrowType(type), nullable)
}
