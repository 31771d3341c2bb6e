import type { Data, RecordBatch, Schema } from 'apache-arrow'
import { invalidArgument, MicromegasError } from '../errors.js'
import type { DecodeOptions } from './decode-options.js'

/**
 * Returns the check of what a batch must be to be decoded.
 *
 * - Its schema is the one that the decoder was made for: another one would be read at wrong places. Throws `invalid_argument`.
 * - Columns that were declared without nulls have none: the type of rows says so. Throws `protocol`.
 */
export function batchCheck(schema: Schema, { columns = {} }: DecodeOptions): (batch: RecordBatch) => void {
  const known = new WeakSet([schema])
  const text = fieldsOf(schema)
  const withoutNulls = schema.fields.flatMap(({ name }, index) =>
    Object.hasOwn(columns, name) && columns[name]?.declaration.nullable === false ? [{ name, index }] : [],
  )
  return ({ schema: own, data }) => {
    if (!known.has(own)) {
      if (fieldsOf(own) !== text) throw invalidArgument('The record batch has another schema than the decoder.')
      known.add(own)
    }
    for (const { name, index } of withoutNulls) {
      if ((data.children[index] as Data).nullCount === 0) continue
      throw new MicromegasError('protocol', `Column ${JSON.stringify(name)} has nulls, but was declared without.`, {
        help: 'Declare it with .nullable().',
      })
    }
  }
}

/** What decoding depends on: names and types in their order. */
function fieldsOf({ fields }: Schema): string {
  return JSON.stringify(fields.map(({ name, type }) => [name, String(type)]))
}
