import { DataType, DateUnit, type Decimal, IntervalUnit, Precision, type Schema, TimeUnit, Type } from 'apache-arrow'
import { MicromegasError } from '../../errors.js'

/**
 * Checks the parameters of every type of a schema, which apache-arrow takes as they come.
 *
 * @throws MicromegasError `protocol` for a type that Arrow does not have, such as integers of 37 bits
 */
export function checkSchema(schema: Schema): void {
  for (const field of schema.fields) checkType(field.type, field.name ?? '')
}

function checkType(type: DataType, path: string): void {
  if (!isPossible(type)) {
    throw new MicromegasError('protocol', `Column ${JSON.stringify(path)} has a type that Arrow does not define.`)
  }
  if (DataType.isDictionary(type)) {
    checkType(type.indices, path)
    checkType(type.dictionary, path)
    return
  }
  for (const child of type.children ?? []) checkType(child.type, `${path}.${child.name}`)
}

function isPossible(type: DataType): boolean {
  if (DataType.isDictionary(type)) return DataType.isInt(type.indices)
  if (DataType.isInt(type)) return [8, 16, 32, 64].includes(type.bitWidth)
  if (DataType.isFloat(type)) return Precision[type.precision] !== undefined
  if (DataType.isDecimal(type)) return isPossibleDecimal(type)
  if (DataType.isDate(type)) return DateUnit[type.unit] !== undefined
  if (DataType.isTime(type))
    return TimeUnit[type.unit] !== undefined && type.bitWidth === (type.unit <= TimeUnit.MILLISECOND ? 32 : 64)
  if (DataType.isTimestamp(type) || DataType.isDuration(type)) return TimeUnit[type.unit] !== undefined
  if (DataType.isInterval(type)) return IntervalUnit[type.unit] !== undefined
  if (DataType.isFixedSizeBinary(type)) return type.byteWidth >= 0
  if (DataType.isFixedSizeList(type)) return type.listSize >= 0 && type.children.length === 1 && hasChildren(type)
  if (DataType.isList(type) || DataType.isLargeList(type)) return hasChildren(type)
  if (DataType.isMap(type)) {
    const entries = type.children[0]?.type as DataType | undefined
    return entries !== undefined && DataType.isStruct(entries) && entries.children.length === 2
  }
  if (DataType.isStruct(type)) return hasChildren(type)
  return Type[type.typeId] !== undefined
}

/** Arrow keeps a scale in one byte; a larger one would make text without end. */
function isPossibleDecimal({ bitWidth, precision, scale }: Decimal): boolean {
  return [32, 64, 128, 256].includes(bitWidth) && precision > 0 && precision <= 76 && Math.abs(scale) <= 128
}

/** apache-arrow keeps `undefined` where a list came without the field of its items. */
function hasChildren(type: DataType): boolean {
  return type.children.every((child) => child !== undefined)
}
