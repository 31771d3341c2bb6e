import { DataType, type Field, makeData } from 'apache-arrow'
import { MicromegasError } from '../../errors.js'
import type { ColumnType } from '../../types/column-type.js'
import { binaryEncoder, fixedSizeBinaryEncoder, textEncoder } from './binary.js'
import type { BufferEncoder, ColumnEncoder } from './column-encoder.js'
import { dictionaryEncoder, jsonbDictionaryEncoder } from './dictionary.js'
import { jsonbBytes, withJsonNulls } from './jsonb.js'
import { fixedSizeListEncoder, listEncoder, mapEncoder, structEncoder } from './nested.js'
import {
  dateEncoder,
  decimalEncoder,
  durationEncoder,
  encodeBooleans,
  encodeNulls,
  floatEncoder,
  integerEncoder,
  intervalEncoder,
  timeEncoder,
  timestampEncoder,
} from './primitive.js'
import { validityOf } from './validity.js'

/** A column to encode. */
interface EncodedColumn {
  readonly type: DataType
  readonly nullable: boolean
  /** What was declared of it: only this tells JSONB from other bytes. */
  readonly declared: ColumnType | undefined
  /** For errors: its name, with the path inside of it for nested values. */
  readonly path: string
}

/**
 * Returns the encoder of a column, chosen by its Arrow type and by what was declared of it.
 *
 * @throws MicromegasError `unsupported` for an Arrow type that is not written
 */
export function columnEncoder({ name, type, nullable }: Field, declared: ColumnType | undefined): ColumnEncoder {
  return encoderOf({ type, nullable, declared, path: name })
}

function encoderOf(column: EncodedColumn): ColumnEncoder {
  const { type, nullable } = column
  const encodeBuffers = bufferEncoder(column)
  const hasJsonNulls = isJsonb(column) && !nullable
  return (given) => {
    const values = hasJsonNulls ? withJsonNulls(given) : given
    const validity = validityOf(values, nullable || DataType.isNull(type))
    return makeData({ type, length: values.length, ...validity, ...encodeBuffers(values) } as never)
  }
}

function bufferEncoder(column: EncodedColumn): BufferEncoder {
  const { type, path } = column
  const encode =
    flatEncoder(type) ?? bytesEncoder(column) ?? (DataType.isDictionary(type) ? ofDictionary(column) : nested(column))
  if (encode !== undefined) return encode
  throw new MicromegasError(
    'unsupported',
    `Column ${JSON.stringify(path)} has Arrow type ${type}, which is not supported when rows are encoded.`,
  )
}

function flatEncoder(type: DataType): BufferEncoder | undefined {
  if (DataType.isNull(type)) return encodeNulls
  if (DataType.isBool(type)) return encodeBooleans
  if (DataType.isInt(type)) return integerEncoder(type)
  if (DataType.isFloat(type)) return floatEncoder(type)
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type)) return textEncoder(DataType.isLargeUtf8(type))
  if (DataType.isFixedSizeBinary(type)) return fixedSizeBinaryEncoder(type)
  if (DataType.isTimestamp(type)) return timestampEncoder(type)
  if (DataType.isDate(type)) return dateEncoder(type)
  if (DataType.isTime(type)) return timeEncoder(type)
  if (DataType.isDuration(type)) return durationEncoder(type)
  if (DataType.isInterval(type)) return intervalEncoder(type)
  if (DataType.isDecimal(type)) return decimalEncoder(type)
  return undefined
}

function isBinary(type: DataType): boolean {
  return DataType.isBinary(type) || DataType.isLargeBinary(type)
}

function bytesEncoder({ type, declared }: EncodedColumn): BufferEncoder | undefined {
  if (!isBinary(type)) return undefined
  const large = DataType.isLargeBinary(type)
  if (declared?.kind !== 'jsonb') return binaryEncoder(large)
  return (values) => binaryEncoder(large, jsonbBytes())(values)
}

/** A dictionary of bytes is JSONB unless it was declared to be bytes, as where it is decoded. */
function isJsonb({ type, declared }: EncodedColumn): boolean {
  if (!DataType.isDictionary(type)) return isBinary(type) && declared?.kind === 'jsonb'
  const values = valuesOf(declared)
  return isBinary(type.dictionary) && (values === undefined || values.kind === 'jsonb')
}

/** What was declared of a dictionary's values. */
function valuesOf(declared: ColumnType | undefined): ColumnType | undefined {
  return declared?.kind === 'dictionary' ? declared.value : declared
}

function ofDictionary(column: EncodedColumn): BufferEncoder | undefined {
  const { type, declared, path } = column
  if (!DataType.isDictionary(type)) return undefined
  const values = { type: type.dictionary as DataType, nullable: false, path }
  if (isJsonb(column)) {
    return jsonbDictionaryEncoder(type, encoderOf({ ...values, declared: { kind: 'binary' } }), jsonbBytes)
  }
  return dictionaryEncoder(type, encoderOf({ ...values, declared: valuesOf(declared) }))
}

function nested({ type, declared, path }: EncodedColumn): BufferEncoder | undefined {
  const inside = (field: Field, declared: ColumnType | undefined, suffix: string, nullable = field.nullable) =>
    encoderOf({ type: field.type, nullable, declared, path: `${path}${suffix}` })
  const [first] = type.children ?? []
  const item = declared?.kind === 'list' ? declared.item.type : undefined
  if (DataType.isList(type) || DataType.isLargeList(type)) {
    return first && listEncoder(DataType.isLargeList(type), inside(first, item, '[]'))
  }
  if (DataType.isFixedSizeList(type)) return first && fixedSizeListEncoder(type, inside(first, item, '[]'))
  if (DataType.isStruct(type)) {
    const fields = declared?.kind === 'struct' ? declared.fields : {}
    return structEncoder(
      type.children.map((field) => {
        const of = Object.hasOwn(fields, field.name) ? fields[field.name]?.type : undefined
        return { name: field.name, encode: inside(field, of, `.${field.name}`) }
      }),
    )
  }
  if (DataType.isMap(type)) {
    const entries = first?.type as DataType | undefined
    const [key, value] = entries?.children ?? []
    if (entries === undefined || key === undefined || value === undefined) return undefined
    const of = declared?.kind === 'map' ? declared : undefined
    return mapEncoder(entries, inside(key, of?.key.type, '{}', false), inside(value, of?.value.type, '{}'))
  }
  return undefined
}
