import { DataType } from 'apache-arrow'
import type { ColumnType } from '../../types/column-type.js'

/** Whether values of an Arrow type arrive in the TypeScript type that a declaration promises. */
export function yields(type: DataType, declared: ColumnType): boolean {
  if (DataType.isNull(type)) return true
  if (declared.kind === 'dictionary') return yields(type, declared.value)
  if (DataType.isDictionary(type)) return yields(type.dictionary, declared)
  switch (declared.kind) {
    case 'boolean':
      return DataType.isBool(type)
    case 'integer':
      return declared.bits === 64 ? DataType.isInt(type) && type.bitWidth === 64 : isPlainNumber(type)
    case 'float':
      return isPlainNumber(type)
    case 'utf8':
      return DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isUtf8View(type)
    case 'binary':
    case 'fixedSizeBinary':
      return isBinary(type)
    case 'jsonb':
      return isBinary(type) && !DataType.isFixedSizeBinary(type)
    case 'timestamp':
      return DataType.isTimestamp(type)
    case 'date':
      return DataType.isDate(type)
    case 'time':
      return DataType.isTime(type)
    case 'duration':
      return DataType.isDuration(type)
    case 'interval':
      return DataType.isInterval(type)
    case 'decimal':
      return DataType.isDecimal(type)
    case 'list': {
      const item = isList(type) ? type.children[0] : undefined
      return item !== undefined && yields(item.type, declared.item.type)
    }
    case 'struct': {
      if (!DataType.isStruct(type)) return false
      const fields = new Map(type.children.map((field) => [field.name, field.type]))
      return Object.entries(declared.fields).every(([name, field]) => {
        const actual = fields.get(name)
        return actual !== undefined && yields(actual, field.type)
      })
    }
    case 'map': {
      const [key, value] = DataType.isMap(type) ? (type.children[0]?.type.children ?? []) : []
      return (
        key !== undefined &&
        value !== undefined &&
        yields(key.type, declared.key.type) &&
        yields(value.type, declared.value.type)
      )
    }
  }
}

/** Types whose values are JavaScript numbers. */
function isPlainNumber(type: DataType): boolean {
  return DataType.isFloat(type) || (DataType.isInt(type) && type.bitWidth < 64)
}

function isBinary(type: DataType): boolean {
  return (
    DataType.isBinary(type) ||
    DataType.isLargeBinary(type) ||
    DataType.isBinaryView(type) ||
    DataType.isFixedSizeBinary(type)
  )
}

function isList(type: DataType): boolean {
  return DataType.isList(type) || DataType.isLargeList(type) || DataType.isFixedSizeList(type)
}
