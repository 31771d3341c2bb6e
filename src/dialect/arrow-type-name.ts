import { invalidArgument } from '../errors.js'
import type { ColumnType, TimeUnit } from '../types/column-type.js'

const unitNames: Readonly<Record<TimeUnit, string>> = {
  second: 'Second',
  millisecond: 'Millisecond',
  microsecond: 'Microsecond',
  nanosecond: 'Nanosecond',
}

/**
 * Returns the engine's name of a type, as `arrow_cast` takes it.
 *
 * @throws `invalid_argument` for structs and maps, which have none
 */
export function arrowTypeName(type: ColumnType): string {
  switch (type.kind) {
    case 'boolean':
      return 'Boolean'
    case 'integer':
      return `${type.signed ? 'Int' : 'UInt'}${type.bits}`
    case 'float':
      return `Float${type.bits}`
    case 'utf8':
      return type.large ? 'LargeUtf8' : 'Utf8'
    case 'binary':
      return 'Binary'
    case 'fixedSizeBinary':
      return `FixedSizeBinary(${type.byteWidth})`
    case 'timestamp':
      return `Timestamp(${unitNames[type.unit]}, Some("+00:00"))`
    case 'date':
      return 'Date32'
    case 'time':
      return `Time${timeTypeBits(type.unit)}(${unitNames[type.unit]})`
    case 'duration':
      return 'Duration(Nanosecond)'
    case 'interval':
      return 'Interval(MonthDayNano)'
    case 'decimal':
      return `Decimal${type.precision > 38 ? 256 : 128}(${type.precision}, ${type.scale})`
    case 'dictionary':
      return `Dictionary(Int32, ${arrowTypeName(type.value)})`
    case 'list':
      return `List(${arrowTypeName(type.item.type)})`
    case 'jsonb':
      return type.encoding === 'dictionary' ? 'Dictionary(Int32, Binary)' : 'Binary'
    case 'struct':
    case 'map':
      throw invalidArgument(`A ${type.kind} inside of another value cannot be written as an SQL literal.`)
  }
}

/** Returns the width of the integers that a time type consists of. */
export function timeTypeBits(unit: TimeUnit): 32 | 64 {
  return unit === 'second' || unit === 'millisecond' ? 32 : 64
}
