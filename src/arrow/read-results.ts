import type { RecordBatch } from 'apache-arrow'
import type { Columns } from '../types/column.js'
import type { TypeOptions } from '../types/type-options.js'
import type { Columnar, ColumnarOptions } from './columnar/columnar.js'
import { untypedColumnarOf } from './columnar-of.js'
import type { ColumnNames } from './columns-option.js'
import { rowDecoderOf } from './create-row-decoder.js'
import { joinChunks } from './decode/join-chunks.js'
import type { AnyRow, DeclaredOptions, DecodedRow, DecodeOptions, UndeclaredOptions } from './decode-options.js'
import type { ArrowSource } from './stream/byte-source.js'
import { type ReadOptions, readBatches } from './stream/read-batches.js'

type DeclaredReadOptions<C extends Columns, T extends TypeOptions, N extends ColumnNames> = DeclaredOptions<C, T, N> &
  ReadOptions

/**
 * Reads all rows of Arrow IPC bytes.
 *
 * @example
 * ```ts
 * import { column, readRows } from 'kysely-micromegas/arrow'
 *
 * const rows = await readRows(await fetch('/frames.arrow'), {
 *   columns: { at: column.timestamp(), ms: column.float64().nullable() },
 * })
 * const slow = rows.filter(({ ms }) => ms !== null && ms > 16.6)
 * ```
 * @throws as {@link readBatches} and `createRowDecoder` do
 */
export function readRows<C extends Columns, const T extends TypeOptions = {}, const N extends ColumnNames = {}>(
  source: ArrowSource,
  options: DeclaredReadOptions<C, T, N>,
): Promise<DecodedRow<C, T, N>[]>
export function readRows<Row = AnyRow>(source: ArrowSource, options?: UndeclaredOptions & ReadOptions): Promise<Row[]>
export async function readRows(source: ArrowSource, options: DecodeOptions & ReadOptions = {}): Promise<unknown[]> {
  const chunks: unknown[][] = []
  for await (const rows of chunksOf(source, options)) chunks.push(rows)
  return joinChunks(chunks)
}

/**
 * Reads the rows of Arrow IPC bytes as they arrive, one array per record batch. The source is read no further than the
 * loop is, and cancelled where the loop is left.
 *
 * @throws as {@link readBatches} and `createRowDecoder` do
 */
export function readChunks<C extends Columns, const T extends TypeOptions = {}, const N extends ColumnNames = {}>(
  source: ArrowSource,
  options: DeclaredReadOptions<C, T, N>,
): AsyncGenerator<DecodedRow<C, T, N>[], void, undefined>
export function readChunks<Row = AnyRow>(
  source: ArrowSource,
  options?: UndeclaredOptions & ReadOptions,
): AsyncGenerator<Row[], void, undefined>
export function readChunks(
  source: ArrowSource,
  options: DecodeOptions & ReadOptions = {},
): AsyncGenerator<unknown[], void, undefined> {
  return chunksOf(source, options)
}

async function* chunksOf(
  source: ArrowSource,
  { allowMissingEnd, ...options }: DecodeOptions & ReadOptions,
): AsyncGenerator<unknown[], void, undefined> {
  await using batches = readBatches(source, readOptions(allowMissingEnd))
  const decode = rowDecoderOf(await batches.schema(), options)
  for (let batch = await batches.next(); batch !== undefined; batch = await batches.next()) yield decode(batch)
}

/**
 * Reads all of Arrow IPC bytes by columns: see `columnarOf`.
 *
 * @throws as {@link readBatches} and `columnarOf` do
 */
export function readColumnar<
  C extends Columns,
  const T extends TypeOptions = {},
  const N extends ColumnNames = {},
  const O extends ColumnarOptions<DecodedRow<C, T, N>> = {},
>(source: ArrowSource, options: DeclaredReadOptions<C, T, N> & O): Promise<Columnar<DecodedRow<C, T, N>, O>>
export function readColumnar<Row = AnyRow, const O extends ColumnarOptions<Row> = {}>(
  source: ArrowSource,
  options?: UndeclaredOptions & ReadOptions & O,
): Promise<Columnar<Row, O>>
export async function readColumnar(
  source: ArrowSource,
  options: DecodeOptions & ReadOptions & ColumnarOptions = {},
): Promise<Columnar<AnyRow>> {
  const { allowMissingEnd, ...columnarOptions } = options
  await using reader = readBatches(source, readOptions(allowMissingEnd))
  const schema = await reader.schema()
  const batches: RecordBatch[] = []
  for (let batch = await reader.next(); batch !== undefined; batch = await reader.next()) batches.push(batch)
  return untypedColumnarOf(schema, batches, columnarOptions)
}

function readOptions(allowMissingEnd: boolean | undefined): ReadOptions {
  return allowMissingEnd === undefined ? {} : { allowMissingEnd }
}
