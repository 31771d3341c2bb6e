import { Data, DataType, IntervalUnit, MetadataVersion, makeData, type Vector } from 'apache-arrow'
import { MicromegasError } from '../../errors.js'
import type { MessageBody, TypedArrayType } from './message-body.js'

/** How many values and nulls a column has: one per column and nested column, depth first. */
export interface FieldNode {
  readonly length: number
  readonly nullCount: number
}

/** What the columns of a message are made of, consumed in order. */
export interface ColumnSource {
  readonly nodes: Iterator<FieldNode>
  readonly body: MessageBody
  /** Numbers of data buffers of the view columns (Utf8View, BinaryView), in order. */
  readonly variadicBufferCounts: Iterator<number>
  readonly dictionaries: ReadonlyMap<number, Vector>
  readonly metadataVersion: MetadataVersion
}

/**
 * Values that take no bytes (nulls, structs without fields) are bounded by nothing in the message: a damaged length would
 * make the reader allocate without end. No batch of the service has anywhere near as many rows.
 */
export const maxValuesWithoutBytes = 1 << 22

const noBytes = new Uint8Array(0)

/** What apache-arrow writes for the nulls of slices inside of lists, which it does not count. It counts them when asked. */
const uncounted = -1

/**
 * The next column of a message as apache-arrow's `Data`, a view over the body. What the metadata says is checked against
 * the sizes of the buffers, so that nothing after this reads past their ends; what the buffers hold (offsets, dictionary
 * keys) is checked where it is used.
 *
 * @throws MicromegasError `protocol`
 */
export function loadColumn(type: DataType, source: ColumnSource): Data {
  const node = source.nodes.next()
  if (node.done === true) throw corrupt('has fewer columns than its schema')
  const { length, nullCount: written } = node.value
  if (!(length >= 0 && written >= uncounted && written <= length && length < 2 ** 31)) {
    throw corrupt(`has a column of ${length} values, ${written} of them null`)
  }
  if (DataType.isNull(type)) {
    requireBounded(length)
    return new Data(type, 0, length, length)
  }
  if (DataType.isUnion(type)) return loadUnion(type, length, source)
  const { body } = source
  const validity = body.bytes()
  const nullCount = written === uncounted && validity.byteLength === 0 ? 0 : written
  const hasNulls = nullCount !== 0
  if (hasNulls && validity.byteLength * 8 < length) throw corrupt('has a validity bitmap that is too short')
  const nullBitmap = hasNulls ? validity : noBytes
  const make = (
    valueOffsets: unknown,
    values: unknown,
    children: Data[] = [],
    dictionary?: Vector,
    variadicBuffers: readonly Uint8Array[] = [],
  ): Data =>
    new Data(
      type,
      0,
      length,
      nullCount,
      // apache-arrow's order: offsets, values, validity, type ids; absent ones are left out.
      [valueOffsets, values, nullBitmap] as never,
      children,
      dictionary,
      variadicBuffers,
    )

  if (DataType.isDictionary(type)) {
    const dictionary = source.dictionaries.get(type.id)
    const indices = body.numbers(arrayTypeOf(type.indices), length)
    if (dictionary !== undefined) return make(undefined, indices, [], dictionary)
    if (nullCount < length) throw corrupt(`uses dictionary ${type.id}, which has not been sent`)
    return makeData({ type, length, nullCount, nullBitmap, data: indices as never })
  }
  if (DataType.isStruct(type)) {
    if (type.children.length === 0) requireBounded(length)
    return make(
      undefined,
      undefined,
      type.children.map((field) => requireLength(loadColumn(field.type, source), length)),
    )
  }
  if (DataType.isFixedSizeList(type)) {
    requireBounded(type.listSize === 0 ? length : 0)
    return make(undefined, undefined, [requireLength(loadColumn(itemType(type), source), length * type.listSize)])
  }
  if (DataType.isList(type) || DataType.isMap(type) || DataType.isLargeList(type)) {
    const offsets = loadOffsets(type, length, body)
    return make(offsets, undefined, [requireLength(loadColumn(itemType(type), source), Number(offsets.at(-1) ?? 0))])
  }
  if (DataType.isUtf8(type) || DataType.isBinary(type) || DataType.isLargeUtf8(type) || DataType.isLargeBinary(type)) {
    const offsets = loadOffsets(type, length, body)
    const values = body.bytes()
    if (Number(offsets.at(-1) ?? 0) > values.byteLength) throw corrupt('has text or bytes that are cut off')
    return make(offsets, values)
  }
  if (DataType.isUtf8View(type) || DataType.isBinaryView(type)) {
    const views = body.numbers(Uint8Array, length * 16)
    const count = source.variadicBufferCounts.next().value ?? 0
    return make(
      undefined,
      views,
      [],
      undefined,
      Array.from({ length: count }, () => body.bytes()),
    )
  }
  if (DataType.isBool(type)) return make(undefined, body.numbers(Uint8Array, (length + 7) >> 3))
  const perValue = elementsPerValue(type)
  if (perValue === 0) requireBounded(length)
  return make(undefined, body.numbers(arrayTypeOf(type), length * perValue))
}

function loadUnion(type: DataType, length: number, source: ColumnSource): Data {
  const { body } = source
  // Up to version 4 a union had a validity bitmap of its own.
  if (source.metadataVersion < MetadataVersion.V5) body.bytes()
  const typeIds = body.numbers(Int8Array, length)
  const offsets = DataType.isDenseUnion(type) ? body.numbers(Int32Array, length) : undefined
  const children = type.children.map((field) => loadColumn(field.type, source))
  return new Data(type, 0, length, 0, [offsets, undefined, undefined, typeIds] as never, children)
}

/** The type of the values in a list, or of the entries of a map. */
function itemType(type: DataType): DataType {
  const field = type.children[0]
  if (field === undefined) throw corrupt(`has a ${type} without a type of its items`)
  return field.type
}

/** An empty column may come without offsets. */
function loadOffsets(type: DataType, length: number, body: MessageBody): Int32Array | BigInt64Array {
  const offsets = type.OffsetArrayType as unknown as TypedArrayType<Int32Array | BigInt64Array>
  if (length > 0) return body.numbers(offsets, length + 1)
  body.bytes()
  return new offsets(new ArrayBuffer(8), 0, 1)
}

function arrayTypeOf(type: DataType): TypedArrayType<ArrayBufferView> {
  return type.ArrayType as TypedArrayType<ArrayBufferView>
}

/** How many elements of its array one value of a fixed-width type takes. */
function elementsPerValue(type: DataType): number {
  if (DataType.isFixedSizeBinary(type)) return type.byteWidth
  if (DataType.isDecimal(type)) return type.bitWidth / 32
  if (DataType.isInterval(type)) {
    return type.unit === IntervalUnit.MONTH_DAY_NANO ? 4 : type.unit === IntervalUnit.DAY_TIME ? 2 : 1
  }
  return 1
}

function requireLength(child: Data, length: number): Data {
  if (child.length < length) throw corrupt(`has ${child.length} nested values where ${length} are needed`)
  return child
}

function requireBounded(length: number): void {
  if (length > maxValuesWithoutBytes) throw corrupt(`has ${length} values that take no bytes`)
}

function corrupt(problem: string): MicromegasError {
  return new MicromegasError('protocol', `An Arrow message ${problem}.`)
}
