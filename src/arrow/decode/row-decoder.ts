import type { Data, DataType, RecordBatch, Schema } from 'apache-arrow'
import { MicromegasError } from '../../errors.js'
import type { ColumnDeclaration, ColumnType } from '../../types/column-type.js'
import type { CompleteTypeOptions } from '../../types/type-options.js'
import { type ColumnForm, type ColumnSource, makers } from '../objects/index.js'
import type { ColumnReader, ReaderContext } from './column-reader.js'
import { yields } from './declared.js'
import { columnReader } from './readers.js'

/** What decides, beside a result's own schema, which rows are made of it. */
export interface RowPlan {
  readonly types: CompleteTypeOptions
  /** TypeScript names of result fields, where they differ. */
  readonly propertyNames?: ReadonlyMap<string, string>
  /** Declarations of result fields, by their SQL names, where they are known. */
  readonly columns?: ReadonlyMap<string, ColumnDeclaration>
}

/** Makes plain objects of the rows `begin` to `end` (exclusive) of a record batch, by default of all; all of one shape. */
export type RowDecoder = (batch: RecordBatch, begin?: number, end?: number) => Record<string, unknown>[]

/**
 * How many rows are made at once: few enough for the values of their columns to stay in the processor's caches until the
 * rows are made of them.
 */
const rowsAtOnce = 1024

/** A column of a result, and what is known of it. */
export interface ResultColumn {
  /** Its name in rows. */
  readonly name: string
  readonly type: DataType
  readonly declared: ColumnType | undefined
  readonly context: ReaderContext
}

/**
 * The columns of a result, checked against what was declared.
 *
 * @throws `invalid_argument` for two fields of one name; `protocol` for a field whose Arrow type cannot give the
 * TypeScript type that was declared
 */
export function resultColumns(schema: Schema, { types, propertyNames, columns }: RowPlan): ResultColumn[] {
  const names = schema.fields.map(({ name }) => propertyNames?.get(name) ?? name)
  refuseRepeated(names)
  return schema.fields.map(({ name, type }, index) => {
    const declared = columns?.get(name)?.type
    if (declared !== undefined && !yields(type, declared)) {
      throw new MicromegasError(
        'protocol',
        `Column ${JSON.stringify(name)} arrived as ${type}, which is not what its view set declares.`,
        {
          help: 'The service has another version of this view set than the declaration: correct the declaration.',
        },
      )
    }
    return { name: names[index] ?? '', type, declared, context: { column: name, types } }
  })
}

/**
 * Creates the decoder of a result: one reader per column, chosen here once.
 *
 * @throws as {@link resultColumns}
 */
export function createRowDecoder(schema: Schema, plan: RowPlan): RowDecoder {
  const columns = resultColumns(schema, plan)
  const readers = columns.map(({ type, declared, context }) => columnReader(type, declared, context))
  const names = columns.map(({ name }) => name)
  const forms: ColumnForm[] = readers.map(({ deferred }) => deferred?.form ?? 'values')
  let makeRows = makers.rowMaker(names, forms)
  /** Reads a column of some rows. A column that had to be read into an array once is from then on, so that makers are few. */
  const sourceOf = (read: ColumnReader, index: number, data: Data, from: number, to: number): ColumnSource => {
    if (forms[index] === 'values') return read(data, from, to)
    const source = read.deferred?.read(data, from, to)
    if (source !== undefined) return source
    forms[index] = 'values'
    makeRows = makers.rowMaker(names, forms)
    return read(data, from, to)
  }
  return (batch, begin = 0, end = batch.numRows) => {
    const rows = new Array<Record<string, unknown>>(end - begin)
    for (let from = begin; from < end; from += rowsAtOnce) {
      const to = Math.min(from + rowsAtOnce, end)
      const sources = readers.map((read, index) => sourceOf(read, index, batch.data.children[index] as Data, from, to))
      makeRows(sources, rows, from - begin, to - from)
    }
    return rows
  }
}

function refuseRepeated(names: readonly string[]): void {
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated === undefined) return
  throw new MicromegasError(
    'invalid_argument',
    `The result has two columns of the name ${JSON.stringify(repeated)}: a row can hold one.`,
    {
      help: 'Give one of them an alias.',
    },
  )
}
