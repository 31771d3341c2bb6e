import { DataType, Precision } from 'apache-arrow'
import { MicromegasError } from '../../errors.js'
import type { ColumnType } from '../../types/column-type.js'
import { jsonbDecoder } from '../jsonb/decode-jsonb.js'
import { type BytesDecoder, binaryReader, binaryViewReader, copyBytes, fixedSizeBinaryReader } from './binary.js'
import { type ColumnReader, columnError, type ReaderContext } from './column-reader.js'
import { decimalReader } from './decimals.js'
import { type CopyValue, dictionaryReader } from './dictionary.js'
import { int64Reader } from './int64.js'
import { fixedSizeListReader, listReader, mapReader, structReader } from './nested.js'
import { readBooleans, readHalfFloats, readNulls, readNumbers } from './numbers.js'
import { stringReader } from './strings.js'
import { dateReader, intervalReader, nanosecondsReader } from './times.js'
import { timestampReader } from './timestamps.js'
import { stringViewReader } from './views.js'

/**
 * The reader of a column, chosen by its Arrow type and by what was declared of it.
 *
 * @throws `unsupported` for an Arrow type that no rows can be made of
 */
export function columnReader(type: DataType, declared: ColumnType | undefined, context: ReaderContext): ColumnReader {
  if (DataType.isDictionary(type)) {
    const values = valuesOfDictionary(type.dictionary, declared)
    const readValues = columnReader(type.dictionary, values, context)
    if (values?.kind === 'jsonb') return dictionaryReader(type, context, { readValues, isLazy: true })
    return dictionaryReader(type, context, { readValues, copy: copierOf(type.dictionary, context) })
  }
  if (isBinary(type)) return binaryReader(context, bytesDecoder(declared, context))
  if (DataType.isBinaryView(type)) return binaryViewReader(context, bytesDecoder(declared, context))
  if (DataType.isFixedSizeBinary(type)) return fixedSizeBinaryReader(type)
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type)) return stringReader(context)
  if (DataType.isUtf8View(type)) return stringViewReader(context)
  if (DataType.isInt(type)) return type.bitWidth === 64 ? int64Reader(context, type.isSigned) : readNumbers
  if (DataType.isFloat(type)) return type.precision === Precision.HALF ? readHalfFloats : readNumbers
  if (DataType.isBool(type)) return readBooleans
  if (DataType.isNull(type)) return readNulls
  if (DataType.isTimestamp(type)) return timestampReader(context, type.unit)
  if (DataType.isDate(type)) return dateReader(context, type.unit)
  if (DataType.isTime(type) || DataType.isDuration(type)) return nanosecondsReader(type.unit)
  if (DataType.isInterval(type)) return intervalReader(type.unit)
  if (DataType.isDecimal(type)) return decimalReader(type)
  return nestedReader(type, declared, context)
}

function nestedReader(type: DataType, declared: ColumnType | undefined, context: ReaderContext): ColumnReader {
  const inside = (index: number, of: ColumnType | undefined, path: string): ColumnReader => {
    const field = type.children[index]
    if (field === undefined)
      throw new MicromegasError('protocol', `Column ${JSON.stringify(context.column)} lacks a field.`)
    return columnReader(field.type, of, { ...context, column: `${context.column}${path}` })
  }
  if (DataType.isList(type) || DataType.isLargeList(type)) {
    return listReader(context, inside(0, declared?.kind === 'list' ? declared.item.type : undefined, '[]'))
  }
  if (DataType.isFixedSizeList(type)) {
    return fixedSizeListReader(type, inside(0, declared?.kind === 'list' ? declared.item.type : undefined, '[]'))
  }
  if (DataType.isStruct(type)) {
    const names = type.children.map(({ name }) => name)
    const fields = declared?.kind === 'struct' ? declared.fields : {}
    return structReader(
      names,
      names.map((name, index) =>
        inside(index, Object.hasOwn(fields, name) ? fields[name]?.type : undefined, `.${name}`),
      ),
    )
  }
  if (DataType.isMap(type)) {
    const entries = type.children[0]?.type
    const [key, value] = entries?.children ?? []
    if (key === undefined || value === undefined)
      throw new MicromegasError('protocol', `Column ${JSON.stringify(context.column)} is a map without entries.`)
    const of = declared?.kind === 'map' ? declared : undefined
    return mapReader(
      context,
      columnReader(key.type, of?.key.type, context),
      columnReader(value.type, of?.value.type, { ...context, column: `${context.column}{}` }),
    )
  }
  throw new MicromegasError(
    'unsupported',
    `Column ${JSON.stringify(context.column)} has the Arrow type ${type}, of which no rows can be made.`,
    {
      help: 'Read record batches instead of rows, or cast the column.',
    },
  )
}

/** A dictionary of bytes is JSONB unless it was declared to be bytes: the service uses that type for nothing else. */
function valuesOfDictionary(values: DataType, declared: ColumnType | undefined): ColumnType | undefined {
  const inside = declared?.kind === 'dictionary' ? declared.value : declared
  return inside === undefined && isBinary(values) ? { kind: 'jsonb', encoding: 'dictionary' } : inside
}

function isBinary(type: DataType): boolean {
  return DataType.isBinary(type) || DataType.isLargeBinary(type)
}

/** Returns how rows copy values of a dictionary; `undefined` for values that rows share, because they cannot be changed. */
function copierOf(values: DataType, { types }: ReaderContext): CopyValue | undefined {
  const isMutable =
    isBinary(values) ||
    DataType.isBinaryView(values) ||
    DataType.isFixedSizeBinary(values) ||
    DataType.isList(values) ||
    DataType.isLargeList(values) ||
    DataType.isFixedSizeList(values) ||
    DataType.isStruct(values) ||
    DataType.isMap(values) ||
    DataType.isInterval(values) ||
    (DataType.isTimestamp(values) && types.timestamp === 'date')
  return isMutable ? deepCopy : undefined
}

function deepCopy(value: unknown): unknown {
  // JSONB inside of other values is frozen, and stays so.
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  if (value instanceof Uint8Array) return value.slice()
  if (Array.isArray(value)) return value.map(deepCopy)
  if (value instanceof Date) return new Date(value)
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, deepCopy(item)]))
  if (Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, deepCopy(member)]))
}

function bytesDecoder(declared: ColumnType | undefined, context: ReaderContext): BytesDecoder {
  if (declared?.kind !== 'jsonb') return copyBytes
  const decode = jsonbDecoder(context.types.int64)
  return (bytes, start, stop) => {
    try {
      return decode(bytes, start, stop)
    } catch (cause) {
      throw cause instanceof MicromegasError
        ? columnError(context, `cannot be read. ${cause.message.replace(/\.$/, '')}`, cause.help)
        : cause
    }
  }
}
